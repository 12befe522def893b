import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RecordRoom } from '@cie/kit/names.ts';
import DataLoader from 'dataloader';
import type { Opening } from '../domain/decide-doors.ts';
import { findOpenings, openRooms, type DoorStore } from '../domain/open-record.ts';

/** What sharing's resolvers are given for one operation. */
export interface SharingContext {
  readonly access: AccessContext;
  readonly openings: DataLoader<string, readonly Opening[]>;
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
  const openings = new DataLoader<string, readonly Opening[]>(async (ids) => {
    const found = await findOpenings(access, store, ids);
    return ids.map((id) => found.get(id) ?? []);
  });
  return {
    access,
    openings,
    passes: new DataLoader<PassKey, string, string>(
      async (keys) => {
        const wanted = new Map<string, RecordRoom[]>();
        for (const { patientId, room } of keys) wanted.set(patientId, [...(wanted.get(patientId) ?? []), room]);
        const minted = await openRooms(access, store, (id) => openings.load(id), wanted);
        return keys.map(({ patientId, room }) =>
          minted.get(patientId)?.get(room) ?? new Error('No pass was minted for a room that was asked for.'));
      },
      { cacheKeyFn: ({ patientId, room }) => `${patientId}/${room}` },
    ),
  };
}
