import { randomInt } from 'node:crypto';
import { startAppointments } from '@cie/appointments/start';
import { startDocuments } from '@cie/documents/start';
import { startIdentity } from '@cie/identity/start';
import { recordRooms, type RecordRoom } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import { requiredKey, type Settings } from '@cie/kit/settings.ts';
import { seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { startResults } from '@cie/results/start';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOwnPostgres, type OwnPostgres } from '../setup/own-postgres.ts';
import { fillWithMarkedRows, kindsIn, patientId, suppliers, victim, type MarkedTable, type RowKind } from './marked-rows.ts';
import { randomPass, viewerAccount, writePass, type RandomPass } from './random-passes.ts';
import { randomAttack, randomWrites, type Attack } from './random-sql.ts';
import { listen, type Listener, type Told } from './sql-listener.ts';

/** Attacks on each room; CIE_ATTACKS asks for more, CIE_SEED for those of an earlier run. */
const attacksPerRoom = Number(process.env['CIE_ATTACKS'] ?? 700);
const seed = Number(process.env['CIE_SEED'] ?? randomInt(2 ** 31));

const start: Readonly<Record<RecordRoom, (settings: Settings) => Promise<Room>>> = { identity: startIdentity, results: startResults, documents: startDocuments, appointments: startAppointments };

let own: OwnPostgres;
let settings: Settings;
beforeAll(async () => {
  own = await startOwnPostgres();
  settings = { ...own.server.settings, CIE_SANDBOX: 'yes' };
});
afterAll(() => own.stop());

const keyOf = (room: RecordRoom): Uint8Array => requiredKey(settings, `CIE_PASS_KEY_${room.toUpperCase()}`, 32);

