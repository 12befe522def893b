import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startExchange, type ExchangeOptions, type RunningExchange } from '../setup/exchange.ts';
import { descendants, inside, untilTrue, type Inside } from '../setup/inside.ts';
import { personalTraces } from '../setup/personal-traces.ts';
import { areasOf, newRecord, readThreeAreas, wholeRecord, type OwnRecord } from '../setup/short-journey.ts';

const launcher = fileURLToPath(new URL('../../infra/local/launch.mjs', import.meta.url));

/** Runs the launcher where it is expected to refuse. */
function refused(environment: Record<string, string>, ...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [launcher, ...args], { env: { ...process.env, ...environment }, encoding: 'utf8', timeout: 60_000 });
}

const answers = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** What must be gone after an exchange has ended: its processes, and whoever listens on its ports. */
async function leftovers(port: number, pids: readonly number[]): Promise<string[]> {
  const listening = await Promise.all(Array.from({ length: 15 }, async (_each, offset) => ((await answers(port + offset)) ? [`port ${port + offset}`] : [])));
  return [...pids.filter(isAlive).map((pid) => `process ${pid}`), ...listening.flat()];
}

const pidsOf = ({ process: launched }: RunningExchange): number[] => descendants(launched.pid ?? 0).map(({ pid }) => pid);
const placeOf = ({ dataDir, port }: RunningExchange) => ({ dataDir, port });

