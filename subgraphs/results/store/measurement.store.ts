import { ofRecordSql } from '@cie/kit/database/of-record.ts';
import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import type { RoomWriter } from '@cie/kit/database/room-writer.ts';
import { enteredByPatient } from '@cie/kit/changes.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Label } from '@cie/kit/names.ts';
import type { MeasurementChanges, MeasurementReads } from '../domain/change-measurements.ts';
import type { StoredMeasurement } from '../domain/measurement.ts';
import { orNotAllowed } from './refused-write.ts';

const columns = `id, kind, value, second_value as "secondValue", measured_at as "measuredAt", note, author_id as "authorId", author, created_at as "enteredAt"`;
const standing = 'not removed';

/** A chart, not an export. */
const longestSeries = 500;

export function createMeasurementReads(reader: RoomReader): MeasurementReads<RoomPatient> {
  return {
    list: (patient, { limit, after, kind }) => {
      const { sql, parameter } = ofRecordSql(patient);
      return reader.read(patient, (manager) =>
        manager.query<StoredMeasurement[]>(
          `select ${columns} from measurement
           where ${sql} and ${standing} and ($2::smallint is null or kind = $2) and ($3::timestamptz is null or (measured_at, id) < ($3, $4::uuid))
           order by measured_at desc, id desc limit $5`,
          [parameter, kind, after?.at ?? null, after?.id ?? null, limit],
        ));
    },
    series: async (patient, kind) => {
      const { sql, parameter } = ofRecordSql(patient);
      const latest = await reader.read(patient, (manager) =>
        manager.query<StoredMeasurement[]>(
          `select ${columns} from measurement where ${sql} and ${standing} and kind = $2 order by measured_at desc, id desc limit ${longestSeries}`,
          [parameter, kind],
        ));
      return latest.toReversed();
    },
  };
}

export function createMeasurementChanges(writer: RoomWriter): MeasurementChanges<RoomPatient> {
  return {
    insert: (patient, { id, kind, value, secondValue, measuredAt, note, authorId, author, enteredAt }) =>
      writer.write(patient, async (manager) => {
        await orNotAllowed(manager.query(
          `insert into measurement (patient_id, id, organisation, label, author_id, author, kind, value, second_value, measured_at, note, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          [patient.id, id, enteredByPatient, Label.general, authorId, author, kind, value, secondValue, measuredAt, note, enteredAt],
        ));
      }),
    change: (patient, id, next) =>
      writer.write(patient, async (manager) => {
        const { sql, parameter } = ofRecordSql(patient);
        const [found] = await manager.query<StoredMeasurement[]>(`select ${columns} from measurement where ${sql} and id = $2 and ${standing}`, [parameter, id]);
        if (found === undefined) return null;
        const state = next(found);
        const { value, secondValue, measuredAt, note } = state === 'removed' ? found : state;
        // Rows that the write pass is not for are not there for an update: it then touches none.
        const [, touched] = await manager.query<[unknown[], number]>(
          `update measurement set value = $3, second_value = $4, measured_at = $5, note = $6, removed = $7, updated_at = now() where ${sql} and id = $2 and ${standing}`,
          [parameter, id, value, secondValue, measuredAt, note, state === 'removed'],
        );
        return touched === 0 ? null : { ...found, value, secondValue, measuredAt, note };
      }),
  };
}
