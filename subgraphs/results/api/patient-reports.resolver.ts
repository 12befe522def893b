import { isSince, positionAfter } from '@cie/kit/federation/between.ts';
import { toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { checkedFirst, decodeCursor, encodeCursor, PageArgs, PageInfoType } from '@cie/kit/federation/page.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { CalendarDate } from '@cie/kit/scalars.ts';
import { GraphQLError } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { listReports, listWaitingReports, readReport, readTrend, type ReportPosition } from '../domain/read-results.ts';
import type { ReportKind as Kind, StoredReport } from '../domain/report.ts';
import { Patient } from './patient.type.ts';
import { ReportConnectionType } from './report-connection.type.ts';
import { ReportType, toReportType } from './report.type.ts';
import { ReportKind } from './result-enums.ts';
import type { ResultsContext } from './results-context.ts';
import { toTrendType, TrendType } from './trend.type.ts';
import { WaitingReportType } from './waiting-report.type.ts';

@ArgsType()
class ReportArgs extends PageArgs {
  @Field(() => ReportKind, { nullable: true, description: 'Only reports of this kind.' })
  readonly kind?: Kind;

  @Field(() => CalendarDate, { nullable: true, description: 'Only reports issued on this day or after it.' })
  readonly from?: string;

  @Field(() => CalendarDate, { nullable: true, description: 'Only reports issued on this day or before it.' })
  readonly to?: string;
}

/** What the results room adds to a patient. Each field needs the pass for this room, which sharing gives. */
@Resolver(() => Patient)
export class PatientReportsResolver {
  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ReportConnectionType, {
    nullable: true,
    description: 'Laboratory and radiology reports, latest issue first. Errors: PAGE_SIZE_INVALID, CURSOR_INVALID.',
  })
  async reports(@Root() patient: RoomPatient, @Args(() => ReportArgs) args: ReportArgs, @Ctx() context: ResultsContext): Promise<ReportConnectionType> {
    const query = { limit: checkedFirst(args), after: readPosition(args.after ?? null) ?? endOf(args.to), kind: args.kind ?? null };
    const page = await listReports(context.access, context.reads, patient, query);
    const within = page.reports.filter(({ issuedAt }) => isSince(args.from, issuedAt));
    const edges = within.map((report) => ({ cursor: cursorOf(report), node: toReportType(patient, report) }));
    return { edges, pageInfo: new PageInfoType(page.hasNextPage && within.length === page.reports.length, edges.at(-1)?.cursor ?? null) };
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ReportType, { nullable: true, description: 'One report; null when there is none with this id that the viewer may read.' })
  async report(@Root() patient: RoomPatient, @Arg('id', () => ID, { description: 'Identifier of the report.' }) id: string, @Ctx() context: ResultsContext): Promise<ReportType | null> {
    const report = await readReport(context.access, context.reads, patient, id);
    if (report === null) return null;
    if (context.access.viewer?.kind === 'professional') context.openings.note(patient, context.access.viewer, report.id);
    return toReportType(patient, report);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [TrendType], { nullable: true, description: 'One test over time, one trend for each unit; the trend with the latest result first.' })
  async trend(@Root() patient: RoomPatient, @Arg('code', () => String, { description: 'Code of the test, as in `Observation.code`.' }) code: string, @Ctx() context: ResultsContext): Promise<TrendType[]> {
    return (await readTrend(context.access, context.reads, patient, code)).map(toTrendType);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [WaitingReportType], {
    nullable: true,
    description: 'Reports that patients and proxies cannot read yet, soonest first; an organisation may choose not to announce them.',
  })
  async waitingReports(@Root() patient: RoomPatient, @Ctx() context: ResultsContext): Promise<WaitingReportType[]> {
    const waiting = await listWaitingReports(context.access, context.reads, patient);
    return waiting.map(({ kind, organisation, availableFrom }) => ({ kind, organisation: toOrganisation(organisation), availableFrom }));
  }
}

function cursorOf(report: StoredReport): string {
  return encodeCursor([report.issuedAt.toISOString(), report.id]);
}

/** The list begins with the latest: up to a day means from the position after it. */
function endOf(day: string | undefined): ReportPosition | null {
  if (day === undefined) return null;
  const { at, id } = positionAfter(day);
  return { issuedAt: at, id };
}

function readPosition(cursor: string | null): ReportPosition | null {
  if (cursor === null) return null;
  const [issued = '', id = ''] = decodeCursor(cursor, 2);
  const issuedAt = new Date(issued);
  if (Number.isNaN(issuedAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new GraphQLError('This cursor is not from this list. Start again without "after".', { extensions: { code: 'CURSOR_INVALID' } });
  }
  return { issuedAt, id };
}