describe('OPS-1 two exchanges on one machine', () => {
  let first: RunningExchange;
  let second: RunningExchange;
  let ofFirst: Inside;
  let ofSecond: Inside;
  let person: OwnRecord;
  /** When a sender that trickles its headers to the first exchange was cut off, in milliseconds. */
  let cutOff: Promise<number>;

  beforeAll(async () => {
    first = await startExchange();
    second = await startExchange();
    [ofFirst, ofSecond] = [inside(first), inside(second)];
    person = await newRecord(second, ofSecond);
    cutOff = trickle(first.port);
  });
  afterAll(async () => {
    await Promise.all([ofFirst.close(), ofSecond.close()]);
    await Promise.all([first, second].map((exchange) => exchange.stop()));
    rmSync(`${first.dataDir}-other`, { recursive: true, force: true });
  });

  /** Starts the second one again where it was, with connections of the test's own made anew. */
  async function restart(options: Omit<ExchangeOptions, 'place'> = {}): Promise<void> {
    second = await startExchange({ ...options, place: placeOf(second) });
    ofSecond = inside(second);
  }

  it('say where everything is, in a file too, each at ports of its own', () => {
    for (const { addresses } of [first, second]) {
      expect(Object.keys(addresses)).toEqual(['portal', 'graphql', 'publicSite', 'intranet', 'hostileSite', 'patientRecords', 'nhsApp', 'inbox', 'mllp', 'fhir', 'hl7']);
    }
    const all = [...Object.values(first.addresses), ...Object.values(second.addresses)];
    expect(new Set(all).size).toBe(all.length);
  });

  it('keep passwords and keys for their owners alone, each its own', () => {
    const secrets = [first, second].flatMap(({ dataDir }) => Object.values(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>));
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('know nothing of each other: neither people nor sessions', async () => {
    expect(areasOf(await readThreeAreas(second, person))).toEqual(wholeRecord(person.person));
    await expect(ofFirst.signIn({ as: 'patient', nhsNumber: person.person.nhsNumber })).rejects.toThrow('PATIENT_UNKNOWN');
    expect((await readThreeAreas(first, person)).errors).toMatchObject([{ extensions: { code: expect.stringMatching(/OPERATION_NOT_REGISTERED|FOREIGN_SITE/) as unknown } }]);
  });

  it('refuse a second exchange on the same data, also to delete it', () => {
    for (const args of [['start'], ['start', '--fresh']]) {
      const { status, stderr } = refused({ CIE_DATA: first.dataDir, CIE_PORT: String(first.port + 100) }, ...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/already running on .* \(process \d+\)/);
    }
    expect(existsSync(join(first.dataDir, 'secrets.json'))).toBe(true);
  });

  it.each([
    ['a port that is taken, and the setting that moves it', () => ({ CIE_PORT: String(first.port) }), ['start'], /Port \d+ is taken, and the exchange needs it[\s\S]*CIE_PORT=/],
    ['a port that is none', () => ({ CIE_PORT: 'eighty' }), ['start'], /CIE_PORT must be a whole number/],
    ['an argument that it does not know', () => ({}), ['start', '--frehs'], /--frehs.*--fresh/],
    ['that there is no exchange yet, to a command', () => ({ CIE_DATA: `${first.dataDir}-none` }), ['cie', 'held'], /no exchange in .*npm start/],
  ])('name %s', (_what, environment, args, words) => {
    const { status, stderr } = refused({ CIE_DATA: `${first.dataDir}-other`, ...environment() }, ...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(words);
  });

  it('refuse `session` where CIE_SANDBOX says that this is no sandbox, and a word that is neither yes nor no', () => {
    const place = { CIE_DATA: first.dataDir, CIE_PORT: String(first.port) };
    const session = ['cie', 'session', '--as', 'patient', '--nhs-number', '9991001131'];
    expect(refused({ ...place, CIE_SANDBOX: 'no' }, ...session)).toMatchObject({ status: 1, stderr: expect.stringMatching(/exist in a sandbox only/) as unknown });
    expect(refused({ ...place, CIE_SANDBOX: 'nein' }, ...session)).toMatchObject({ status: 1, stderr: expect.stringMatching(/CIE_SANDBOX must be "yes" or "no"/) as unknown });
    expect(refused({ ...place, CIE_SANDBOX: 'yes' }, ...session).status).toBe(0);
  });

  it('a second start keeps the data, the keys and who is signed in, and sends no history again', async () => {
    const count = async () => (await ofSecond.sql<{ n: number }>('cie_results', 'select count(*)::int as n from report'))[0]?.n;
    const [reports, secrets] = [await count(), readFileSync(join(second.dataDir, 'secrets.json'), 'utf8')];
    await ofSecond.close();
    const pids = pidsOf(second);
    expect(pids.length).toBeGreaterThan(1);
    expect(await second.pause()).toBe(0);
    expect(await leftovers(second.port, pids)).toEqual([]);
    await restart();
    expect(await count()).toBe(reports);
    expect(readFileSync(join(second.dataDir, 'secrets.json'), 'utf8')).toBe(secrets);
    expect(areasOf(await readThreeAreas(second, person))).toEqual(wholeRecord(person.person));
    expect((await second.cie('verify-log')).code).toBe(0);
  });

  it('comes back with everything after kill -9 of the whole exchange, its PostgreSQL left behind or not', async () => {
    await ofSecond.close();
    const [exchange] = descendants(second.process.pid ?? 0);
    const ended = once(second.process, 'exit');
    process.kill(exchange?.pid ?? 0, 'SIGKILL');
    await ended;
    await restart();
    expect(areasOf(await readThreeAreas(second, person))).toEqual(wholeRecord(person.person));
    expect((await second.cie('verify-log')).code).toBe(0);
  });

  it('name a setting that is missing, start nothing, and start again when it is back', async () => {
    await ofSecond.close();
    expect(await second.pause()).toBe(0);
    const file = join(second.dataDir, 'secrets.json');
    const secrets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const name of ['CIE_FINDER_KEY', 'CIE_PASS_KEY_RESULTS', 'CIE_PG_SHARING_SERVICE_PASSWORD']) {
      writeFileSync(file, JSON.stringify({ ...secrets, [name]: undefined }), { mode: 0o600 });
      const { status, stderr } = refused({ CIE_DATA: second.dataDir, CIE_PORT: String(second.port) }, 'start');
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`error: The setting ${name} is missing\\. Set it`));
      expect(await leftovers(second.port, [])).toEqual([]);
    }
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    await restart();
    expect(areasOf(await readThreeAreas(second, person))).toEqual(wholeRecord(person.person));
  });

  it('`--fresh` begins again: nobody who came later, new keys, the sandbox people there', async () => {
    const before = readFileSync(join(second.dataDir, 'secrets.json'), 'utf8');
    await ofSecond.close();
    expect(await second.pause()).toBe(0);
    await restart({ fresh: true });
    expect(readFileSync(join(second.dataDir, 'secrets.json'), 'utf8')).not.toBe(before);
    await expect(ofSecond.signIn({ as: 'patient', nhsNumber: person.person.nhsNumber })).rejects.toThrow('PATIENT_UNKNOWN');
    await ofSecond.drained();
    expect(await ofSecond.signIn({ as: 'patient', nhsNumber: '9991001131' })).toMatch(/^__Host-cie-session=/);
    // The neighbour noticed nothing of all this.
    expect((await fetch(new URL('/ready', first.addresses['portal']))).status).toBe(200);
  });

  it('a sender that trickles its headers is cut off (abuse case 46)', async () => {
    const after = await cutOff;
    console.info(`headers sent a byte a second were cut off after ${(after / 1000).toFixed(0)} s`);
    expect(after).toBeLessThan(20_000);
  });

  it('stops on SIGTERM with exit code 0 and leaves no process and nobody listening; it had written nobody down (abuse case 62)', async () => {
    expect(personalTraces(first, [person.person], [person.cookie])).toEqual([]);
    const pids = pidsOf(first);
    await ofFirst.close();
    expect(await first.pause()).toBe(0);
    expect(await leftovers(first.port, pids)).toEqual([]);
  });
});

/** Sends an unfinished request, a byte a second; resolves with the milliseconds until the connection is closed. */
async function trickle(port: number): Promise<number> {
  const begin = performance.now();
  const socket = connect({ port, host: 'localhost' });
  socket.on('error', () => undefined);
  socket.resume();
  socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  const timer = setInterval(() => socket.write('x'), 1000);
  let closed = false;
  socket.once('close', () => { closed = true; });
  await untilTrue(() => closed, 120).finally(() => clearInterval(timer));
  return performance.now() - begin;
}
