import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '@cie/kit/settings.ts';
import type { Client } from 'pg';
import { sendOverMllp } from '../../gateway/feeds/mllp-client.ts';
import type { RunningExchange } from '../setup/exchange.ts';
import { inside } from '../setup/inside.ts';
import { nhsNumberOf } from './ingest.ts';
import { measurePlainInserts, readRows, withClient, writtenColumns } from './plain-rows.ts';

/** Messages of one measurement, four for each of a thousand people: people of whom much is known and little. */
const MESSAGES = 4000;
const PEOPLE = 1000;
const CONNECTIONS = 4;

export interface IngestRate {
  /** People of whom the exchange knows. */
  readonly people: number;
  /** Messages a second from the first byte over MLLP until the last is applied. */
  readonly perSecond: number;
  readonly plainPerSecond: number;
}

/** Messages a second end to end, side by side with plain inserts of the same rows, with a thousand people and with many more. */
export async function measureIngestRate(exchange: RunningExchange, manyPeople: number): Promise<readonly IngestRate[]> {
  const own = inside(exchange);
  try {
    const { settings } = own;
    await own.drained(120);
    await loadPeople(settings, 0, PEOPLE);
    await send(exchange, messagesOf('warm', 1, MESSAGES));
    await own.drained(120);
    const few = await measureRate(exchange, settings, 'few', 1, PEOPLE);
    await loadPeople(settings, PEOPLE, manyPeople);
    const step = Math.floor(manyPeople / PEOPLE);
    await send(exchange, messagesOf('warmer', step, PEOPLE));
    await own.drained(300);
    const many = await measureRate(exchange, settings, 'many', step, manyPeople);
    return [few, many];
  } finally {
    await own.close();
  }
}

async function measureRate(exchange: RunningExchange, settings: Settings, name: string, step: number, people: number): Promise<IngestRate> {
  const run = `${name}${Date.now().toString(36)}`;
  const messages = messagesOf(run, step, MESSAGES);
  const begin = performance.now();
  await send(exchange, messages);
  await withClient(settings, 'cie_gateway', async (client) => {
    while ((await client.query("select 1 from feed_message where state = 'queued' limit 1")).rowCount !== 0) await sleep(100);
  });
  const perSecond = (MESSAGES * 1000) / (performance.now() - begin);
  const rows = await readRows(settings, run);
  for (const { tables } of rows) {
    const odd = tables.find((table) => table.rows.length !== MESSAGES);
    if (odd !== undefined) throw new Error(`${MESSAGES} messages made ${odd.rows.length} rows in ${odd.table}`);
  }
  return { people, perSecond, plainPerSecond: await measurePlainInserts(settings, rows) };
}

async function send(exchange: RunningExchange, messages: readonly Uint8Array[]): Promise<void> {
  const [host = '', port = ''] = (exchange.addresses['mllp'] ?? '').split(':');
  const share = Math.ceil(messages.length / CONNECTIONS);
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => sendOverMllp({
    host, port: Number(port), pipeline: 64, messages: messages.slice(at * share, (at + 1) * share),
    onAnswer: (answer) => {
      if (!/MSA\|AA\|[^|]*\|stored/.test(answer)) throw new Error('a message of the benchmark was not accepted');
    },
  })));
}

/** Results of one test each, spread over a thousand of the people loaded. */
function messagesOf(run: string, step: number, count: number): Uint8Array[] {
  const time = new Date().toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return Array.from({ length: count }, (_, index) => {
    const [order, person] = [`${run}-${index}`, (index % PEOPLE) * step];
    return Buffer.from([
      `MSH|^~\\&|SPEED|RYJ|CIE|CIE|${time}||ORU^R01|${order}|P|2.4`,
      `PID|1||${numbers(person)}^^^NHS^NH~S${person}^^^RYJ^MR||Speedwell^Sample||19600229|F`,
      `ORC|RE|${order}|${order}`,
      `OBR|1|${order}|${order}|U&E^Urea and electrolytes^LOCAL|||${time}|||||||||||||||${time}|||F`,
      'OBX|1|NM|CREA^Creatinine^LOCAL||84|umol/L|49 - 92|N|||F',
    ].join('\r'));
  });
}

const known: string[] = [];

/** The valid number of a person, 999 2xx xxxx and on. */
function numbers(person: number): string {
  return (known[person] ??= nhsNumberOf(person));
}

/** People as if they had come by messages: in identity, found by sharing, with a result each. Written straight into the tables, which is all that this measures against. */
async function loadPeople(settings: Settings, from: number, to: number): Promise<void> {
  const people = Array.from({ length: to - from }, (_, index) => from + index);
  const nhsNumbers = people.map(numbers);
  const ids = await withClient(settings, 'cie_identity', async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `with person as (
         insert into patient (id, nhs_number, birth_date, family_name, given_name)
         select gen_random_uuid(), n, '1960-02-29', 'Speedwell', 'Sample' from unnest($1::text[]) n on conflict (nhs_number) do nothing returning id, nhs_number),
       identifier as (
         insert into patient_identifier (patient_id, assigning_authority, value, organisation)
         select id, 'RYJ', 'S' || o, 'RYJ' from person join unnest($1::text[], $2::int[]) g (n, o) on n = nhs_number)
       select id from person`,
      [nhsNumbers, people],
    );
    await client.query('analyze');
    return rows.map(({ id }) => id);
  });
  await withClient(settings, 'cie_results', async (client) => {
    await client.query('insert into applied_message (message_id, patient_id) select gen_random_uuid()::text, id from unnest($1::uuid[]) id', [ids]);
    await copyOfOne(client, ids);
    await client.query('analyze');
  });
  await withClient(settings, 'cie_gateway', async (client) => {
    await client.query(
      `insert into feed_message (id, sender, control_id, event, sha256, order_key, raw, acknowledged, state, received_at, applied_at)
       select gen_random_uuid(), 'LOAD|RYJ', 'load' || id, 'ORU^R01', sha256(id::bytea), sha256(id::bytea), repeat('x', 400)::bytea, 'AA', 'applied', now(), now() from unnest($1::text[]) id`,
      [ids],
    );
    await client.query('analyze');
  });
}

/** One report for each person, alike but for whose it is. */
async function copyOfOne(client: Client, ids: readonly string[]): Promise<void> {
  const columns = (await writtenColumns(client, 'report')).map((name) => `"${name}"`);
  await client.query(
    `insert into report (${columns.join(', ')}) select ${columns.map((name) => `n.${name}`).join(', ')} from (select to_jsonb(r) as one from report r limit 1) r, unnest($1::uuid[]) p,
       jsonb_populate_record(null::report, one || jsonb_build_object('id', gen_random_uuid(), 'patient_id', p, 'filler', 'load' || p)) n`,
    [ids],
  );
}
