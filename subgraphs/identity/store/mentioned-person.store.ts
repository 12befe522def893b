import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { ResolveOutcome, IncomingMessage } from '@cie/kit/feed.ts';
import type { IdentityMessage } from '../domain/resolve-patient.ts';

/**
 * The person of a message that tells nothing new of them, in one statement, with the mark that the message was applied: most
 * messages only mention somebody. Null leaves the decision to `resolvePatient`: whenever the message is about the person or a visit,
 * does not give the number and the whole date of birth, names an identifier that is not known as theirs, comes from an
 * organisation that has said nothing of them yet, or was applied before.
 */
export async function findMentioned(database: Pick<RoomDatabase, 'feedStatement'>, incoming: IncomingMessage, message: IdentityMessage): Promise<ResolveOutcome | null> {
  const { nhsNumber, birthDate, localIdentifiers, otherAuthorities } = message.claim;
  if (message.aboutPerson || message.encounter !== null || otherAuthorities.length > 0) return null;
  if (nhsNumber === null || birthDate === null || birthDate.length !== WHOLE_DATE) return null;
  const [person] = await database.feedStatement<{ patientId: string; recordIds: readonly string[] }>(FIND, [
    incoming.id, incoming.organisation, nhsNumber, birthDate, localIdentifiers.map((each) => each.authority), localIdentifiers.map((each) => each.value),
  ]);
  return person === undefined ? null : { outcome: 'resolved', ...person, nhsNumber, birthDate };
}

const WHOLE_DATE = 'yyyy-mm-dd'.length;

const FIND = `
  with person as (
    select p.id, record_ids(p.id) as ids from patient p
    where p.nhs_number = $3 and p.birth_date = $4::date
    and exists (select from demographics d where d.patient_id = p.id and d.organisation = $2)
    and not exists (select from applied_message m where m.message_id = $1)
    and not exists (
      select from unnest($5::text[], $6::text[]) g (authority, value)
      where not exists (select from patient_identifier i where i.assigning_authority = g.authority and i.value = g.value and i.patient_id = p.id))),
  mark as (insert into applied_message (message_id, patient_id) select $1, id from person on conflict do nothing)
  select id as "patientId", ids as "recordIds" from person`;
