import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import type { DeskTeam, TeamAction, TeamPage, TeamProfessional } from '@cie/kit/teams.ts';
import type { EntityManager } from 'typeorm';
import { wordsIn } from '../domain/search-words.ts';
import type { TeamChange, TeamStore } from '../domain/teams.ts';
import { beginning } from './directory.store.ts';

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const readSql = `
  select t.id, t.organisation, t.name, t.about, t.mailbox, ${iso('t.created_at')} as "createdAt", ${iso('t.closed_at')} as "closedAt",
    (select coalesce(jsonb_agg(jsonb_build_object('professionalId', p.id, 'name', p.name, 'role', p.role, 'since', ${iso('m.since')}) order by lower(p.name), p.id), '[]')
      from team_member m join professional p using (account_id) where m.team_id = t.id and m.ended_at is null) as members,
    (select coalesce(jsonb_agg(jsonb_build_object('at', ${iso('e.at')}, 'who', e.who, 'action', e.action, 'member', e.member, 'how', e.how) order by e.at desc, e.id), '[]')
      from team_event e where e.team_id = t.id) as events
  from team t where t.id = $1`;

const pageSql = `
  select id, organisation, name, about, (select count(*)::integer from team_member m where m.team_id = team.id and m.ended_at is null) as members
    from team where closed_at is null and ($1::uuid is null or (lower(name), id) > (select lower(name), id from team where id = $1)) order by lower(name), id limit $2`;

const findSql = `
  select p.id as "professionalId", p.name, p.role from professional p join team t on t.id = $1 and t.organisation = p.organisation
   where p.left_at is null and p.words @@ $2::tsquery and p.name_words @@ $3::tsquery
     and not exists (select from team_member m where m.team_id = t.id and m.account_id = p.account_id and m.ended_at is null)
   order by lower(p.name), p.id limit $4`;

const eventSql = 'insert into team_event (team_id, at, who, account_id, action, member, how) values ($1, $2, $3, $4, $5, $6, $7)';

function record(manager: EntityManager, id: string, action: TeamAction, member: string | null, { at, who, accountId, how }: TeamChange): Promise<unknown> {
  return manager.query(eventSql, [id, at, who, accountId, action, member, how]);
}

/** How many belong to a team at one time is counted by one at a time. */
const turnOf = (manager: EntityManager, id: string): Promise<void> => lockKeys(manager, [`team ${id}`]);

export function createTeamStore(database: RoomDatabase): TeamStore {
  return {
    page: async (after, most) => {
      const teams = await database.statement<TeamPage['teams'][number]>(pageSql, [after, most + 1]);
      const last = teams[most - 1];
      return { teams: teams.slice(0, most), next: teams.length > most && last !== undefined ? last.id : null };
    },

    read: async (id) => (await database.statement<DeskTeam>(readSql, [id]))[0] ?? null,

    add: ({ organisation, name, about, mailbox }, change) =>
      database.asService(async (manager) => {
        const words = wordsIn(`${name} ${about} ${organisationName(organisation)}`);
        const added: { id: string }[] = await manager.query(
          `insert into team (organisation, name, about, mailbox, words, created_at) values ($1, $2, $3, $4, array_to_tsvector($5), $6)
           on conflict (organisation, lower(name)) where closed_at is null do nothing returning id`,
          [organisation, name, about, mailbox, words, change.at],
        );
        const [team] = added;
        if (team === undefined) return null;
        await record(manager, team.id, 'added', null, change);
        return team.id;
      }),

    close: (id, change) =>
      database.asService(async (manager) => {
        await turnOf(manager, id);
        // TypeORM answers an update with [rows, count].
        const [, closed]: [unknown, number] = await manager.query('update team set closed_at = $2 where id = $1 and closed_at is null', [id, change.at]);
        if (closed === 0) return;
        await manager.query('update team_member set ended_at = $2 where team_id = $1 and ended_at is null', [id, change.at]);
        await record(manager, id, 'closed', null, change);
      }),

    find: (id, words, most) => database.statement<TeamProfessional>(findSql, [id, beginning(words, '&'), beginning(words, '|'), most]),

    addMember: (id, professionalId, change, most) =>
      database.asService(async (manager) => {
        await turnOf(manager, id);
        const [state]: { organisation: string; closed: boolean; members: number }[] = await manager.query(
          `select organisation, closed_at is not null as closed, (select count(*)::integer from team_member m where m.team_id = t.id and m.ended_at is null) as members
             from team t where id = $1`, [id]);
        if (state === undefined || state.closed) return 'closed';
        const [person]: { accountId: string; name: string; organisation: string }[] = await manager.query(
          'select account_id as "accountId", name, organisation from professional where id = $1 and left_at is null for update', [professionalId]);
        if (person === undefined) return 'unknown';
        if (person.organisation !== state.organisation) return 'elsewhere';
        const [member]: object[] = await manager.query('select 1 from team_member where team_id = $1 and account_id = $2 and ended_at is null', [id, person.accountId]);
        if (member !== undefined) return 'added';
        if (state.members >= most) return 'full';
        await manager.query('insert into team_member (team_id, account_id, since) values ($1, $2, $3)', [id, person.accountId, change.at]);
        await record(manager, id, 'member-added', person.name, change);
        return 'added';
      }),

    removeMember: (id, professionalId, change) =>
      database.asService(async (manager) => {
        await turnOf(manager, id);
        const [ended]: [{ name: string }[], number] = await manager.query(
          `update team_member m set ended_at = $3 from professional p
            where p.id = $2 and m.account_id = p.account_id and m.team_id = $1 and m.ended_at is null returning p.name`,
          [id, professionalId, change.at],
        );
        const [member] = ended;
        if (member !== undefined) await record(manager, id, 'member-removed', member.name, change);
      }),
  };
}
