import { randomUUID } from 'node:crypto';
import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { carryChoice } from '@cie/kit/database/label-moves.store.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { ofRecord, rowFor } from '@cie/kit/database/of-record.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import type { FilingContext } from '@cie/kit/feed.ts';
import { In, type EntityManager } from 'typeorm';
import { answeredBy } from '../domain/child-order.ts';
import type { FiledPlace, FilingStore, FilingTransaction } from '../domain/file-report.ts';
import type { ReportChange } from '../domain/merge-report.ts';
import { isGone, ResultStatus, type StoredObservation } from '../domain/report.ts';
import { saveAttachment } from './attachment.store.ts';
import { DelayPolicyEntity } from './delay-policy.entity.ts';
import { ObservationVersionEntity } from './observation-version.entity.ts';
import { ObservationEntity } from './observation.entity.ts';
import { ReleaseDecisionEntity } from './release-decision.entity.ts';
import { ReportEntity } from './report.entity.ts';
import { WaitingReportEntity } from './waiting-report.entity.ts';

/** Filing transactions of the feed's role. `ring` seals the files that reports bring. */
export function filingTransactions(database: RoomDatabase, ring: KeyRing): FilingTransaction {
  return (work) => database.asFeed((manager) => work(filingStore(manager, ring)));
}

function filingStore(manager: EntityManager, ring: KeyRing): FilingStore {
  return {
    lock: (recordIds) => lockKeys(manager, recordIds),
    claim: (messageId, patientId) => claimMessage(manager, messageId, patientId),
    delayRules: (organisation) => manager.findBy(DelayPolicyEntity, [{ organisation }, { organisation: '*' }]),
    find: async (filing, { filler, code }) => {
      const { recordIds, organisation } = filing;
      const report = rowFor(await manager.findBy(ReportEntity, { patientId: ofRecord({ ids: recordIds }), organisation, filler, code }), filing);
      return report === null ? null : await placeOf(manager, report);
    },
    findPanels: async ({ recordIds, organisation }, { filler, sourceCode = null }) => {
      const panels = sourceCode === null ? [] : await manager.findBy(ReportEntity, { patientId: ofRecord({ ids: recordIds }), organisation, filler, sourceCode });
      return await Promise.all(panels.map((each) => placeOf(manager, each)));
    },
    findSources: async ({ recordIds, organisation }, sources) => {
      if (sources.length === 0) return [];
      const of = { patientId: ofRecord({ ids: recordIds }), organisation };
      const tests = await manager.find(ObservationEntity, { where: { ...of, sourceId: In([...sources]) }, select: { reportId: true } });
      const found = await manager.findBy(ReportEntity, [{ ...of, id: In(tests.map(({ reportId }) => reportId)) }, { ...of, filler: In([...sources]) }]);
      return await Promise.all(found.map((each) => placeOf(manager, each)));
    },
    findParent: async ({ recordIds, organisation }, parent) => {
      if (parent.filler === '') return null;
      const reports = await manager.findBy(ReportEntity, { patientId: ofRecord({ ids: recordIds }), organisation, filler: parent.filler });
      const places = await Promise.all(reports.map((each) => placeOf(manager, each)));
      const [found, ...more] = places.filter(({ state }) => !isGone(state.report.status) && !isGone(answeredBy(parent, state.observations)?.status ?? ResultStatus.withdrawn));
      return found === undefined || more.length > 0 ? null : found;
    },
    save: (filing, change) => save(manager, ring, filing, change),
    carryChoice: (from, to) => carryChoice(manager, 'report', from, to),
  };
}

async function placeOf(manager: EntityManager, report: ReportEntity): Promise<FiledPlace> {
  const of = { patientId: report.patientId, reportId: report.id };
  const observations = await manager.findBy(ObservationEntity, of);
  // Only what waits, or waited, can have been decided about.
  const decisions = report.delayedUntil === null ? [] : await manager.findBy(ReleaseDecisionEntity, of);
  return { patientId: report.patientId, state: { report, observations, decisions } };
}

