import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { KnownPatient } from '@cie/kit/feed.ts';
import { createHmac } from 'node:crypto';

/** Finds people by NHS number and birth date together, without storing either. */
export interface PatientFinderStore {
  know(patient: KnownPatient): Promise<void>;
  find(nhsNumber: string, birthDate: string): Promise<string | null>;
  /** What stands for the two in the database: equal for equal ones, and nothing can be read from it. */
  markOf(nhsNumber: string, birthDate: string): Buffer;
}

export function createPatientFinderStore(database: RoomDatabase, key: Buffer): PatientFinderStore {
  const finderOf = (nhsNumber: string, birthDate: string) =>
    createHmac('sha256', key).update(`${nhsNumber}|${birthDate}`).digest();
  return {
    markOf: finderOf,

    know: (patient) =>
      database.asFeed(async (manager) => {
        const finder = finderOf(patient.nhsNumber, patient.birthDate);
        await manager.query('insert into patient_finder (finder, patient_id) values ($1, $2) on conflict do nothing', [finder, patient.patientId]);
        await manager.query('insert into care (patient_id, organisation) values ($1, $2) on conflict do nothing', [patient.patientId, patient.organisation]);
      }),

    find: async (nhsNumber, birthDate) => {
      const rows = await database.statement<{ patient_id: string }>(
        'select patient_id from patient_finder where finder = $1', [finderOf(nhsNumber, birthDate)]);
      return rows[0]?.patient_id ?? null;
    },
  };
}
