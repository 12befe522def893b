import type { EntityManager } from 'typeorm';
import type { Encounter } from '../domain/encounter.ts';

export async function findEncounter(manager: EntityManager, patientId: string, organisation: string, visit: string): Promise<Encounter | null> {
  const [encounter]: Encounter[] = await manager.query(
    `select visit, status, started_at as "startedAt", ended_at as "endedAt", patient_class as "patientClass", location, prior_location as "priorLocation", sent_at as "sentAt"
     from encounter where patient_id = $1 and organisation = $2 and visit = $3`,
    [patientId, organisation, visit],
  );
  return encounter ?? null;
}

export async function saveEncounter(manager: EntityManager, patientId: string, organisation: string, encounter: Encounter): Promise<void> {
  const { visit, status, startedAt, endedAt, patientClass, location, priorLocation, sentAt } = encounter;
  await manager.query(
    `insert into encounter (patient_id, organisation, visit, status, started_at, ended_at, patient_class, location, prior_location, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (patient_id, organisation, visit) do update set status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at,
       patient_class = excluded.patient_class, location = excluded.location, prior_location = excluded.prior_location, sent_at = excluded.sent_at`,
    [patientId, organisation, visit, status, startedAt, endedAt, patientClass, location, priorLocation, sentAt],
  );
}
