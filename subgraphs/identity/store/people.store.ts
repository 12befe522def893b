import { randomUUID } from 'node:crypto';
import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import type { EntityManager } from 'typeorm';
import type { KnownPerson } from '../domain/identity-claim.ts';
import type { People } from '../domain/resolve-patient.ts';
import { findDemographics, saveDemographics } from './demographics.store.ts';
import { findEncounter, saveEncounter } from './encounter.store.ts';

// A date is read as text: pg would make it a moment of the server's time zone.
const PERSON = 'p.id as "patientId", p.nhs_number as "nhsNumber", p.birth_date::text as "birthDate", (record_ids(p.id))[1] as "survivingId"';

/** The people of the exchange, written and read within one transaction of the feed's role. */
export function peopleIn(manager: EntityManager): People {
  const persons = async (sql: string, parameters: unknown[]): Promise<KnownPerson[]> => manager.query(sql, parameters);
  return {
    takeTurns: (keys) => lockKeys(manager, keys),
    appliedTo: async (messageId) => {
      const [person] = await persons(
        `select ${PERSON} from applied_message m join patient p on p.id = m.patient_id where m.message_id = $1`,
        [messageId],
      );
      return person ?? null;
    },
    withNhsNumber: async (nhsNumber) => {
      const [person] = await persons(`select ${PERSON} from patient p where p.nhs_number = $1`, [nhsNumber]);
      return person ?? null;
    },
    withIdentifiers: async (identifiers) =>
      identifiers.length === 0
        ? []
        : persons(
            `select distinct ${PERSON} from unnest($1::text[], $2::text[]) g(authority, value)
             join patient_identifier i on i.assigning_authority = g.authority and i.value = g.value
             join patient p on p.id = i.patient_id`,
            [identifiers.map((each) => each.authority), identifiers.map((each) => each.value)],
          ),
    usedElsewhere: async (authorities, organisation) => {
      const found: unknown[] = await manager.query(
        'select 1 from patient_identifier where assigning_authority = any ($1::text[]) and organisation <> $2 limit 1',
        [authorities, organisation],
      );
      return found.length > 0;
    },
    create: async (person) => {
      const patientId = randomUUID();
      await manager.query(
        'insert into patient (id, nhs_number, birth_date, family_name, given_name) values ($1, $2, $3, $4, $5)',
        [patientId, person.nhsNumber, person.birthDate, person.familyName, person.givenName],
      );
      return { patientId, nhsNumber: person.nhsNumber, birthDate: person.birthDate, survivingId: patientId };
    },
    recordOf: async (patientId) => {
      const [record]: { recordIds: string[]; hasOptedOut: boolean }[] = await manager.query(
        `select ids as "recordIds", exists (select from opt_out o where o.patient_id = any (ids) and o.returned_at is null) as "hasOptedOut"
         from record_ids($1) as ids`,
        [patientId],
      );
      if (record === undefined) throw new Error('record_ids returned nothing');
      return record;
    },
    rename: async (patientId, familyName, givenName) => {
      await manager.query('update patient set family_name = $2, given_name = $3 where id = $1 and (family_name, given_name) is distinct from ($2, $3)', [
        patientId,
        familyName,
        givenName,
      ]);
    },
    link: async (identifiers, organisation, patientId) => {
      if (identifiers.length === 0) return;
      await manager.query(
        `insert into patient_identifier (patient_id, assigning_authority, value, organisation)
         select $1, authority, value, $2 from unnest($3::text[], $4::text[]) g(authority, value) on conflict do nothing`,
        [patientId, organisation, identifiers.map((each) => each.authority), identifiers.map((each) => each.value)],
      );
    },
    demographics: (patientId, organisation) => findDemographics(manager, patientId, organisation),
    encounter: (patientId, organisation, visit) => findEncounter(manager, patientId, organisation, visit),
    saveEncounter: (patientId, organisation, encounter) => saveEncounter(manager, patientId, organisation, encounter),
    saveDemographics: (demographics) => saveDemographics(manager, demographics),
    markApplied: async (messageId, patientId) => {
      await claimMessage(manager, messageId, patientId);
    },
  };
}
