import type { RunningExchange } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import type { Measured } from './measure.ts';
import { measureGateway } from './record-query.ts';

/** The record query of one patient, with few results of others in the database and with many. */
export interface BySize {
  /** Results (observations) that the database held in each of the measurements. */
  readonly few: number;
  readonly many: number;
  /** Before the many came, and after they were gone again: what the machine did meanwhile shows between these two. */
  readonly before: Measured;
  readonly full: Measured;
  readonly after: Measured;
}

const people = 10_000;
const reports = 250_000;
const testsEach = 4;

/** Reports of invented people who have nothing else here; written by their administrator, for neither feed nor service would take part. */
const addReports = `
  insert into report (patient_id, id, organisation, label, delay_from, kind, filler, code, code_system, name, status, issued_at, sent_at, comments, corrected)
  select md5('bulk ' || n % ${people})::uuid, gen_random_uuid(), 'RYJ', 0, at, 0, 'BULK' || n, 'UE', 'L', 'Urea and electrolytes', 3, at, at, '{}', false
  from generate_series(1, ${reports}) n, lateral (select now() - n * interval '1 minute' as at) times`;
const addTests = `
  insert into observation (patient_id, id, report_id, organisation, label, position, code, code_system, name, sub_id, type, value, unit, reference_range, low, high, status, issued_at, sent_at, observed_at, comments, corrected)
  select r.patient_id, gen_random_uuid(), r.id, 'RYJ', 0, k, 'T' || k, 'L', 'Test ' || k, '', 'NM', '4.' || k, 'mmol/L', '3.5 - 5.3', 3.5, 5.3, 3, r.issued_at, r.issued_at, r.issued_at, '{}', false
  from report r, generate_series(1, ${testsEach}) k where r.filler like 'BULK%'`;
const removeAll = ["delete from observation where report_id in (select id from report where filler like 'BULK%')", "delete from report where filler like 'BULK%'"];

/** Measures the record query with the sandbox's results alone, among a million of other people, and alone again. */
export async function measureBySize(exchange: RunningExchange, nhsNumber: string, pid: number): Promise<BySize> {
  const own = inside(exchange);
  try {
    const few = await settle(own);
    const before = await measureGateway(exchange, nhsNumber, pid);
    await own.sql('cie_results', addReports);
    await own.sql('cie_results', addTests);
    const many = await settle(own);
    const full = await measureGateway(exchange, nhsNumber, pid);
    for (const text of removeAll) await own.sql('cie_results', text);
    await settle(own);
    return { few, many, before, full, after: await measureGateway(exchange, nhsNumber, pid) };
  } finally {
    await own.close();
  }
}

/** Lets the database take stock and write down what it holds in memory, as it does by itself in time; tells how many results there are. */
async function settle(own: Inside): Promise<number> {
  await own.sql('cie_results', 'vacuum (analyze) report, observation');
  await own.sql('cie_results', 'checkpoint');
  const [row] = await own.sql<{ count: number }>('cie_results', 'select count(*)::integer as count from observation');
  return row?.count ?? 0;
}
