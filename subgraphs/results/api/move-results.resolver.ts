import { CieError } from '@cie/kit/errors.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { moveLabel } from '@cie/kit/move-label.ts';
import type { Label } from '@cie/kit/names.ts';
import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { readReport } from '../domain/read-results.ts';
import { RecordChange } from './record-change.type.ts';
import { ReportType, toReportType } from './report.type.ts';
import type { ResultsContext } from './results-context.ts';

const toLabel = { description: 'The label it is to have.' } as const;
const unknownReport = (): CieError => new CieError('REPORT_UNKNOWN', 'There is no such report that you can read.');
const unknownItem = (): CieError => new CieError('CARE_ITEM_UNKNOWN', 'There is no such item in this record.');

/** ACS-1: the patient decides which label what is in this room has. */
@Resolver(() => RecordChange)
export class MoveResultsResolver {
  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ReportType, {
    nullable: true,
    description: 'Moves a report, with its tests, history and files, to another privacy label; no correction moves it back. Needs the purpose MOVE_REPORT, which is the patient’s alone. Errors: REPORT_UNKNOWN, CHANGE_NOT_ALLOWED.',
  })
  async moveReport(
    @Root() change: RoomPatient,
    @Arg('reportId', () => ID, { description: 'The report.' }) id: string,
    @Arg('label', () => PrivacyLabel, toLabel) label: Label,
    @Ctx() { access, labels, reads }: ResultsContext,
  ): Promise<ReportType | null> {
    await moveLabel(access, labels, change, { id, label, unknown: unknownReport });
    const report = await readReport(access, reads, change, id);
    return report === null ? null : toReportType(change, report);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ID, {
    description: 'Moves a medicine, an allergy, a condition or a plan to another privacy label; answers its identifier. Needs the purpose MOVE_CARE_ITEM, which is the patient’s alone. Errors: CARE_ITEM_UNKNOWN, CHANGE_NOT_ALLOWED.',
  })
  async moveCareItem(
    @Root() change: RoomPatient,
    @Arg('id', () => ID, { description: 'The item.' }) id: string,
    @Arg('label', () => PrivacyLabel, toLabel) label: Label,
    @Ctx() { access, careLabels }: ResultsContext,
  ): Promise<string> {
    await moveLabel(access, careLabels, change, { id, label, unknown: unknownItem });
    return id;
  }
}
