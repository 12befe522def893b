import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { reportTo, type RoomLog } from '@cie/kit/room-log.ts';
import type { Command } from '@cie/kit/room.ts';
import { readScan } from '@cie/kit/scanning/read-scan.ts';
import { startChecking } from '@cie/kit/scanning/start-checking.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { randomUUID } from 'node:crypto';
import { ownRecordsCommands } from './api/own-records.commands.ts';
import { recordsTeamCommands } from './api/records-team.commands.ts';
import { readHolidayExceptions } from './domain/bank-holidays.ts';
import { endUnsent } from './domain/records/follow-requests.ts';
import type { PatientFinderStore } from './store/patient-finder.store.ts';
import { checkNextEvidence, evidenceIn, evidenceSeal, readEvidence, sweepEvidence } from './store/records/evidence.store.ts';
import { requestSeal } from './store/records/records-request-row.ts';
import { createRecordsRequestStore } from './store/records/records-request.store.ts';
import { createReviewerStore } from './store/records/reviewer.store.ts';

export interface RecordsParts {
  readonly database: RoomDatabase;
  readonly patients: PatientFinderStore;
  readonly notices: NoticeStore;
  readonly finderKey: Buffer;
  readonly settings: Settings;
  readonly log: RoomLog;
}

/** Requests for records (SAR-1): their commands, and the quarantine of what is shown for them. Throws SETTING_MISSING or SETTING_INVALID. */
export function startRecords({ database, patients, notices, finderKey, settings, log }: RecordsParts): { readonly commands: Readonly<Record<string, Command>>; close(): Promise<void> } {
  const scan = readScan(settings);
  const holidays = readHolidayExceptions(settings['CIE_BANK_HOLIDAYS']);
  const texts = requestSeal(finderKey);
  const files = evidenceSeal(finderKey);
  const store = createRecordsRequestStore(database, patients, notices, texts);
  const unchecked = reportTo(log, 'a file of evidence could not be checked; it waits and is tried again');
  const sweep = async (): Promise<void> => {
    const now = new Date();
    await endUnsent({ requestId: randomUUID(), viewer: null, now }, store);
    await sweepEvidence(database, now);
  };
  const checking = startChecking(
    () => checkNextEvidence(database, files, scan, new Date(), unchecked), sweep, reportTo(log, 'files of evidence could not be looked after'),
  );
  return {
    commands: {
      ...ownRecordsCommands({ database, store, holidays, rowsIn: (manager) => evidenceIn(manager, texts, files, scan !== null), onReceived: () => checking.wake() }),
      ...recordsTeamCommands({ store, reviewers: createReviewerStore(database), holidays, evidence: (requestId, id, number) => readEvidence(database, files, requestId, id, number) }),
    },
    close: () => checking.close(),
  };
}
