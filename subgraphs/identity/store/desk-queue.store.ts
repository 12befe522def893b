import { caseKinds, type CaseAnswers, type CaseEvent, type CaseKind, type CaseRecord, type CaseSummary, type IdentityCheck } from '@cie/kit/desk.ts';
import type { MergedRecord } from '@cie/kit/merges.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { EntityManager } from 'typeorm';
import type { CaseFilter, Desk, HeldCase, NamedRecord } from '../domain/desk/desk.ts';
import { openCaseWithReference } from './desk-case.store.ts';

interface SummaryRow {
  readonly id: string;
  readonly reference: string;
  readonly kind: CaseSummary['kind'];
  readonly state: CaseSummary['state'];
  readonly name: string | null;
  readonly topic: string | null;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly closed_at: Date | null;
  readonly taken_by: string | null;
  readonly holder_name: string | null;
}

const summaryColumns = `c.id, c.reference, c.kind, c.state, c.contact ->> 'name' as name, c.details ->> 'topic' as topic,
  c.opened_at, c.due_at, c.closed_at, c.taken_by, h.name as holder_name`;

function summaryOf(row: SummaryRow): CaseSummary {
  return {
    id: row.id,
    reference: row.reference,
    kind: row.kind,
    state: row.state,
    name: row.name,
    topic: row.topic,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    holder: row.taken_by === null ? null : { accountId: row.taken_by, name: row.holder_name ?? '' },
  };
}

/** One page of a list. Each view has an index of its own, and a page begins where the one before ended. */
async function listCases(manager: EntityManager, { view, kind, accountId, after, most }: CaseFilter): Promise<CaseSummary[]> {
  const values: unknown[] = [most];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [view === 'closed' ? 'c.closed_at is not null' : 'c.closed_at is null'];
  if (kind !== null) conditions.push(`c.kind = ${place(kind)}`);
  if (view === 'mine') conditions.push(`c.taken_by = ${place(accountId)}`);
  if (after !== null) {
    const [at, id] = [place(after.at), place(after.id)];
    conditions.push(view === 'closed' ? `(c.closed_at < ${at} or (c.closed_at = ${at} and c.id > ${id}))` : `(c.opened_at, c.id) > (${at}, ${id})`);
  }
  const rows: SummaryRow[] = await manager.query(
    `select ${summaryColumns} from desk_case c left join account h on h.id = c.taken_by
      where ${conditions.join(' and ')} order by ${view === 'closed' ? 'c.closed_at desc, c.id' : 'c.opened_at, c.id'} limit $1`,
    values,
  );
  return rows.map(summaryOf);
}

async function countCases(manager: EntityManager, accountId: string): Promise<{ kinds: Record<CaseKind, number>; mine: number }> {
  const rows: { kind: string; open: number; mine: number }[] = await manager.query(
    'select kind, count(*)::integer as open, (count(*) filter (where taken_by = $1))::integer as mine from desk_case where closed_at is null group by kind',
    [accountId],
  );
  const openOf = (kind: CaseKind): number => rows.find((row) => row.kind === kind)?.open ?? 0;
  // A constant list of keys: the object has exactly the kinds.
  const kinds = Object.fromEntries(caseKinds.map((kind) => [kind, openOf(kind)])) as Record<CaseKind, number>;
  return { kinds, mine: rows.reduce((sum, row) => sum + row.mine, 0) };
}

interface RecordRow extends SummaryRow {
  readonly contact: CaseRecord['contact'];
  readonly details: CaseRecord['details'];
  readonly account_name: string | null;
  readonly account_kind: 'patient' | 'professional' | null;
  readonly patient_id: string | null;
  readonly opened_by: string;
}

