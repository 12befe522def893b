import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Contact, Contacts } from '../domain/contact.ts';

/** Contacts in the table of accounts, read with the keeper's role. */
export function contactsIn(database: Pick<RoomDatabase, 'asKeeper'>): Contacts {
  const first = <Row>(sql: string, values: readonly unknown[]): Promise<Row | null> =>
    database.asKeeper(async (manager) => {
      const [row]: Row[] = await manager.query(sql, [...values]);
      return row ?? null;
    });
  return {
    ofAccount: (accountId) => first<Contact>('select email, mobile, language from account where id = $1 and closed_at is null', [accountId]),
    // Of any record of the person: the account may be linked to one that was joined to this one since.
    ofPatient: (patientId) =>
      first<Contact>(
        `select email, mobile, language from account
          where patient_id = any (record_ids($1::uuid)) and kind = 'patient' and closed_at is null order by signed_in_at desc limit 1`,
        [patientId],
      ),
    saveLanguage: async (accountId, language) =>
      (await first('with changed as (update account set language = $2 where id = $1 and closed_at is null returning id) select id from changed', [accountId, language])) !== null,
  };
}
