import { allLabels, type Label } from '@cie/kit/names.ts';
import type { Client } from 'pg';

/**
 * Rows that say what they are in every text, number of their own and file they hold, so that whatever comes out of the database by whatever way
 * can be traced to the row it came from. Checks and foreign keys are dropped first: only policies and grants are under test.
 */

export const patients = [0, 1, 2, 3, 4] as const;
/** Nobody is ever given a pass for this one. */
export const victim = 4;
/** What no row of a patient is: accounts, notices and the like, which no pass shows. */
const ofNoPatient = 9;
export const suppliers = ['RYJ', 'RQM', 'RAS', 'R1K', 'PATIENT'] as const;

/** What decides who sees a row. */
export interface RowKind {
  readonly patient: number;
  readonly label: Label;
  readonly supplier: number;
  readonly delayed: boolean;
}

export interface MarkedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly texts: readonly string[];
  /** Of patient, label and organisation, as passes go by; the others no pass shows. */
  readonly guarded: boolean;
  readonly readable: boolean;
  /** Columns that the service may write, where a write pass allows the row. */
  readonly updated: readonly string[];
  readonly inserted: readonly string[];
  readonly rows: readonly RowKind[];
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly element: string;
  readonly fixed: boolean;
}

/** Hold nothing of any person; the one of appointments is read by the service. */
const ofNobody = ['migrations', 'key', 'delay_policy', 'file_key', 'outbound_route'];

export const patientId = (patient: number): string => `c1a5f00${patient}-0000-4000-8000-000000000000`;
const textMark = ({ patient, label, supplier, delayed }: RowKind): string => `~p${patient}l${label}o${supplier}d${Number(delayed)}~`;
/** One for each kind, so that every row that names another names the one of its own kind. */
const idMark = ({ patient, label, supplier, delayed }: RowKind): string => `c1a5500${patient}-000${label}-400${supplier}-800${Number(delayed)}-000000000000`;

/** Every kind of row whose mark stands in a text: plain, as an id, or in hexadecimal as files come. */
export function kindsIn(text: string): RowKind[] {
  const hexDigit = '3([0-9])';
  const marks = [/~p(\d)l(\d)o(\d)d(\d)~/g, /c1a5500(\d)-000(\d)-400(\d)-800(\d)/g, new RegExp(`7e70${hexDigit}6c${hexDigit}6f${hexDigit}64${hexDigit}7e`, 'g')];
  return marks.flatMap((mark) => [...text.matchAll(mark)].map(([, patient, label, supplier, delayed]) => ({
    patient: Number(patient), label: allLabels.find((each) => each === Number(label)) ?? 0, supplier: Number(supplier), delayed: delayed === '1',
  })));
}

/** Fills every table of a room's database; `author` stands wherever somebody's account does. */
export async function fillWithMarkedRows(owner: Client, service: string, author: string): Promise<readonly MarkedTable[]> {
  const { rows: columns } = await owner.query<Column>(`
    select c.table_name as table, c.column_name as column, c.data_type as type, c.udt_name as element, (c.is_generated = 'ALWAYS' or c.is_identity = 'YES') as fixed
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> all ($1) order by c.table_name, c.ordinal_position`, [ofNobody]);
  const { rows: constraints } = await owner.query<{ drop: string }>(`
    select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop from pg_constraint
    where connamespace = 'public'::regnamespace and (contype in ('c', 'f', 'u') or contype = 'p' and not exists (
      select from pg_attribute a where a.attrelid = conrelid and a.attnum = any (conkey) and a.attname <> 'patient_id' and a.atttypid = 'uuid'::regtype))`);
  for (const { drop } of constraints) await owner.query(drop);
  // Rules of arrival would relabel and refuse; what is under test is who reads what lies there.
  await owner.query('set session_replication_role = replica');

  const tables: MarkedTable[] = [];
  for (const [name, own] of Map.groupBy(columns, (column) => column.table)) {
    const names = new Set(own.map((each) => each.column));
    const guarded = ['patient_id', 'label', 'organisation', 'release_at'].every((each) => names.has(each));
    const delays = names.has('delayed_until') || own.some((each) => each.column === 'release_at' && !each.fixed);
    const rows = kindsOf(names.has('patient_id'), delays);
    const written = own.filter((each) => !each.fixed);
    for (const [serial, kind] of rows.entries()) {
      await owner.query(`insert into "${name}" (${written.map((each) => `"${each.column}"`).join(', ')}) values (${written.map((_each, index) => `$${index + 1}`).join(', ')})`,
        written.map((column) => valueOf(column, kind, serial, author)));
    }
    await owner.query(noticeOfWrites(name, names));
    const may = async (right: string): Promise<string[]> => (await owner.query<{ column: string }>(
      'select attname as column from pg_attribute where attrelid = $2::regclass and attnum > 0 and not attisdropped and has_column_privilege($1, attrelid, attnum, $3) order by attnum', [service, name, right])).rows.map(({ column }) => column);
    const [read, updated, inserted] = [await may('select'), await may('update'), await may('insert')];
    tables.push({ name, guarded, readable: read.length > 0, updated, inserted, rows, columns: [...names], texts: own.filter((each) => each.type === 'text' && each.column !== 'organisation').map((each) => each.column) });
  }
  await owner.query("set session_replication_role = origin");
  return tables;
}

function kindsOf(ofPatients: boolean, delays: boolean): RowKind[] {
  return (ofPatients ? patients : [ofNoPatient]).flatMap((patient) => allLabels.flatMap((label) => suppliers.flatMap((_name, supplier) =>
    (delays ? [false, true] : [false]).map((delayed) => ({ patient, label, supplier, delayed })))));
}

function valueOf({ column, type, element }: Column, kind: RowKind, serial: number, author: string): unknown {
  if (column === 'patient_id') return kind.patient === ofNoPatient ? idMark(kind) : patientId(kind.patient);
  if (column === 'label') return kind.label;
  if (column === 'organisation') return suppliers[kind.supplier];
  if (column === 'author_id') return author;
  if (column === 'delayed_until' || column === 'release_at') return kind.delayed ? new Date(Date.now() + 864_000_000) : new Date(0);
  if (type === 'uuid') return idMark(kind);
  if (type === 'text') return textMark(kind);
  if (type === 'jsonb') return JSON.stringify({ mark: textMark(kind) });
  if (type === 'bytea') return Buffer.from(textMark(kind));
  if (type === 'ARRAY') return element === '_text' ? [textMark(kind)] : [];
  if (type === 'boolean') return false;
  if (type === 'date') return '1980-01-01';
  if (type === 'interval') return '1 day';
  return type.startsWith('timestamp') ? new Date(0) : type === 'smallint' ? 0 : serial;
}

/** Every row that anybody writes is told to the writer's connection, which a rollback does not take back. */
function noticeOfWrites(table: string, columns: ReadonlySet<string>): string {
  const row = (name: string): string => ['patient_id', 'label', 'organisation'].map((column) => (columns.has(column) ? `${name}.${column}` : "''")).join(" || '/' || ");
  return `
  create function tell_${table}() returns trigger language plpgsql as $$ begin
    if tg_op <> 'INSERT' then raise notice 'WROTE % % ${table} %', pg_trigger_depth(), tg_op, ${row('old')}; end if;
    if tg_op <> 'DELETE' then raise notice 'WROTE % % ${table} %', pg_trigger_depth(), tg_op, ${row('new')}; end if;
    return null;
  end $$;
  create trigger zz_tell after insert or update or delete on "${table}" for each row execute function tell_${table}();`;
}