async function readCase(manager: EntityManager, id: string): Promise<CaseRecord | null> {
  const [row]: RecordRow[] = await manager.query(
    `select ${summaryColumns}, c.contact, c.details, c.patient_id, c.opened_by, a.name as account_name, a.kind as account_kind
       from desk_case c left join account h on h.id = c.taken_by left join account a on a.id = c.account_id where c.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const events: (Omit<CaseEvent, 'at'> & { at: Date })[] = await manager.query('select at, who, action, note from desk_event where case_id = $1 order by seq', [id]);
  const [check]: (Omit<IdentityCheck, 'at'> & { at: Date })[] = await manager.query(
    `select c.at, c.who, c.method, c.evidence, c.nhs_number as "nhsNumber", c.birth_date::text as "birthDate", c.note,
       (select concat_ws(' ', p.given_name, p.family_name) from patient p where p.nhs_number = c.nhs_number and p.birth_date = c.birth_date) as "recordName"
       from desk_check c where c.case_id = $1 order by c.seq desc limit 1`,
    [id],
  );
  return {
    ...summaryOf(row),
    contact: row.contact,
    details: row.details,
    account: row.account_kind === null ? null : { name: row.account_name ?? '', kind: row.account_kind },
    openedBy: row.opened_by,
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    check: check === undefined ? null : { ...check, at: check.at.toISOString() },
    records: row.kind === 'merge-review' ? await comparedRecords(manager, row) : [],
  };
}

/** Whose records are to be compared; the case itself names them by ids alone. */
async function comparedRecords(manager: EntityManager, { patient_id: patientId, details }: RecordRow): Promise<MergedRecord[]> {
  const ids = [patientId, details['survivingRecord'], details['retiredRecord']].filter((id) => id !== null && id !== undefined && isRecordId(id));
  return manager.query(
    `select id as "patientId", nhs_number as "nhsNumber", birth_date::text as "birthDate", concat_ws(' ', given_name, family_name) as name
       from patient where id = any ($1::uuid[]) order by id`,
    [ids],
  );
}

async function readAnswers(manager: EntityManager, reference: string, email: string): Promise<CaseAnswers> {
  const rows: { reference: string; opened_at: Date; question: string | null; at: Date | null; note: string | null }[] = await manager.query(
    // What a person wrote themselves: the reason of any other case is a code, for the desk.
    `select c.reference, c.opened_at, e.at, e.note,
       case when c.kind in ('contact', 'mail') then c.details ->> 'message' when c.kind = 'access-request' then c.details ->> 'reason' end as question
       from desk_case c left join desk_event e on e.case_id = c.id and e.action = 'answered'
      where c.reference = $1 and lower(c.contact ->> 'email') = lower($2) order by e.seq`,
    [reference, email],
  );
  const [first] = rows;
  return {
    found: first !== undefined,
    request: first === undefined ? null : { reference: first.reference, at: first.opened_at.toISOString(), question: first.question === '' ? null : first.question },
    answers: rows.flatMap(({ at, note }) => (at === null ? [] : [{ at: at.toISOString(), text: note ?? '' }])),
  };
}

/** Makes others who do the same about the same text wait until this transaction ends. */
async function waitTurn(manager: EntityManager, about: string): Promise<void> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 39004))', [about]);
}

/** The desk's queue in a transaction of the keeper's role. */
export function deskIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): Desk {
  const nextSeq = (table: 'desk_event' | 'desk_check'): string => `(select coalesce(max(seq), 0) + 1 from ${table} where case_id = $1)`;
  return {
    open: (newCase) => openCaseWithReference(manager, newCase),
    mailKnown: async (source) => {
      await waitTurn(manager, `mail ${source.toString('hex')}`);
      const [row]: { reference: string }[] = await manager.query('select reference from desk_case where source_hash = $1', [source]);
      return row?.reference ?? null;
    },
    markSource: async (caseId, source) => {
      await manager.query('update desk_case set source_hash = $2 where id = $1', [caseId, source]);
    },
    toldSince: async (email, since) => {
      await waitTurn(manager, `told ${email.toLowerCase()}`);
      const [row]: { told: number }[] = await manager.query(
        `select count(*)::integer as told from desk_case where lower(contact ->> 'email') = lower($1) and told_at > $2`,
        [email, since],
      );
      return row?.told ?? 0;
    },
    markTold: async (caseId, at) => {
      await manager.query('update desk_case set told_at = $2 where id = $1', [caseId, at]);
    },
    list: (filter) => listCases(manager, filter),
    counts: (accountId) => countCases(manager, accountId),
    read: (id) => readCase(manager, id),
    answers: (reference, email) => readAnswers(manager, reference, email),
    lock: async (id) => {
      const [row]: HeldCase[] = await manager.query(
        `select id, reference, kind, state, taken_by as holder, contact ->> 'email' as email, details ->> 'language' as language, account_id as "accountId",
           contact, details
           from desk_case where id = $1 for update`,
        [id],
      );
      return row ?? null;
    },
    change: async (id, { state, holder, closedAt }) => {
      await manager.query('update desk_case set state = $2, taken_by = $3, closed_at = $4 where id = $1', [id, state, holder, closedAt]);
    },
    record: async (id, { at, accountId, who, action, note }) => {
      await manager.query(`insert into desk_event (case_id, seq, at, account_id, who, action, note) values ($1, ${nextSeq('desk_event')}, $2, $3, $4, $5, $6)`, [
        id, at, accountId, who, action, note,
      ]);
    },
    recordWith: async (nhsNumber) => {
      const [row]: NamedRecord[] = await manager.query(
        'select family_name as "familyName", given_name as "givenName", birth_date::text as "birthDate" from patient where nhs_number = $1', [nhsNumber]);
      return row ?? null;
    },
    addCheck: async (id, { at, accountId, who, method, evidence, nhsNumber, birthDate, note }) => {
      await manager.query(
        `insert into desk_check (case_id, seq, at, account_id, who, method, evidence, nhs_number, birth_date, note)
         values ($1, ${nextSeq('desk_check')}, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, at, accountId, who, method, evidence, nhsNumber, birthDate, note],
      );
    },
    checkOf: async (id) => {
      const [row]: Pick<IdentityCheck, 'nhsNumber' | 'birthDate'>[] = await manager.query(
        `select nhs_number as "nhsNumber", birth_date::text as "birthDate" from desk_check where case_id = $1 order by seq desc limit 1`,
        [id],
      );
      return row ?? null;
    },
    post: (toPost) => notices.post(manager, toPost),
  };
}
