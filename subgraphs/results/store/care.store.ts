import { ofRecord } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomWriter } from '@cie/kit/database/room-writer.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import DataLoader from 'dataloader';
import type { CareChanges, CareReads } from '../domain/care/enter-care-items.ts';
import type { StoredCareItem } from '../domain/care/care-item.ts';
import { CareItemEntity } from './care-item.entity.ts';
import { toCareItem, toRow } from './care-item.rows.ts';
import { orNotAllowed } from './refused-write.ts';

/** The items of each patient are read once in an operation, whichever kinds it asks for. */
export function createCareReads(reader: RoomReader): CareReads<RoomPatient> {
  const loader = new DataLoader<RoomPatient, readonly StoredCareItem[], string>(
    (patients) => Promise.all(patients.map(async (patient) => {
      const rows = await reader.read(patient, (manager) =>
        manager.find(CareItemEntity, { where: { patientId: ofRecord(patient), withdrawn: false }, order: { sentAt: 'DESC', id: 'ASC' } }));
      return rows.map(toCareItem);
    })),
    { cacheKeyFn: ({ id }) => id },
  );
  return { items: (patient) => loader.load(patient) };
}

export function createCareChanges(writer: RoomWriter): CareChanges<RoomPatient> {
  return {
    insert: (patient, item) =>
      writer.write(patient, async (manager) => {
        await orNotAllowed(manager.insert(CareItemEntity, toRow(patient.id, item)));
      }),
    change: (patient, id, next) =>
      writer.write(patient, async (manager) => {
        const row = await manager.findOneBy(CareItemEntity, { patientId: ofRecord(patient), id, withdrawn: false });
        if (row === null) return null;
        const state = next(toCareItem(row));
        const { label, withdrawn, name, startedOn, endedOn, notes, status, reaction, dosage, sentAt } = toRow(row.patientId, state);
        const changes = { label, withdrawn, name, startedOn, endedOn, notes, status, reaction, dosage, sentAt };
        // Rows that the write pass is not for are not there for an update: it then touches none.
        const { affected } = await orNotAllowed(manager.update(CareItemEntity, { patientId: row.patientId, id }, changes));
        return affected === 0 ? null : state;
      }),
  };
}
