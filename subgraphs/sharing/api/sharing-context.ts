import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RecordRoom } from '@cie/kit/names.ts';
import DataLoader from 'dataloader';
import { closedRecord, decideUntilUnchanged, findRecords, openRooms, type DoorStore, type FoundRecord, type MemberOpening } from '../domain/open-record.ts';
import { alertManyRecords, type AlertStore } from '../domain/privacy/alert-many-records.ts';
import { findRecordsAs } from '../domain/view-as.ts';

/** What sharing's resolvers are given for one operation. */
export interface SharingContext {
  readonly access: AccessContext;
  /** The doors that stand open to a record, named by any id of its person. */
  readonly openings: { load(patientId: string): Promise<readonly MemberOpening[]> };
  /** The id that stands for the person, and all ids whose records were joined to it (ACC-5). */
  readonly survivorOf: (patientId: string) => Promise<string>;
  readonly groupOf: (patientId: string) => Promise<readonly string[]>;
  readonly recordOf: (patientId: string) => Promise<FoundRecord>;
  /** After a change of who may see what: the same operation must not answer by what it read before. */
  readonly forgetOpenings: () => void;
  /** Counts a record that was asked for by id and is closed; many in one operation are reported once (abuse case 3). */
  readonly countClosed: (alerts: AlertStore) => Promise<void>;
  readonly passes: DataLoader<PassKey, string, string>;
}

export interface PassKey {
  readonly patientId: string;
  readonly room: RecordRoom;
}

/**
 * Loaders of one operation. All rooms that the operation asks for, of all its patients, are opened by one minting: that is
 * how the log entry comes to name exactly the areas being read.
 */
export function createSharingContext(access: AccessContext, store: DoorStore): SharingContext {
  const { viewAs } = access;
  const records = new DataLoader<string, FoundRecord>(async (ids) => {
    const found = await (viewAs === undefined ? findRecords(access, store, ids) : findRecordsAs({ ...access, viewAs }, store, ids));
    // Whoever asks on uses the id that stands for the person.
    for (const record of found.values()) records.prime(record.survivingId, record);
    return ids.map((id) => found.get(id) ?? closedRecord(id, [id]));
  });
  let closed = 0;
  return {
    access,
    openings: { load: async (id) => (await records.load(id)).openings },
    survivorOf: async (id) => (await records.load(id)).survivingId,
    groupOf: async (id) => (await records.load(id)).memberIds,
    recordOf: (id) => records.load(id),
    forgetOpenings: () => void records.clearAll(),
    countClosed: async (alerts) => {
      closed += 1;
      await alertManyRecords(access, alerts, closed);
    },
    passes: new DataLoader<PassKey, string, string>(
      async (keys) => {
        const wanted = new Map<string, RecordRoom[]>();
        for (const { patientId, room } of keys) wanted.set(patientId, [...(wanted.get(patientId) ?? []), room]);
        const minted = await decideUntilUnchanged(() => openRooms(access, store, (id) => records.load(id), wanted), () => void records.clearAll());
        return keys.map(({ patientId, room }) =>
          minted.get(patientId)?.get(room) ?? new Error('No pass was minted for a room that was asked for.'));
      },
      { cacheKeyFn: ({ patientId, room }) => `${patientId}/${room}` },
    ),
  };
}
