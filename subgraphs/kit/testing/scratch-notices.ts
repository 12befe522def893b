import { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { passwordSetting } from '../database/roles.ts';
import { createNoticeStore, noticeSql, type NoticeStore } from '../notices/notice.store.ts';
import type { Notice } from '../notices/notice.ts';
import { createScratchDatabase } from './scratch-database.ts';

/** A room's notices in a database of their own, since in the shared ones every test's courier would take every test's notices. */
export interface ScratchNotices {
  readonly store: NoticeStore;
  /** The administrator's connection, to look into the table. */
  readonly pool: Pool;
  readonly key: string;
  /** Posts in a transaction of its own. */
  post(notices: readonly Notice[], due?: Date): Promise<void>;
  drop(): Promise<void>;
}

export async function openScratchNotices(): Promise<ScratchNotices> {
  const { server: { administrator, settings }, name, drop } = await createScratchDatabase('notices');
  const pool = new Pool({ ...administrator, database: name, max: 4 });
  await pool.query(noticeSql('identity'));
  // With the rights of the room's own role, row-level security and all.
  const keeper = new Pool({
    host: administrator.host, port: administrator.port, database: name,
    user: 'identity_keeper', password: settings[passwordSetting('identity', 'keeper')] ?? '', max: 4,
  });
  for (const each of [pool, keeper]) each.on('error', () => undefined);
  const statement = async <Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> =>
    // As RoomDatabase.statement does: the caller says what a row is.
    (await keeper.query(sql, [...parameters])).rows as Row[];
  const store = createNoticeStore({ statement }, settings);
  // `post` runs plain statements, which a pool runs as an entity manager does.
  const manager = { query: statement } as unknown as Pick<EntityManager, 'query'>;
  return {
    store,
    pool,
    key: settings['CIE_NOTICE_KEY'] ?? '',
    post: (notices, due) => store.post(manager, notices, due),
    drop: async () => {
      await Promise.all([pool.end(), keeper.end()]);
      await drop();
    },
  };
}
