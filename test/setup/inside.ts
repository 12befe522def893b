import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedAccount } from '@cie/gateway/feeds/held.store.ts';
import { accountForMessages } from '@cie/gateway/feeds/held.store.ts';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { readAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import type { RoomName } from '@cie/kit/names.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { outsideHost, portOf } from '@cie/local/addresses.ts';
import { composeSettings } from '@cie/local/compose-settings.ts';
import { dataFolderOf } from '@cie/local/postgres-account.ts';
import { readSecrets } from '@cie/local/secrets.ts';
import pg from 'pg';
import { pick } from '@cie/kit/testing/pick.ts';
import type { ExchangeClient, RunningExchange } from './exchange.ts';

export type Database = `cie_${RoomName | 'gateway'}`;

/** What only a test may do with an exchange: it holds every key and asks the databases as their administrator. */
export interface Inside {
  /** As the exchange composes them for itself. */
  readonly settings: Settings;
  sql<Row extends pg.QueryResultRow>(database: Database, text: string, values?: unknown[]): Promise<Row[]>;
  /** A connection of one of a room's roles; the caller ends it. */
  connect(room: RoomName, role: 'owner' | 'service' | 'feed'): Promise<pg.Client>;
  /** A cookie, as `npm run cie -- session` prints it, without starting a process for it. */
  signIn(wish: Wish): Promise<string>;
  /** Sends messages as a hospital would; resolves when they are answered and nothing is queued any more. */
  deliver(...messages: string[]): Promise<Acknowledgement[]>;
  account(): Promise<FeedAccount>;
  drained(seconds?: number): Promise<FeedAccount>;
  close(): Promise<void>;
}

export type Wish =
  | { readonly as: 'patient'; readonly nhsNumber: string; readonly email?: string }
  | { readonly as: 'clinician'; readonly organisation: string; readonly email?: string; readonly name?: string; readonly role?: string };

export function inside(exchange: ExchangeClient, { services = false } = {}): Inside {
  const secrets = readSecrets(exchange.dataDir);
  if (secrets === null) throw new Error(`there is no exchange in ${exchange.dataDir}`);
  const settings = composeSettings({ basePort: exchange.port, dataDir: exchange.dataDir, webDir: '', services }, secrets);
  const server = { host: outsideHost, port: portOf(exchange.port, 'postgres') };
  const pools = new Map<Database, pg.Pool>();
  const poolOf = (database: Database): pg.Pool => {
    const known = pools.get(database);
    if (known !== undefined) return known;
    const pool = new pg.Pool({ ...server, database, user: 'postgres', password: secrets['CIE_PG_SUPERUSER_PASSWORD'] ?? '', max: 2 });
    // The server is killed on purpose in some tests; the query that uses the connection next reports its loss.
    pool.on('error', () => undefined);
    pools.set(database, pool);
    return pool;
  };
  const account = () => accountForMessages(poolOf('cie_gateway'));
  const drained = async (seconds = 30): Promise<FeedAccount> => {
    const end = Date.now() + seconds * 1000;
    for (let now = await account(); ; now = await account()) {
      if (now.queued === 0) return now;
      if (Date.now() > end) throw new Error(`${now.queued} messages are still queued after ${seconds} seconds`);
      await sleep(20);
    }
  };

  return {
    settings,
    sql: async <Row extends pg.QueryResultRow>(database: Database, text: string, values: unknown[] = []) => (await poolOf(database).query<Row>(text, values)).rows,
    connect: async (room, role) => {
      const password = secrets[`CIE_PG_${room.toUpperCase()}_${role.toUpperCase()}_PASSWORD`] ?? '';
      const client = new pg.Client({ ...server, database: `cie_${room}`, user: `${room}_${role}`, password });
      await client.connect();
      return client;
    },
    signIn: async (wish) => {
      const response = await fetch(new URL('/sandbox/session', exchange.addresses['portal']), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secrets['CIE_OPERATOR_TOKEN'] ?? ''}` },
        body: JSON.stringify(wish),
      });
      const answer: unknown = await response.json();
      const cookie = pick(answer, 'cookie');
      if (typeof cookie !== 'string') throw new Error(`no session: ${JSON.stringify(answer)}`);
      return cookie;
    },
    deliver: async (...messages) => {
      const answers: Acknowledgement[] = [];
      await sendOverMllp({
        host: outsideHost,
        port: portOf(exchange.port, 'mllp'),
        messages: messages.map((message) => Buffer.from(message)),
        onAnswer: (text) => {
          const answer = readAcknowledgement(text);
          if (answer === null) throw new Error('an answer without MSA');
          answers.push(answer);
        },
      });
      await drained();
      return answers;
    },
    account,
    drained,
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes that this one started, and those that they started. */
export function descendants(pid: number, all: readonly RunningProcess[] = processes()): RunningProcess[] {
  return all.filter((each) => each.parent === pid).flatMap((each) => [each, ...descendants(each.pid, all)]);
}

/** The process of one part of an exchange that runs as services; undefined while there is none. */
export function serviceOf(launcher: number, name: RoomName | 'gateway'): number | undefined {
  return descendants(launcher).find(({ command }) => command.endsWith(`service.js ${name}`))?.pid;
}

/** The PostgreSQL of an exchange, checked to be a process that this exchange started. */
export function postgresPid(exchange: RunningExchange): number {
  const pid = Number(readFileSync(join(dataFolderOf(join(exchange.dataDir, 'postgres')), 'postmaster.pid'), 'utf8').split('\n')[0]);
  if (!descendants(exchange.process.pid ?? 0).some((each) => each.pid === pid)) throw new Error('the PostgreSQL of this exchange is not running');
  return pid;
}

function processes(): RunningProcess[] {
  if (!existsSync('/proc/self/stat')) {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
    return stdout.split('\n').flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
    });
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      // The name in parentheses may hold anything; behind it stand state and parent (proc(5)).
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
    } catch {
      // It ended between the two lines.
      return [];
    }
  });
}

/** Waits until `check` holds; resolves with the milliseconds that it took. */
export async function untilTrue(check: () => Promise<boolean> | boolean, seconds = 20): Promise<number> {
  const begin = performance.now();
  while (!(await check())) {
    if (performance.now() - begin > seconds * 1000) throw new Error(`It did not happen within ${seconds} seconds.`);
    await sleep(20);
  }
  return performance.now() - begin;
}