async function save(manager: EntityManager, ring: KeyRing, filing: FilingContext, change: ReportChange): Promise<void> {
  const { patientId } = filing;
  const { report } = change;
  const guard = { patientId, organisation: report.organisation, label: report.label, delayedUntil: report.delayedUntil };
  const row = { ...report, patientId, comments: [...report.comments] };
  if (change.isNew) await manager.insert(ReportEntity, row);
  else await manager.update(ReportEntity, { patientId, id: report.id }, row);

  const states = change.observations.map(({ state }) => ({ ...state, ...guard, childOrder: state.childOrder ?? null, comments: [...state.comments] }));
  if (states.length > 0) await manager.upsert(ObservationEntity, states, ['patientId', 'id']);
  const history = change.observations.flatMap(({ replaced }) => (replaced === null ? [] : [versionRow(replaced, guard, filing.messageId)]));
  if (history.length > 0) await manager.insert(ObservationVersionEntity, history);
  await saveFiles(manager, ring, patientId, change);
  if (!change.isNew || change.absorbed.length > 0) await spreadGuard(manager, guard, report.id);
  for (const id of change.absorbed) await removeEmpty(manager, patientId, id);
  await saveNotice(manager, filing, change);
}

/** A report whose tests all moved. Left standing, it would be an empty one beside the report that speaks for them. */
async function removeEmpty(manager: EntityManager, patientId: string, id: string): Promise<void> {
  await manager.delete(WaitingReportEntity, { patientId, id });
  await manager.query('delete from result_task where patient_id = $1 and report_id = $2', [patientId, id]);
  await manager.delete(ReportEntity, { patientId, id });
}

type Guard = Pick<ObservationEntity, 'patientId' | 'organisation' | 'label' | 'delayedUntil'>;

function versionRow(replaced: StoredObservation, guard: Guard, replacedByMessage: string): ObservationVersionEntity {
  const { value, unit, referenceRange, flag, susceptibility, fileDigest, status, issuedAt } = replaced;
  const version = { id: randomUUID(), observationId: replaced.id, replacedByMessage, comments: [...replaced.comments] };
  return { ...guard, ...version, value, unit, referenceRange, flag, susceptibility, fileDigest, status, issuedAt };
}

async function saveFiles(manager: EntityManager, ring: KeyRing, patientId: string, { report, observations, files }: ReportChange): Promise<void> {
  for (const { state } of observations) {
    const file = files.find(({ digest }) => digest === state.fileDigest);
    if (file !== undefined) await saveAttachment(manager, ring, { ...report, patientId }, state, file);
  }
}

/** Tests that the message left out, files, decisions and history, move with their report to its label and delay. */
async function spreadGuard(manager: EntityManager, guard: Guard, reportId: string): Promise<void> {
  const { patientId, label, delayedUntil } = guard;
  for (const table of ['observation', 'report_attachment', 'release_decision']) {
    await manager.query(
      `update ${table} set label = $3, delayed_until = $4
       where patient_id = $1 and report_id = $2 and (label <> $3 or delayed_until is distinct from $4)`,
      [patientId, reportId, label, delayedUntil],
    );
  }
  await manager.query(
    `update observation_version v set label = $3, delayed_until = $4
     from observation o
     where v.patient_id = $1 and o.patient_id = $1 and o.id = v.observation_id and o.report_id = $2
       and (v.label <> $3 or v.delayed_until is distinct from $4)`,
    [patientId, reportId, label, delayedUntil],
  );
}

async function saveNotice(manager: EntityManager, { patientId }: FilingContext, { report, isNew, showNotice }: ReportChange): Promise<void> {
  const { id, organisation, label, kind, delayedUntil } = report;
  if (delayedUntil !== null && showNotice) {
    await manager.upsert(WaitingReportEntity, { patientId, id, organisation, label, kind, availableFrom: delayedUntil }, ['patientId', 'id']);
  } else if (!isNew) {
    await manager.delete(WaitingReportEntity, { patientId, id });
  }
}
