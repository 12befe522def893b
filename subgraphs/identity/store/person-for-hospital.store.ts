import type { EntityManager } from 'typeorm';

/** A person as a hospital finds them: national facts, and the identifiers that this hospital itself has given. */
export interface PersonForHospital {
  readonly nhsNumber: string;
  readonly familyName: string;
  readonly givenName: string | null;
  /** ISO date. */
  readonly birthDate: string;
  readonly identifiers: readonly { readonly authority: string; readonly value: string }[];
}

/** Null when there is no such record. Identifiers of another hospital stay with that one. */
export async function personForHospital(manager: EntityManager, patientId: string, organisation: string): Promise<PersonForHospital | null> {
  const [person]: PersonForHospital[] = await manager.query(
    `select p.nhs_number as "nhsNumber", p.family_name as "familyName", p.given_name as "givenName", p.birth_date::text as "birthDate",
       coalesce((select jsonb_agg(jsonb_build_object('authority', i.assigning_authority, 'value', i.value) order by i.assigning_authority, i.value)
         from patient_identifier i where i.patient_id = p.id and i.organisation = $2), '[]') as identifiers
     from patient p where p.id = $1`,
    [patientId, organisation],
  );
  return person ?? null;
}
