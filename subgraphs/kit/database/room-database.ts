import type { ClientBase } from 'pg';
import { DataSource, type EntityManager, type EntitySchema, type MixedList, type QueryRunner } from 'typeorm';
import { CieError } from '../errors.ts';
import type { RoomName } from '../names.ts';
import { required, requiredNumber, type Settings } from '../settings.ts';
import { coalesceWrites } from './coalesce-writes.ts';
import { survivesLostConnections } from './lost-connection.ts';
import { migrate, type MigrationClass } from './migrate.ts';
import { passwordSetting, rolesOf, type RoleUse } from './roles.ts';

/** A room's database as its store uses it: four ways in, each with exactly the rights of its role. */
export interface RoomDatabase {
  /** A read-only transaction of the service's role in which row-level security admits only what these passes open. */
  withPasses<T>(passes: readonly string[], work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** A transaction of the service's role that may write what write passes among these are for, and reads as `withPasses` does. */
  changeWithPasses<T>(passes: readonly string[], work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** One statement of the service's role without a pass, a transaction of its own in one round trip. */
  statement<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]>;
  /** A transaction of the service's role without a pass: sees no clinical row. */
  asService<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** A transaction of the feed's role. */
  asFeed<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** One statement of the feed's role, a transaction of its own in one round trip. */
  feedStatement<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]>;
  /** A transaction of the keeper's role, where the room has one (identity): accounts and the desk, nothing clinical. */
  asKeeper<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** One statement of the keeper's role, in one round trip. */
  keeperStatement<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]>;
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface RoomDatabasePlan {
  readonly room: RoomName;
  readonly settings: Settings;
  readonly entities: MixedList<Function | string | EntitySchema>;
  readonly migrations: readonly MigrationClass[];
  /** Connections each role may hold; default 8. */
  readonly poolSize?: number;
}

/** Migrates the room's database as its owner, then opens it for the service's and the feed's role. */
export async function openRoomDatabase(plan: RoomDatabasePlan): Promise<RoomDatabase> {
  const { room, settings } = plan;
  const server = {
    host: required(settings, 'CIE_PG_HOST'),
    port: requiredNumber(settings, 'CIE_PG_PORT', 1, 65_535),
    database: `cie_${room}`,
  };
  const password = (use: RoleUse) => required(settings, passwordSetting(room, use));
  await migrate({ ...server, user: `${room}_owner`, password: password('owner') }, plan.migrations);

  const open = (use: RoleUse) =>
    new DataSource({
      type: 'postgres',
      ...server,
      username: `${room}_${use}`,
      password: password(use),
      entities: plan.entities,
      logging: false,
      installExtensions: false,
      poolSize: plan.poolSize ?? 8,
      // A used-up pool answers within a second instead of queueing without end.
      connectTimeoutMS: 1000,
      extra: { connectionTimeoutMillis: 1000, pipeline: true, application_name: `cie ${room} ${use}`, onConnect },
      // A lost connection is an error of the query that uses it next; the pool replaces it.
      poolErrorHandler: () => undefined,
    }).initialize();
  const [service, feed, keeper] = await Promise.all([open('service'), open('feed'), rolesOf(room).includes('keeper') ? open('keeper') : null]);

  return {
    withPasses: async (passes, work) => underPasses(service, 'begin read only', passes, work),
    changeWithPasses: async (passes, work) => underPasses(service, 'begin', passes, work),
    statement: (sql, parameters) => service.query(sql, [...parameters]),
    asService: (work) => service.transaction(work),
    asFeed: (work) => pipelined(feed, (runner) => [runner.query('begin')], work),
    feedStatement: (sql, parameters) => feed.query(sql, [...parameters]),
    asKeeper: async (work) => keeperOf(room, keeper).transaction(work),
    keeperStatement: async (sql, parameters) => keeperOf(room, keeper).query(sql, [...parameters]),
    ready: async () => {
      await service.query('select 1');
    },
    close: async () => {
      await Promise.all([service.destroy(), feed.destroy(), keeper?.destroy()]);
    },
  };
}

function onConnect(client: ClientBase): void {
  survivesLostConnections.onConnect(client);
  coalesceWrites(client);
}

function keeperOf(room: RoomName, keeper: DataSource | null): DataSource {
  if (keeper === null) throw new Error(`The room ${room} has no keeper.`);
  return keeper;
}

/** A pass is opaque here, yet a blank in it would smuggle a second one into the setting. */
function checkedPass(pass: string): string {
  if (/\s/.test(pass)) throw new CieError('PASS_MALFORMED', 'A pass holds no blanks.');
  return pass;
}

/**
 * A transaction under passes. They are a bound value, never part of a text: pg_stat_activity shows the texts of all connections of
 * the service's role to each of them, and the server's log may keep them.
 */
async function underPasses<T>(source: DataSource, begin: 'begin' | 'begin read only', passes: readonly string[], work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const checked = passes.map(checkedPass).join(' ');
  return pipelined(source, (runner) => [runner.query(begin), runner.query("select set_config('cie.pass', $1, true)", [checked])], work);
}

/**
 * A transaction whose opening statements are sent without waiting for their answers (pipelined): they arrive with
 * that of the first query, which saves their round trips. Were one to fail, the transaction is aborted and so is the work.
 */
async function pipelined<T>(source: DataSource, open: (runner: QueryRunner) => readonly Promise<unknown>[], work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  // Outside the block below, whose rollback would wait for a free connection a second time.
  await runner.connect();
  try {
    const opening = Promise.all(open(runner));
    opening.catch(() => undefined);
    const answer = await work(runner.manager);
    await opening;
    await runner.query('commit');
    return answer;
  } catch (error) {
    // The first error is the one to report; a connection that cannot roll back is dropped by the pool.
    await runner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}