describe.each(recordRooms)('abuse cases 26, 27, 30: random SQL of the role of %s with random passes', (room) => {
  let owner: Client;
  let service: Listener;
  let tables: readonly MarkedTable[];
  let functions: readonly string[];

  beforeAll(async () => {
    // Makes the tables; nothing of it may run while rows lie there that no rule would have made.
    await (await start[room](settings)).close();
    owner = new Client({ ...own.server.administrator, database: `cie_${room}` });
    await owner.connect();
    tables = await fillWithMarkedRows(owner, `${room}_service`, viewerAccount);
    await owner.query(`alter role ${room}_service set statement_timeout = '2s'`);
    const { rows } = await owner.query<{ name: string }>("select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'pass') and not p.proname like 'tell\\_%'");
    functions = rows.map(({ name }) => name);
    service = await listen(() => own.server.connect(room, 'service'));
  });
  afterAll(async () => {
    // Undefined where the tables could not be made, which the hook above has told.
    await (service as Listener | undefined)?.close();
    await (owner as Client | undefined)?.end();
  });

  /** What lies in all tables, in one number each. */
  const contents = async (): Promise<unknown[]> => await Promise.all(tables.map(async ({ name }) =>
    (await owner.query<{ rows: unknown }>(`select '${name}' as name, count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from ${name} t`)).rows[0]));

  it(`reads and writes no row that its passes do not open, in ${attacksPerRoom} attacks (seed ${seed})`, { timeout: 120_000 + attacksPerRoom * 100 }, async () => {
    const pick = seededGenerator(seed ^ room.length);
    const before = await contents();
    const seen = { statements: 0, refused: 0, shown: 0, exact: 0, written: 0 };
    for (let count = 0; count < attacksPerRoom; count += 1) {
      const writes = pick(4) === 0;
      const passes = writes ? [writePass(pick, room, keyOf), ...(pick(2) === 0 ? [randomPass(pick, room, keyOf)] : [])] : Array.from({ length: pick(4) }, () => randomPass(pick, room, keyOf));
      const attack = writes ? randomWrites(pick, tables) : randomAttack(pick, tables, functions);
      const told = await service.run(passes.map(({ text }) => text).join(' '), attack.statements, passes.every(({ kind }) => kind !== 'a write pass') && pick(2) === 0);
      expect(faultsOf(passes, attack, told), `seed ${seed}: ${JSON.stringify({ passes, attack: attack.statements })}`).toEqual([]);
      seen.statements += attack.statements.length;
      seen.refused += told.refused;
      seen.shown += kindsIn(told.text).length;
      seen.written += told.writes.length;
      seen.exact += Number(attack.exact !== undefined && told.rows > 0);
    }
    expect(await contents()).toEqual(before);
    console.info(`${room}: ${seen.statements} statements in ${attacksPerRoom} attacks, ${seen.refused} refused; foreign rows 0, foreign writes 0; ${seen.shown} rows shown and ${seen.written} written that passes open, ${seen.exact} answers exact (seed ${seed})`);
    // Without these the zeros would mean little.
    const writable = tables.some(({ updated, inserted }) => updated.length + inserted.length > 0);
    expect([seen.shown > attacksPerRoom, seen.exact > attacksPerRoom / 50, seen.written > 0]).toEqual([true, true, writable]);
  });

  /** What an attack got that its passes do not open; empty when all is well. */
  function faultsOf(passes: readonly RandomPass[], { statements, exact }: Attack, { text, rows, writes }: Told): string[] {
    const open = (kind: RowKind): boolean => passes.some((pass) => pass.opens(kind));
    const named = (id: string): boolean => statements.some((statement) => statement.includes(id)) || passes.some((pass) => pass.text.includes(id));
    const shown = exact?.rows.filter(open).length ?? rows;
    return [
      ...kindsIn(text).filter((kind) => !open(kind)).map((kind) => `shown ${JSON.stringify(kind)}`),
      // What no statement named can only have come out of a row.
      ...(text.includes(patientId(victim)) && !named(patientId(victim)) ? ['shown the id of somebody else'] : []),
      ...writes.filter((write) => !mayWrite(passes, write)).map((write) => `written ${JSON.stringify(write)}`),
      ...(rows === shown ? [] : [`${rows} rows in place of ${shown}`]),
    ];
  }

  /** A trigger may take along what else is of the patient; that somebody opened a report may be noted under the pass to read it. */
  function mayWrite(passes: readonly RandomPass[], { depth, row, patient, label, organisation }: Told['writes'][number]): boolean {
    if (passes.some((pass) => pass.writes(patient, label, organisation))) return true;
    return (depth > 1 || row === 'report_opening') && passes.some((pass) => (row === 'report_opening' || pass.kind === 'a write pass') && pass.text.includes(patient));
  }

  it('the marks are found by every way that rows come out (so that the zeros above mean something)', async () => {
    const all = await listen(() => new Promise((resolve, reject) => {
      const client = new Client({ ...own.server.administrator, database: `cie_${room}` });
      client.connect().then(() => resolve(client), reject);
    }));
    const [table] = tables.filter((each) => each.readable && each.texts.length > 0);
    const name = table?.name ?? '';
    const [text = ''] = table?.texts ?? [];
    for (const statement of [
      `select * from ${name}`, `copy ${name} to stdout`, `select ${text}::int from ${name}`, `do $$ declare r record; begin for r in select * from ${name} loop raise notice '%', r; end loop; end $$`,
      `select convert_to(${text}, 'UTF8') from ${name}`, `declare c cursor for select * from ${name}; fetch all from c`,
      `select set_config('my.loot', ${text}, true) from ${name}; select current_setting('my.loot')`, `update ${name} set label = label returning *`,
    ]) {
      const told = await all.run('', [statement], false);
      expect(kindsIn(told.text).length, `${statement}`).toBeGreaterThan(0);
      expect(told.writes.some(({ patient, organisation }) => patient === patientId(victim) && organisation === suppliers[0])).toBe(statement.startsWith('update'));
    }
    await all.close();
  });
});
