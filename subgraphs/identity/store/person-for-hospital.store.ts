import type { PersonForPrivacy } from '@cie/kit/privacy.ts';
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

/** By what a hospital knows the person whose record was opened; null when there is no such record. */
export async function personForPrivacy(manager: EntityManager, patientId: string): Promise<PersonForPrivacy | null> {
  const [person]: PersonForPrivacy[] = await manager.query(
    'select nhs_number as "nhsNumber", family_name as "familyName", given_name as "givenName", birth_date::text as "birthDate" from patient where id = $1', [patientId]);
  return person ?? null;
}
