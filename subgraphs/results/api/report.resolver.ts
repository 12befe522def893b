import { HeldLabelType, labelHistoryWords } from '@cie/kit/federation/label-history.type.ts';
import { WhomToAskType } from '@cie/kit/federation/whom-to-ask.type.ts';
import { readLabelHistory } from '@cie/kit/move-label.ts';
import { whomToAsk } from '@cie/kit/whom-to-ask.ts';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { showRelease } from '../domain/decide-release.ts';
import { listAttachments, readReportContent } from '../domain/read-results.ts';
import { ReportKind } from '../domain/report.ts';
import { wordsOfReport } from '../domain/test-words/find-test-words.ts';
import { CultureType } from './culture.type.ts';
import { ObservationType, toObservationType } from './observation.type.ts';
import { ReportAttachmentType } from './report-attachment.type.ts';
import { ReportReleaseType, toReportReleaseType } from './report-release.type.ts';
import { ReportType } from './report.type.ts';
import type { ResultsContext } from './results-context.ts';

@Resolver(() => ReportType)
export class ReportResolver {
  @FieldResolver(() => String, { nullable: true, description: 'The words of a radiology report, paragraphs parted by line breaks; null for laboratory reports. Source: OBX-5 of type TX or FT.' })
  async text(@Root() report: ReportType, @Ctx() context: ResultsContext): Promise<string | null> {
    return (await readReportContent(context.access, context.reads, report.patient, report.stored)).text;
  }

  @FieldResolver(() => [ObservationType], { description: 'The tests of the report in the order sent.' })
  async observations(@Root() report: ReportType, @Ctx() context: ResultsContext): Promise<ObservationType[]> {
    const content = await readReportContent(context.access, context.reads, report.patient, report.stored);
    return content.observations.map((each) => toObservationType(each, report));
  }

  @FieldResolver(() => [CultureType], { description: 'Germs that grew, with the medicines that were tried on them; empty for most reports.' })
  async cultures(@Root() report: ReportType, @Ctx() context: ResultsContext): Promise<readonly CultureType[]> {
    return (await readReportContent(context.access, context.reads, report.patient, report.stored)).cultures;
  }

  @FieldResolver(() => [ReportAttachmentType], { description: 'Files that came inside the report.' })
  async attachments(@Root() { patient, stored }: ReportType, @Ctx() { access, reads }: ResultsContext): Promise<ReportAttachmentType[]> {
    const attachments = await listAttachments(access, reads, patient, stored);
    return attachments.map(({ id, title, mediaType, size }) => ({ patient, id, title, mediaType, size }));
  }

  @FieldResolver(() => ReportReleaseType, { description: 'When patients and proxies may read it, and who decided so (RES-3, RES-4).' })
  async release(@Root() { patient, stored }: ReportType, @Ctx() { access, reads }: ResultsContext): Promise<ReportReleaseType> {
    // Only what waits, or waited, can have been decided about.
    const decisions = stored.delayedUntil === null ? [] : await reads.decisions(patient, stored.id);
    return toReportReleaseType(showRelease(access, { report: stored, decisions }));
  }

  @FieldResolver(() => String, { nullable: true, description: 'A name of the panel or examination that people use; null where the exchange has none. Awaiting clinical review.' })
  plainName(@Root() { stored }: ReportType): string | null {
    return wordsOfReport(stored)?.plainName ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'One sentence on what is measured or shown; null where the exchange has none. Awaiting clinical review.' })
  about(@Root() { stored }: ReportType): string | null {
    return wordsOfReport(stored)?.about ?? null;
  }

  @FieldResolver(() => [HeldLabelType], { nullable: true, description: labelHistoryWords })
  labelHistory(@Root() { patient, id }: ReportType, @Ctx() { labels }: ResultsContext): Promise<readonly HeldLabelType[] | null> {
    return readLabelHistory(labels, patient, id);
  }

  @FieldResolver(() => WhomToAskType, { description: 'Whom to ask about it (REC-2).' })
  ask(@Root() { stored }: ReportType, @Ctx() { contacts }: ResultsContext): WhomToAskType {
    const { organisation, site, author } = stored;
    return whomToAsk({ kind: stored.kind === ReportKind.radiology ? 'radiology' : 'laboratory', organisation, site, author, team: null }, contacts);
  }
}
