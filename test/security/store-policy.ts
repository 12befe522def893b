import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { DoorFacts } from '@cie/sharing/standings';
import type { Client } from 'pg';

type Value = string | number | boolean | Date | null | readonly (string | number)[];

/** Lets rows be written that no use case would write in this way: what counts is what is read of them. */
export async function dropChecks(sharing: Client): Promise<void> {
  const { rows } = await sharing.query<{ drop: string }>("select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop from pg_constraint where connamespace = 'public'::regnamespace and contype in ('c', 'f')");
  for (const { drop } of rows) await sharing.query(drop);
}

/** Writes what sharing would know of this viewer and this record into its tables. Resolves with the names under which what was granted in person goes (ACS-7). */
export async function storePolicy(sharing: Client, patientId: string, viewer: Viewer, facts: DoorFacts): Promise<readonly string[]> {
  const granted: string[] = [];
  const named = (kind: string): string => {
    const id = randomUUID();
    granted.push(`${kind}-${id}`);
    return id;
  };
  const add = (table: string, row: Readonly<Record<string, Value>>): Promise<void> => insertFilled(sharing, table, row);
  const about = { patient_id: patientId, account_id: viewer.accountId };
  const past = new Date(Date.now() - 3_600_000);
  await add('patient_finder', { patient_id: patientId });
  for (const { labels, until, team, revokedAt } of facts.invitations) {
    const invited = { id: team ? randomUUID() : named('invitation'), patient_id: patientId, labels, ends_at: until, revoked_at: revokedAt === undefined ? null : past };
    if (!team) await add('invitation', { ...invited, ...(viewer.email === null ? { account_id: viewer.accountId, accepted_at: past, organisation: viewer.organisation } : { email: viewer.email }) });
    else {
      const of = randomUUID();
      await add('team', { id: of, organisation: viewer.organisation ?? 'RYJ' });
      await add('team_member', { team_id: of, account_id: viewer.accountId });
      await add('invitation', { ...invited, team_id: of });
    }
  }
  for (const proxy of facts.proxies) {
    await add('proxy', {
      ...about, id: named('proxy'), basis: proxy.basis, birth_date: proxy.birthDate, decided: proxy.decided, labels: proxy.labels, ends_at: proxy.endsAt, reviewed_at: proxy.reviewedAt, consent: proxy.consent,
      suspended_by_patient_at: proxy.suspendedByPatientAt, suspended_by_desk_at: proxy.suspendedByDeskAt,
    });
  }
  for (const { endsAt } of facts.emergencies) await add('emergency', { ...about, id: named('emergency'), ends_at: endsAt });
  for (const organisation of facts.careOrganisations) await add('care', { patient_id: patientId, organisation });
  if (facts.flagged) await add('record_flag', { id: randomUUID(), patient_id: patientId });
  for (const { until } of facts.reasons) await add('stated_reason', { ...about, id: randomUUID(), ends_at: until });
  for (const { labels, until } of facts.requests) await add('records_request', { ...about, id: named('copy'), decided: 'approved', released: labels, collect_until: until, collected_at: past });
  for (const { until } of facts.reviews) await add('records_request', { id: named('review'), patient_id: patientId, account_id: randomUUID(), decided: 'open', reviewer_id: viewer.accountId, review_until: until });
  return granted;
}

const columns = new Map<string, readonly { column: string; type: string; needed: boolean }[]>();

/** A row with these values; whatever else it must have is filled in. Values for columns that are not there fail the test that gives them. */
async function insertFilled(client: Client, table: string, row: Readonly<Record<string, Value>>): Promise<void> {
  const known = columns.get(table) ?? (await client.query<{ column: string; type: string; needed: boolean }>(`
    select column_name as column, data_type as type, is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER' as needed
    from information_schema.columns where table_schema = 'public' and table_name = $1`, [table])).rows;
  columns.set(table, known);
  const filled: Record<string, unknown> = { ...Object.fromEntries(known.filter(({ needed }) => needed).map(({ column, type }) => [column, fillFor(type)])), ...row };
  const names = Object.keys(filled);
  await client.query(`insert into ${table} (${names.join(', ')}) values (${names.map((_name, index) => `$${index + 1}`).join(', ')})`, Object.values(filled));
}

function fillFor(type: string): unknown {
  if (type === 'uuid') return randomUUID();
  if (type === 'text') return randomUUID();
  if (type === 'bytea') return Buffer.from(randomUUID());
  if (type === 'boolean') return false;
  if (type === 'jsonb') return '{}';
  if (type === 'ARRAY') return [];
  if (type === 'date') return '1980-01-01';
  return type.startsWith('timestamp') ? new Date(0) : 0;
}
