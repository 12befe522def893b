import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { extendDelay, releaseReport } from '../domain/decide-release.ts';
import { RecordChange } from './record-change.type.ts';
import { ReportType, toReportType } from './report.type.ts';
import type { ResultsContext } from './results-context.ts';

const errors = 'REPORT_UNKNOWN, RELEASE_NOT_YOURS, RELEASE_NOT_POSSIBLE, RELEASE_REASON_INVALID, CHANGE_NOT_ALLOWED';

/** What professionals decide about the delay of a report (RES-4), under the write pass that sharing gave for it. */
@Resolver(() => RecordChange)
export class ReportChangesResolver {
  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ReportType, {
    nullable: true,
    description: `Lets the patient and proxies read a report now. Needs the purpose RELEASE_RESULT, and that the viewer's record-sharing group supplied the report. Errors: ${errors}.`,
  })
  async releaseReport(
    @Root() change: RoomPatient,
    @Arg('reportId', () => ID, { description: 'The report.' }) reportId: string,
    @Arg('reason', () => String, { description: 'Why it need not wait, for the record: 1 to 1,000 characters. Patients are not shown it.' }) reason: string,
    @Ctx() { access, releases }: ResultsContext,
  ): Promise<ReportType> {
    return toReportType(change, await releaseReport(access, releases, change, { reportId, reason }));
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ReportType, {
    nullable: true,
    description: `Makes the delay of a report longer, once. Needs the purpose EXTEND_DELAY, and that the viewer's record-sharing group supplied the report. Errors: EXTENSION_DAYS_INVALID, ${errors}.`,
  })
  async extendDelay(
    @Root() change: RoomPatient,
    @Arg('reportId', () => ID, { description: 'The report.' }) reportId: string,
    @Arg('days', () => Int, { description: 'By how many days, 1 to 28.' }) days: number,
    @Arg('reason', () => String, { description: 'Why it has to wait longer, for the record: 1 to 1,000 characters. Patients are not shown it.' }) reason: string,
    @Ctx() { access, releases }: ResultsContext,
  ): Promise<ReportType> {
    return toReportType(change, await extendDelay(access, releases, change, { reportId, days, reason }));
  }
}
