import { randomUUID } from 'node:crypto';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { KnownProfessional } from '@cie/kit/notices/notice.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import type { AccessEntry } from '../domain/access-entry.ts';
import { listedDays, type DirectoryEntry, type DirectoryStore } from '../domain/directory.ts';
import { wordsIn } from '../domain/search-words.ts';

/** Keeps what identity tells of professionals: whom patients can find. */
export interface ProfessionalKeeper {
  /** Keeps what is newer than what is known; may be told again, and late. Who has left belongs to no team any more, and nobody's invitation holds. */
  know(professional: KnownProfessional): Promise<void>;
}

/** Counted in one statement, so that many at once are many in the count. */
const countSql = `
  insert into directory_use as u (account_id, since, searches) values ($1, $2, 1)
  on conflict (account_id) do update set
    since = case when u.since <= $3 then excluded.since else u.since end,
    searches = case when u.since <= $3 then 1 else least(u.searches + 1, $4 + 1) end
  returning searches`;

const searchSql = `
  select kind, id, name, about, organisation from (
    (select 'team' as kind, id, name, about, organisation from team where closed_at is null and words @@ $1::tsquery order by lower(name), id limit $3)
    union all
    (select 'professional', id, name, role, organisation from professional
      where left_at is null and known_at > $4 and words @@ $1::tsquery and name_words @@ $2::tsquery order by lower(name), id limit $3)
  ) found order by kind = 'team' desc, lower(name), id limit $3`;

const knowSql = `
  insert into professional as p (account_id, name, role, organisation, name_words, words, known_at, left_at)
  values ($1, $2, $3, $4, array_to_tsvector($5), array_to_tsvector($6), $7, $8)
  on conflict (account_id) do update set
    name = coalesce(nullif(excluded.name, ''), p.name), role = coalesce(nullif(excluded.role, ''), p.role),
    organisation = coalesce(nullif(excluded.organisation, ''), p.organisation),
    name_words = excluded.name_words, words = excluded.words, known_at = excluded.known_at, left_at = excluded.left_at
  where p.known_at <= excluded.known_at
  returning name`;

/** By team, as a minting holds the memberships that it goes by. */
const leaveSql = `
  with held as (select team_id from team_member where account_id = $1 and ended_at is null order by team_id for update),
    ended as (update team_member m set ended_at = $2 from held where m.account_id = $1 and m.team_id = held.team_id and m.ended_at is null returning m.team_id)
  insert into team_event (team_id, at, who, action, member) select team_id, $2, 'The exchange', 'member-left', $3 from ended`;

/**
 * Invitations of a person who has left, ended with their access: should the desk let them in again, for another employer say, they come
 * as somebody whom no patient has invited. In the order of patients, as everybody locks the logs.
 */
const stopSql = `
  with stopped as (
    update invitation set revoked_at = $2 where (account_id = $1 or (account_id is null and invited_account = $1)) and revoked_at is null and (ends_at is null or ends_at > $2)
    returning patient_id, id
  )
  select log_access(patient_id, $2, $3) from (select patient_id from stopped order by patient_id, id) as each`;

/** Nobody of the exchange did it, nor the patient. */
const leftEntry = (invitee: string): AccessEntry => ({
  action: 'invitation-revoked', who: 'The exchange', account: null, kind: null, role: null, organisation: null, doors: [], areas: [], invitee,
  reason: 'Their access as a professional ended', request: randomUUID(),
});

/** A query in which each word begins a word: letters and digits alone, so that nothing in it is an operator. */
export const beginning = (words: readonly string[], join: '&' | '|'): string => words.map((word) => `'${word}':*`).join(` ${join} `);

export function createDirectoryStore(database: RoomDatabase): DirectoryStore & ProfessionalKeeper {
  return {
    count: async (accountId, now, { searches, minutes }) => {
      const windowStart = new Date(now.getTime() - minutes * 60_000);
      const [row] = await database.statement<{ searches: number }>(countSql, [accountId, now, windowStart, searches]);
      return row !== undefined && row.searches <= searches;
    },

    search: (words, most, now) =>
      database.statement<DirectoryEntry>(searchSql, [
        beginning(words, '&'), beginning(words, '|'), most, new Date(now.getTime() - listedDays * 86_400_000),
      ]),

    know: ({ accountId, at, works }) =>
      database.asService(async (manager) => {
        const { name, role, organisation } = works ?? { name: '', role: '', organisation: '' };
        const names = works === null ? [] : wordsIn(name);
        const words = works === null ? [] : wordsIn(`${name} ${role} ${organisationName(organisation)}`);
        const known: { name: string }[] = await manager.query(knowSql, [accountId, name, role, organisation, names, words, at, works === null ? at : null]);
        const [kept] = known;
        if (works === null && kept !== undefined) {
          await manager.query(leaveSql, [accountId, at, kept.name]);
          await manager.query(stopSql, [accountId, at, JSON.stringify(leftEntry(kept.name))]);
        }
      }),
  };
}
