import { allLabels } from '@cie/kit/names.ts';
import { patientId, suppliers, victim, type MarkedTable } from './marked-rows.ts';

/** A number below a bound, from a seed. */
export type Pick = (below: number) => number;

export const oneOf = <T>(pick: Pick, list: readonly T[]): T => {
  const found = list[pick(list.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};

/** What somebody writes who has got hold of the service's connection: a few statements of one transaction. */
export interface Attack {
  readonly statements: readonly string[];
  /** Where these statements are the whole attack, each shows every row of this table that the passes open. */
  readonly exact?: MarkedTable;
}

export function randomAttack(pick: Pick, tables: readonly MarkedTable[], functions: readonly string[]): Attack {
  const readable = tables.filter((table) => table.readable);
  const exact = oneOf(pick, readable.filter((table) => table.guarded));
  if (pick(6) === 0) return { statements: [oneOf(pick, [`select * from ${exact.name}`, `table ${exact.name}`, `select t from ${exact.name} t where true or patient_id is null`])], exact };
  const statements = Array.from({ length: 1 + pick(3) }, () => randomStatement(pick, tables, readable, functions));
  return { statements };
}

/** Writes of the forms that the rooms themselves use, on what the service may write: only the passes decide. */
export function randomWrites(pick: Pick, tables: readonly MarkedTable[]): Attack {
  const written = tables.filter((each) => each.readable && each.updated.length + each.inserted.length > 0);
  const chosen = oneOf(pick, written.length === 0 ? tables : written);
  const table = chosen.name;
  const where = oneOf(pick, ['true', `patient_id = '${patientId(pick(5))}'`, `label = ${oneOf(pick, allLabels)}`]);
  const copied = chosen.inserted.map((name) => (name === 'id' ? 'gen_random_uuid()' : name === 'label' && pick(3) === 0 ? String(oneOf(pick, allLabels)) : name === 'patient_id' && pick(4) === 0 ? `'${patientId(pick(5))}'` : `"${name}"`));
  const columns = chosen.inserted.map((name) => `"${name}"`).join(', ');
  const insert = `insert into ${table} (${columns}) select ${copied.join(', ')} from ${table} where ${where} limit ${1 + pick(3)}`;
  if (chosen.updated.length === 0) return { statements: [insert] };
  const one = `"${oneOf(pick, chosen.updated)}"`;
  return { statements: [oneOf(pick, [
    insert, `update ${table} set ${one} = ${one} where ${where}`, `update ${table} set label = ${oneOf(pick, allLabels)} where ${where}`,
    `update ${table} set ${one} = (select ${one} from ${table} order by random() limit 1) where ${where}`,
  ])] };
}

function randomStatement(pick: Pick, tables: readonly MarkedTable[], readable: readonly MarkedTable[], functions: readonly string[]): string {
  const any = oneOf(pick, tables);
  const table = pick(6) === 0 ? any : oneOf(pick, readable);
  const kinds = [selection, selection, selection, joined, sideways, write, write, wrapped, setting, structure, (): string => callOf(pick, functions), catalogue];
  return oneOf(pick, kinds)(pick, table, readable);
}

const column = (pick: Pick, table: MarkedTable): string => `"${oneOf(pick, table.columns)}"`;
const text = (pick: Pick, table: MarkedTable): string => table.texts.length === 0 ? 'patient_id::text' : `"${oneOf(pick, table.texts)}"`;

function condition(pick: Pick, table: MarkedTable, readable: readonly MarkedTable[]): string {
  const inner = oneOf(pick, readable);
  return oneOf(pick, [
    'true', 'not false', `label = ${oneOf(pick, allLabels)}`, `organisation = '${oneOf(pick, suppliers)}'`, `patient_id = '${patientId(pick(5))}'`, `patient_id = '${patientId(victim)}'`,
    `patient_id <> '${patientId(pick(5))}' or 1=1 --`, 'release_at > now()', 'release_at <= now() or release_at is not null', `exists (select from ${inner.name})`,
    `patient_id in (select patient_id from ${inner.name})`, `patient_id not in (select patient_id from ${inner.name} where label = 9)`,
    // What is evaluated before the policy would tell of the row by an error, a setting or a notice.
    `${text(pick, table)}::int > 0`, `1 / (label - label) = 0`, `set_config('my.loot', coalesce(current_setting('my.loot', true), '') || ${text(pick, table)}, true) is not null`,
    `${text(pick, table)}::xml is document`, `('{' || ${text(pick, table)})::jsonb is not null`, `${text(pick, table)} ~ ${text(pick, table)}`, `pg_input_is_valid(${text(pick, table)}, 'int')`,
    `(select pass.patients()) is not null or true`, `row_to_json(${table.name})::text <> ''`, `lo_from_bytea(0, convert_to(${text(pick, table)}, 'UTF8')) > 0`,
    `has_table_privilege(${text(pick, table)}, 'select')`, `to_regclass(${text(pick, table)}) is null`, `'x' like ${text(pick, table)} escape ${text(pick, table)}`,
  ]);
}

function selection(pick: Pick, table: MarkedTable, readable: readonly MarkedTable[]): string {
  const shown = oneOf(pick, ['*', 'count(*)', column(pick, table), `max(${text(pick, table)})`, `string_agg(${text(pick, table)}, ',')`, `jsonb_agg(to_jsonb(${table.name}))`, `distinct ${column(pick, table)}`,
    'ctid, xmin, *', `array_agg(patient_id)`, 'tableoid::regclass, *', `first_value(${text(pick, table)}) over (order by random())`]);
  const order = pick(3) === 0 && !/\(|distinct/.test(shown) ? ` order by ${column(pick, table)} desc` : '';
  const end = `${order}${pick(4) === 0 ? ` limit ${pick(50)} offset ${pick(20)}` : ''}${pick(12) === 0 && shown === '*' ? ' for update' : ''}${pick(15) === 0 ? ' for key share skip locked' : ''}`;
  return `select ${shown} from ${pick(9) === 0 ? 'only ' : ''}${table.name} where ${condition(pick, table, readable)}${end}`.replace(/ --(.*)$/, '$1 --');
}

function joined(pick: Pick, table: MarkedTable, readable: readonly MarkedTable[]): string {
  const [a, b] = [table.name, oneOf(pick, readable).name];
  return oneOf(pick, [
    `select a.*, b.* from ${a} a cross join ${b} b limit 300`,
    `select * from ${a} a full join ${b} b on a.patient_id = b.patient_id where b.patient_id is null or a.label <> b.label limit 300`,
    `select * from ${a} a, lateral (select * from ${b} b where b.patient_id <> a.patient_id limit 5) c limit 300`,
    `with stolen as materialized (select * from ${a}) select * from stolen, ${b} b limit 300`,
    `with recursive r as (select patient_id, 1 as n from ${a} union all select b.patient_id, n + 1 from r, ${b} b where n < 2) select distinct patient_id, n from r`,
    `select patient_id from ${a} union all select patient_id from ${b} except select null::uuid`,
    `select (select jsonb_agg(x) from ${b} x) from ${a} limit 3`,
    `select t.* from ${a} t tablesample system (100)`,
  ]);
}

/** The same rows by other statements than a selection. */
function sideways(pick: Pick, table: MarkedTable, readable: readonly MarkedTable[]): string {
  const select = selection(pick, table, readable).replace(/ --$/, '');
  return oneOf(pick, [
    `copy ${table.name} to stdout`, `copy (${select}) to stdout (format csv, header)`, `copy ${table.name} (${column(pick, table)}) to stdout`, `copy ${table.name} to '/tmp/cie-stolen'`,
    `copy ${table.name} to program 'cat'`, `copy ${table.name} from stdin`, `explain (analyze, verbose, costs off, timing off) ${select}`, `explain (analyze, buffers, format json) ${select}`,
    `declare c scroll cursor with hold for ${select}; fetch all from c; move absolute 0 in c; fetch all from c`, `prepare p as ${select}; execute p; deallocate p`,
    `select query_to_xml(${quoted(select)}, true, true, '')`, `select table_to_xml('${table.name}', true, true, '')`, "select schema_to_xml('public', true, true, '')", "select database_to_xml(true, true, '')",
    `select * from ts_stat(${quoted(`select to_tsvector('simple', ${text(pick, table)}) from ${table.name}`)})`, `create temp table loot as ${select}`, `select * into temp loot from ${table.name}`,
    `create temp view loot as ${select}`, `create materialized view loot as ${select}`, `do $$ declare r record; begin for r in ${select} loop raise notice '%', r; end loop; end $$`,
    `do $$ declare r record; begin for r in select * from ${table.name} loop raise exception '%', r; end loop; end $$`, `select pg_notify('loot', ${text(pick, table)}) from ${table.name}`,
    `select lo_export(lo_from_bytea(0, ''::bytea), '/tmp/cie-stolen')`, `select currtid2('${table.name}', '(0,1)'::tid)`,
  ]);
}

function write(pick: Pick, any: MarkedTable, readable: readonly MarkedTable[]): string {
  const written = readable.filter((each) => each.updated.length + each.inserted.length > 0);
  const table = written.length > 0 && pick(3) > 0 ? oneOf(pick, written) : any;
  const where = condition(pick, table, readable).replace(/ --$/, '');
  const [one, other] = [table.updated.length > 0 && pick(4) > 0 ? `"${oneOf(pick, table.updated)}"` : column(pick, table), column(pick, table)];
  const label = oneOf(pick, allLabels);
  const row = `'${patientId(pick(5))}', gen_random_uuid(), '${oneOf(pick, suppliers)}', ${label}`;
  const copied = table.inserted.map((name) => (name === 'id' ? 'gen_random_uuid()' : name === 'patient_id' && pick(3) === 0 ? `'${patientId(pick(5))}'` : `"${name}"`));
  return oneOf(pick, [
    ...(copied.length === 0 ? [] : Array.from({ length: 5 }, () => `insert into ${table.name} (${table.inserted.map((name) => `"${name}"`).join(', ')}) select ${copied.join(', ')} from ${table.name} where ${where} limit ${1 + pick(3)}`)),
    `update ${table.name} set ${one} = ${one} where ${where}`, `update ${table.name} set ${one} = ${one}`, `update ${table.name} set label = label`,
    `update ${table.name} set ${one} = ${one} where ${where} returning *`, `update ${table.name} set ${one} = ${other} where ${where}`, `update ${table.name} set label = ${label} where ${where} returning *`,
    `update ${table.name} set patient_id = '${patientId(pick(5))}' where ${where} returning *`, `update ${table.name} set organisation = '${oneOf(pick, suppliers)}', label = ${label}`,
    `update ${table.name} a set ${one} = b.${one} from ${table.name} b where a.patient_id <> b.patient_id returning a.*, b.*`, `delete from ${table.name} where ${where} returning *`,
    `delete from ${table.name} using ${oneOf(pick, readable).name} b returning *`, `truncate ${table.name}`, `truncate ${table.name} cascade`, `insert into ${table.name} select * from ${table.name} returning *`,
    `insert into ${table.name} (patient_id, id, organisation, label) values (${row}) returning *`,
    `insert into ${table.name} (patient_id, id, organisation, label) values (${row}) on conflict do nothing returning *`,
    `insert into ${table.name} (patient_id, id) select patient_id, id from ${table.name} on conflict (patient_id, id) do update set label = ${label} returning *`,
    `merge into ${table.name} t using ${oneOf(pick, readable).name} s on true when matched then update set label = ${label} when not matched then do nothing`,
    `merge into ${table.name} t using (select 1) s on true when matched then delete`,
    `with gone as (delete from ${table.name} returning *) select * from gone`, `with moved as (update ${table.name} set label = ${label} returning *) select * from moved`,
    `insert into report_opening (patient_id, report_id, viewer_id) select '${patientId(pick(5))}', gen_random_uuid(), gen_random_uuid()`,
    `lock table ${table.name} in access exclusive mode`, `select * from ${table.name} for update`,
  ]);
}

function wrapped(pick: Pick, table: MarkedTable, readable: readonly MarkedTable[]): string {
  const inner = selection(pick, table, readable).replace(/ --$/, '');
  return oneOf(pick, [
    `select * from (${inner}) x`, `select (x).* from (${inner}) x`, `select array(select ${text(pick, table)} from ${table.name})`, `select to_jsonb(x) from (${inner}) x`, `(${inner}) union all (${inner})`,
    `select exists (${inner})`, `select count(*) from (${inner}) x`, `savepoint s; ${inner}; rollback to s`, `begin; ${inner}; commit; ${inner}`, `${inner}; rollback; ${inner}`,
  ]);
}

/** Games with what the database remembers of a connection. */
function setting(pick: Pick, table: MarkedTable): string {
  const made = `v1|results|x|${patientId(victim)}|self|0,1,2,3|*|y|r|e|9999999999999|1|${'0'.repeat(64)}`;
  const then = `select * from ${table.name}`;
  return oneOf(pick, [
    `select set_config('cie.pass', '${made}', ${oneOf(pick, ['true', 'false'])}); ${then}`, `set cie.pass = '${made}'; ${then}`, `set local "cie.pass" to ' '; ${then}`, `reset cie.pass; ${then}`, `reset all; ${then}`,
    `set local row_security = off; ${then}`, `set row_security = off; update ${table.name} set label = 0`, `set local search_path = pg_temp, public; ${then}`, `set role postgres; ${then}`, 'set role none', `reset role; ${then}`,
    `set session authorization postgres; ${then}`, `reset session authorization; ${then}`, `set session_replication_role = replica; ${then}`, `set local default_transaction_read_only = off; ${then}`,
    `set local timezone = 'UTC+15'; ${then}`, `set plan_cache_mode = force_generic_plan; prepare q as ${then}; execute q`, "set local log_statement = 'all'", `set local enable_indexscan = off; set local enable_bitmapscan = off; ${then}`,
    `set local jit_above_cost = 0; ${then}`, `select current_setting('cie.pass', true), current_setting('my.loot', true)`, "select current_setting('my.loot', true)", `set local debug_print_plan = on; ${then}`,
    `set local lc_messages = 'C'; set local client_min_messages = debug5; ${then}`, `set local standard_conforming_strings = off; ${then}`, `set local quote_all_identifiers = on; ${then}`,
  ]);
}

function structure(pick: Pick, table: MarkedTable): string {
  const loot = `as $$ begin raise exception 'loot %', new; end $$`;
  return oneOf(pick, [
    `alter table ${table.name} disable row level security`, `alter table ${table.name} no force row level security`, `drop policy if exists read_with_pass on ${table.name}`, `create policy mine on ${table.name} using (true)`,
    `alter policy read_with_pass on ${table.name} using (true)`, `grant all on ${table.name} to public`, `alter table ${table.name} owner to current_user`, `create index on ${table.name} (label)`, `analyze ${table.name}`, `vacuum ${table.name}`,
    `cluster ${table.name}`, `create function public.f() returns trigger language plpgsql ${loot}`, `create or replace function pass.patients() returns uuid[] language sql as 'select array[]::uuid[]'`, 'create schema loot',
    `create function pg_temp.f() returns int language sql as 'select 1'`, `create rule r as on select to ${table.name} do instead select 1`, `create trigger t before insert on ${table.name} for each row execute function pg_catalog.suppress_redundant_updates_trigger()`,
    `create extension dblink`, `create extension file_fdw`, `alter system set log_statement = 'all'`, `alter role current_user bypassrls`, `alter role current_user superuser`, `grant pg_read_all_data to current_user`, `comment on table ${table.name} is 'x'`,
    `create publication p for table ${table.name}`, `alter database ${'cie_results'} set cie.pass = 'x'`, `drop table ${table.name} cascade`, `create table loot (like ${table.name})`, `create statistics loot on label, organisation from ${table.name}`,
    `create aggregate public.loot (text) (sfunc = textcat, stype = text)`, `create operator public.<<< (procedure = texteq, leftarg = text, rightarg = text)`, `alter function pass.patients() leakproof`, `load 'auto_explain'`,
  ]);
}

/** A function of the database's own with arguments of the right number, most of them nothing. */
function callOf(pick: Pick, functions: readonly string[]): string {
  const signature = oneOf(pick, functions);
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',').filter((type) => type !== '');
  const given = types.map((type) => oneOf(pick, ['null', `'${oneOf(pick, [patientId(victim), '{}', '1', 'results', 'x'])}'`]) + `::${type}`);
  return `select ${signature.slice(0, signature.indexOf('('))}(${given.join(', ')})`;
}

function catalogue(pick: Pick, table: MarkedTable): string {
  return oneOf(pick, [
    'select * from pass.key', 'select * from pass.key for update', 'delete from pass.key', "insert into pass.key values ('results', '2', '\\x00')", 'select * from pg_stats', `select most_common_vals, histogram_bounds from pg_stats where tablename = '${table.name}'`,
    'select * from pg_statistic', 'select * from pg_statistic_ext_data', 'select * from pg_stats_ext', 'select * from pg_authid', 'select * from pg_shadow', 'select query from pg_stat_activity', 'select * from pg_prepared_statements',
    'select * from pg_cursors', 'select * from pg_largeobject', 'select * from pg_settings where name like \'cie%\'', 'select * from pg_file_settings', 'select * from pg_hba_file_rules', "select pg_read_file('postgresql.conf')", "select pg_ls_dir('.')",
    `select pg_read_binary_file(pg_relation_filepath('${table.name}'))`, 'select * from pg_user_mappings', 'select pg_current_logfile()', `select pg_relation_filepath('${table.name}')`, "select lo_import('/etc/passwd')",
    'select * from information_schema.tables', `select pg_terminate_backend(pg_backend_pid() + 1)`, `select pg_get_functiondef('pass.patients()'::regprocedure)`, 'select prosrc from pg_proc where pronamespace = \'pass\'::regnamespace',
    "select pg_create_logical_replication_slot('loot', 'test_decoding')", 'select * from pg_stat_statements', 'select * from migrations', 'select * from notice', 'select * from account',
  ]);
}

const quoted = (statement: string): string => `'${statement.replaceAll("'", "''")}'`;
