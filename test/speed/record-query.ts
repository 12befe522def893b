import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Pool as HttpPool } from 'undici';
import { pick, type ExchangeClient, type RunningExchange } from '../setup/exchange.ts';
import { measure, type Measured } from './measure.ts';
import { keepSigningIn } from './sign-in-load.ts';

/** Three areas of one record, as a first page shows them. */
const recordQuery = `query Record($id: ID!) {
  patient(id: $id) {
    reports(first: 20) { edges { node { id name issuedAt status observations { id name value unit referenceRange flag } } } }
    documents(first: 20) { edges { node { id title at status } } }
    appointments(first: 20) { edges { node { id start status clinic place } } }
  }
}`;

/** The same rows by hand: one statement a table, three connections, no consent, no log, no GraphQL. */
const plainQueries = {
  results: [
    'select id, name, issued_at, status from report where patient_id = $1 order by issued_at desc, id desc limit 20',
    `select o.id, o.name, o.value, o.unit, o.reference_range, o.flag from observation o where o.patient_id = $1 and o.report_id in
      (select id from report where patient_id = $1 order by issued_at desc, id desc limit 20)`,
  ],
  documents: ['select id, title, at, status from document where patient_id = $1 order by at desc, id desc limit 20'],
  appointments: ['select id, start_at, status, clinic, place from appointment where patient_id = $1 order by start_at desc, id desc limit 20'],
};

const lanes = 8;
const seconds = 6;
const warmUp = 300;

export async function measureGateway(exchange: RunningExchange, nhsNumber: string, pid: number): Promise<Measured> {
  const { call, close } = await recordCall(exchange, nhsNumber);
  try {
    return await measure(call, { lanes, seconds, warmUp, pid });
  } finally {
    await close();
  }
}

export interface UnderSignIns {
  readonly idle: Measured;
  readonly during: Measured;
  readonly signInsPerSecond: number;
  /** Sign-ins that were told to try again. */
  readonly busy: number;
}

/** The record query two at a time, first alone, then while fifty people at once sign in with passwords (argon2id). */
export async function measureUnderSignIns(exchange: ExchangeClient, nhsNumber: string, options = { lanes: 2, seconds, warmUp }): Promise<UnderSignIns> {
  const { call, close } = await recordCall(exchange, nhsNumber);
  try {
    const idle = await measure(call, options);
    const load = await keepSigningIn(exchange, 50);
    const during = await measure(call, { ...options, warmUp: 10 });
    const { perSecond, busy } = await load.stop();
    return { idle, during, signInsPerSecond: perSecond, busy };
  } finally {
    await close();
  }
}

/** The record query of one patient over HTTP, with a session of theirs. */
export async function recordCall(exchange: ExchangeClient, nhsNumber: string) {
  const cookie = await exchange.session('--as', 'patient', '--nhs-number', nhsNumber);
  const me = await exchange.query(cookie, '{ me { patient { id } } }');
  const id = pick(me.data, 'me', 'patient', 'id');
  const { origin, pathname } = new URL(exchange.addresses['graphql'] ?? '');
  const pool = new HttpPool(origin, { connections: lanes });
  const body = JSON.stringify({ query: recordQuery, variables: { id } });
  const ask = async (): Promise<string> => {
    const answer = await pool.request({ method: 'POST', path: pathname, headers: { 'content-type': 'application/json', cookie }, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || text.includes('"errors"')) throw new Error(`the gateway answered ${answer.statusCode}`);
    return text;
  };
  return {
    call: async () => {
      await ask();
    },
    /** How many items one answer holds. */
    items: async () => (await ask()).split('"node"').length - 1,
    close: () => pool.close(),
  };
}

export async function measurePlainPostgres(exchange: RunningExchange, nhsNumber: string): Promise<Measured> {
  // Written by infra/local/secrets.ts as a record of strings.
  const secrets = JSON.parse(readFileSync(join(exchange.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
  const port = Number(exchange.addresses['mllp']?.split(':')[1]) + 1;
  const pool = (room: string) =>
    new pg.Pool({
      host: '127.0.0.1', port, database: `cie_${room}`, max: lanes,
      user: `${room}_feed`, password: secrets[`CIE_PG_${room.toUpperCase()}_FEED_PASSWORD`] ?? '',
    });
  const pools = { results: pool('results'), documents: pool('documents'), appointments: pool('appointments') };
  const identity = pool('identity');
  const { rows } = await identity.query<{ id: string }>('select id from patient where nhs_number = $1', [nhsNumber]);
  const parameters = [rows[0]?.id];
  const call = async (): Promise<void> => {
    await Promise.all(
      Object.entries(plainQueries).flatMap(([room, texts]) =>
        texts.map((text) => pools[room as keyof typeof pools].query(text, parameters))),
    );
  };
  try {
    return await measure(call, { lanes, seconds, warmUp });
  } finally {
    await Promise.all([identity, ...Object.values(pools)].map((each) => each.end()));
  }
}
