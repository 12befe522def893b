import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, newOrder, radiology } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { listOf } from '../setup/answers.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
beforeAll(() => {
  exchange = sharedExchange();
  own = inside(exchange);
});
afterAll(() => own.close());

const clinicianEmail = 'reader@r1k.example.net';

interface Readers {
  readonly id: string;
  readonly patient: string;
  /** Of an organisation that does not care for the person: only the invitation opens. */
  readonly clinician: string;
  readonly carer: string;
}

/** Signs the person in, with a clinician and a carer whom they invited to everything. */
async function readersOf(person: Person): Promise<Readers> {
  const patient = await own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
  const id = String(pick((await exchange.query(patient, '{ me { patient { id } } }')).data, 'me', 'patient', 'id'));
  const relative = newPerson();
  await own.deliver(laboratory(relative, { issued: ago(1), tests: [{ code: 'K', value: '4.0' }] }));
  const carerEmail = `${relative.familyName.toLowerCase()}@example.net`;
  for (const email of [clinicianEmail, carerEmail]) {
    const invited = await exchange.query(patient, 'mutation ($input: InviteInput!) { invite(input: $input) { state } }', { input: { email, labels: ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'] } });
    expect(pick(invited.data, 'invite', 'state')).toBe('PENDING');
  }
  return {
    id,
    patient,
    clinician: await own.signIn({ as: 'clinician', organisation: 'R1K', email: clinicianEmail }),
    carer: await own.signIn({ as: 'patient', nhsNumber: relative.nhsNumber, email: carerEmail }),
  };
}

const recordQuery = `query ($id: ID!, $first: Int, $after: String) { patient(id: $id) {
  reports(first: $first, after: $after) { edges { cursor node { id name text observations { code value } } } pageInfo { hasNextPage endCursor } }
  radiology: reports(kind: RADIOLOGY) { edges { node { id } } }
  waitingReports { kind availableFrom organisation { odsCode } }
  documents { edges { node { id title text } } }
} }`;

const read = async (cookie: string, { id }: Readers, variables: Record<string, unknown> = {}): Promise<unknown> => {
  const { data, errors } = await exchange.query(cookie, recordQuery, { id, ...variables });
  expect(errors).toBeUndefined();
  return pick(data, 'patient');
};
const reportNodes = (record: unknown): readonly unknown[] => listOf(pick(record, 'reports', 'edges')).map((edge) => pick(edge, 'node'));
const names = (record: unknown): unknown[] => reportNodes(record).map((node) => pick(node, 'name'));
const reportOf = async (cookie: string, readers: Readers, report: unknown): Promise<unknown> => {
  const { data } = await exchange.query(cookie, 'query ($id: ID!, $report: ID!) { patient(id: $id) { report(id: $report) { name text } } }', { id: readers.id, report });
  return pick(data, 'patient', 'report');
};

const hidden = 'Rounded opacity in the left upper zone';
/** A laboratory test that the organisation's delay policy lists. */
const listed = { panel: ['CEA', 'Carcinoembryonic antigen'] as const, tests: [{ code: 'CEA', value: '41.5', unit: 'ug/L' }, { code: 'NA', value: '139' }] };

describe.each([
  { what: 'a radiology report', kind: 'RADIOLOGY', name: 'Chest X-ray', send: (person: Person, issued: Date) => radiology(person, { issued, text: hidden }) },
  { what: 'a listed laboratory test', kind: 'LABORATORY', name: 'Carcinoembryonic antigen', send: (person: Person, issued: Date) => laboratory(person, { issued, ...listed }) },
])('RES-3 the delay of $what', ({ kind, name, send }) => {
  const issued = ago(10);
  const person = newPerson();
  let readers: Readers;
  beforeAll(async () => {
    await own.deliver(send(person, issued), laboratory(person, { issued: ago(11), tests: [{ code: 'NA', value: '140' }] }));
    readers = await readersOf(person);
  });

  it.each(['patient', 'carer'] as const)('after 10 days the %s is told that it waits, and until when: 28 days after its issue', async (reader) => {
    const record = await read(readers[reader], readers);
    // HL7 times go to the second.
    const availableFrom = new Date(Math.floor(issued.getTime() / 1000) * 1000 + 28 * 86_400_000).toISOString();
    expect(pick(record, 'waitingReports')).toEqual([{ kind, availableFrom, organisation: { odsCode: 'RYJ' } }]);
    expect(names(record)).toEqual(['Urea and electrolytes']);
    expect(pick(record, 'radiology', 'edges')).toEqual([]);
    expect(JSON.stringify(record)).not.toMatch(/opacity|41\.5/);
  });

  it('RES-3 the invited clinician sees it whole at once, by list and by id; the patient not even by its id (abuse case 2)', async () => {
    const record = await read(readers.clinician, readers);
    expect(names(record)).toEqual([name, 'Urea and electrolytes']);
    const [report] = reportNodes(record);
    expect(JSON.stringify(report)).toMatch(kind === 'RADIOLOGY' ? hidden : /"CEA","value":"41\.5"/);
    expect(await reportOf(readers.clinician, readers, pick(report, 'id'))).toMatchObject({ name });
    expect(await reportOf(readers.patient, readers, pick(report, 'id'))).toBeNull();
    expect(await reportOf(readers.carer, readers, pick(report, 'id'))).toBeNull();
  });

  it('RES-3 opens to the patient after 28 days and not before: a minute more, a minute less, a day more (abuse case 7, day 27)', async () => {
    const other = newPerson();
    await own.deliver(...[ago(29), ago(28, 1), ago(28, -1), ago(27)].map((when) => send(other, when)));
    const them = await readersOf(other);
    const whole = await read(them.clinician, them);
    const ids = reportNodes(whole).map((node) => pick(node, 'id'));
    expect(ids).toHaveLength(4);
    // Latest issue first: 27 days, 28 days less a minute, 28 days and a minute, 29 days.
    for (const reader of [them.patient, them.carer]) {
      const seen = await read(reader, them);
      expect(reportNodes(seen).map((node) => pick(node, 'id'))).toEqual(ids.slice(2));
      expect(listOf(pick(seen, 'waitingReports'))).toHaveLength(2);
    }
    expect(await reportOf(them.patient, them, ids[1])).toBeNull();
    expect(await reportOf(them.patient, them, ids[2])).toMatchObject({ name });
  });
});

describe('RES-5 a delayed item leaks nowhere', () => {
  it('lists, cursors, pages and trends are those of a twin who never had it (abuse case 7)', async () => {
    const [twin, person] = [newPerson(), newPerson()];
    const both = [40, 35, 12, 8, 5, 2].map((days, index) => ({ order: newOrder(), issued: ago(days), tests: [{ code: 'NA', value: String(131 + index) }, { code: 'K', value: '4.2' }] }));
    await own.deliver(...both.flatMap((each) => [laboratory(twin, each), laboratory(person, each)]));
    await own.deliver(radiology(person, { issued: ago(10), text: hidden }), laboratory(person, { issued: ago(6), ...listed }), radiology(person, { issued: ago(1), text: hidden }));
    const [theirs, hers] = [await readersOf(twin), await readersOf(person)];

    for (const first of [1, 2, 3, 5, 6, 7]) {
      const [without, with_] = await Promise.all([pagesOf(theirs, first), pagesOf(hers, first)]);
      expect(with_, `pages of ${first}`).toEqual(without);
    }
    const trend = 'query ($id: ID!, $code: String!) { patient(id: $id) { trend(code: $code) { code unit low high points { at value text flag } } } }';
    for (const code of ['NA', 'K', 'CEA', 'XCH']) {
      const [without, with_] = await Promise.all([theirs, hers].map((readers) => exchange.query(readers.patient, trend, { id: readers.id, code })));
      expect(with_, `${code}`).toEqual(without);
    }
    // The clinician's trend has the point, so the comparison above could have failed.
    const whole = await exchange.query(hers.clinician, trend, { id: hers.id, code: 'NA' });
    expect(listOf(pick(whole.data, 'patient', 'trend', 0, 'points'))).toHaveLength(both.length + 1);
  });

  /** Pages of a person's reports from the first to the last, without what differs between any two people: ids. */
  async function pagesOf(readers: Readers, first: number): Promise<unknown[]> {
    const pages: unknown[] = [];
    for (let after: string | null = null; ;) {
      const record = await read(readers.patient, readers, { first, after });
      const page = pick(record, 'reports', 'pageInfo');
      const cursor = pick(page, 'endCursor');
      pages.push({ reports: reportNodes(record).map((node) => [pick(node, 'name'), pick(node, 'observations')]), more: pick(page, 'hasNextPage') });
      if (pick(page, 'hasNextPage') !== true || typeof cursor !== 'string') return pages;
      after = cursor;
    }
  }

  it('nor through a document: a radiology report as a letter waits as well, other letters do not (abuse case 8)', async () => {
    const person = newPerson();
    await own.deliver(
      letter(person, { type: ['DI', 'Diagnostic imaging'], written: ago(10), text: hidden }),
      letter(person, { type: ['DI', 'Diagnostic imaging'], written: ago(29), text: 'An older scan' }),
      letter(person, { written: ago(1), text: 'Seen in clinic' }),
    );
    const readers = await readersOf(person);
    const texts = async (cookie: string): Promise<unknown[]> => listOf(pick(await read(cookie, readers), 'documents', 'edges')).map((edge) => pick(edge, 'node', 'text'));
    expect(await texts(readers.clinician)).toEqual(['Seen in clinic', hidden, 'An older scan']);
    expect(await texts(readers.patient)).toEqual(['Seen in clinic', 'An older scan']);
    expect(await texts(readers.carer)).toEqual(['Seen in clinic', 'An older scan']);

    const whole = await read(readers.clinician, readers);
    const id = pick(listOf(pick(whole, 'documents', 'edges'))[1], 'node', 'id');
    const document = 'query ($id: ID!, $document: ID!) { patient(id: $id) { document(id: $document) { text content } } }';
    expect((await exchange.query(readers.patient, document, { id: readers.id, document: id })).data).toEqual({ patient: { document: null } });
    expect(pick((await exchange.query(readers.clinician, document, { id: readers.id, document: id })).data, 'patient', 'document', 'text')).toBe(hidden);
  });
});
