import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AccessContext } from '../access-context.ts';
import { readCommandInput } from '../command-input.ts';
import { rolesOf } from '../database/roles.ts';
import type { RoomDatabase } from '../database/room-database.ts';
import { CieError } from '../errors.ts';
import type { RoomName } from '../names.ts';
import type { Command } from '../room.ts';
import { requiredKey, type Settings } from '../settings.ts';
import type { Notice, NoticeKind, NoticeOutcome, TakenNotice } from './notice.ts';
import { seal, unseal } from './seal.ts';

/** SQL for the table of notices of a room. Content is sealed; what was done is deleted, content and all. */
export function noticeSql(room: RoomName): string {
  // The role that answers GraphQL has no business with notices, except in sharing, where it is the one that changes things.
  const uses = rolesOf(room).filter((use) => use !== 'service' || room === 'sharing');
  const writers = uses.map((use) => `${room}_${use}`);
  return `
  create table notice (
    id uuid primary key,
    kind text not null,
    sealed bytea not null,
    due_at timestamptz not null,
    attempts integer not null default 0,
    -- Why it was given up; null while it is still to be done.
    dead_code text,
    created_at timestamptz not null default now()
  );
  create index notice_due on notice (due_at) where dead_code is null;
  alter table notice enable row level security;
  alter table notice force row level security;
  create policy kept_by_room on notice for all to ${writers.join(', ')} using (true) with check (true);
  grant select, insert, update, delete on notice to ${writers.join(', ')};
  `;
}

/** How long a taken notice is left to who took it, before it is given out again. */
const leaseSeconds = 60;
/** How long what was given up is kept. */
const deadDays = 30;

export interface NoticeStore {
  /** Stores notices in the caller's transaction: they exist exactly when the change does. `due` delays them. */
  post(manager: Pick<EntityManager, 'query'>, notices: readonly Notice[], due?: Date): Promise<void>;
  /** The commands by which the gateway takes notices and says what became of them. */
  readonly commands: Readonly<Record<'take-notices' | 'settle-notice', Command>>;
}

interface NoticeRow {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly sealed: Buffer;
  readonly attempts: number;
}

/** The notices of a room whose feed tells people things. */
export function createFeedNoticeStore(database: Pick<RoomDatabase, 'asFeed'>, settings: Settings): NoticeStore {
  return createNoticeStore({ statement: (sql, parameters) => database.asFeed((manager) => manager.query(sql, [...parameters])) }, settings);
}

/** `database` runs statements with the rights of a role that `noticeSql` names. */
export function createNoticeStore(database: Pick<RoomDatabase, 'statement'>, settings: Settings): NoticeStore {
  const key = requiredKey(settings, 'CIE_NOTICE_KEY', 32);

  async function take(kinds: readonly string[], limit: number, now: Date): Promise<TakenNotice[]> {
    const rows = await database.statement<NoticeRow>(
      // The later of the two clocks: `post` went by the database's, and one that is a moment ahead of the caller's must not hide what was just posted.
      `with clock as (
         select greatest($1::timestamptz, now()) as at
       ), due as (
         select id from notice, clock where dead_code is null and due_at <= clock.at and kind = any ($2::text[]) order by due_at limit $3 for update of notice skip locked
       ), taken as (
         update notice n set due_at = clock.at + interval '${leaseSeconds} seconds', attempts = n.attempts + 1 from due, clock where n.id = due.id
         returning n.id, n.kind, n.sealed, n.attempts - 1 as attempts, n.created_at
       ) select id, kind, sealed, attempts from taken order by created_at`,
      [now, kinds, limit],
    );
    return rows.map(({ id, kind, sealed, attempts }) => ({ id, kind, attempts, notice: opened(id, sealed) }));
  }

  /** Null when the key is another one by now: the others of the batch must not wait for an operator to notice. */
  function opened(id: string, sealed: Buffer): Notice | null {
    let text: string;
    try {
      text = unseal(key, sealed, id);
    } catch {
      return null;
    }
    // Sealed by `post` of this very store: the shape is the one it was given.
    return JSON.parse(text) as Notice;
  }

  async function settle(id: string, outcome: NoticeOutcome): Promise<void> {
    if (outcome.result === 'done') await database.statement('delete from notice where id = $1', [id]);
    else if (outcome.result === 'retry') await database.statement('update notice set due_at = $2 where id = $1', [id, outcome.at]);
    else {
      await database.statement('update notice set dead_code = $2 where id = $1', [id, outcome.code]);
      await database.statement(`delete from notice where dead_code is not null and created_at < now() - interval '${deadDays} days'`, []);
    }
  }

  return {
    post: async (manager, notices, due) => {
      for (const notice of notices) {
        const id = randomUUID();
        await manager.query('insert into notice (id, kind, sealed, due_at) values ($1, $2, $3, coalesce($4, now()))', [
          id, notice.kind, seal(key, JSON.stringify(notice), id), due ?? null,
        ]);
      }
    },
    commands: {
      'take-notices': async (input, access) => take(readCommandInput(input).texts('kinds'), noticesAtOnce, timeOf(access)),
      'settle-notice': async (input) => {
        const read = readCommandInput(input);
        await settle(read.text('id'), readOutcome(read.text('result'), read.optionalText('at'), read.optionalText('code')));
        return null;
      },
    },
  };
}

/** Notices given out by one call. */
const noticesAtOnce = 20;

/** Every kind, for who acts on all of them. */
export const noticeKinds: readonly NoticeKind[] = ['message', 'end-sessions', 'close-sharing', 'record-links', 'professional'];

function timeOf(access: AccessContext | null | undefined): Date {
  return access?.now ?? new Date();
}

function readOutcome(result: string, at: string | null, code: string | null): NoticeOutcome {
  if (result === 'done') return { result };
  if (result === 'retry' && at !== null && code !== null) return { result, at, code };
  if (result === 'dead' && code !== null) return { result, code };
  throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "result" must be done, retry (with at and code) or dead (with code).');
}
