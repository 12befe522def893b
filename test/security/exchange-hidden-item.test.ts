import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, message, newOrder, patient, visit } from '../fixtures/hospital.ts';
import { newNhsNumber, newPerson, type Person } from '../fixtures/people.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { compare } from '../setup/same-time.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';
import { noise } from './ask-in-turns.ts';
import { differenceOf, withoutIdentity } from './compare-records.ts';
import { askGraph, channels, idsOfNothing, type Asking, type HiddenIds } from './hidden-item-channels.ts';
import { allLabels, emailOf, invitedReader, ownOrganisation, proxyReader, selfReader, type Reader, type Side } from './hidden-item-readers.ts';

let exchange: ExchangeClient;
let own: Inside;
beforeAll(async () => {
  exchange = sharedExchange();
  own = inside(exchange);
  // A policy that hides even that something waits: then nothing at all may differ.
  await own.sql('cie_results', "insert into delay_policy (organisation, kind, test_code, days, show_notice) values ('RYJ', 1, 'SILENT', 28, false), ('RYJ', 0, 'SILENT', 28, false) on conflict do nothing");
});
afterAll(() => own.close());

const words = 'Opacity in the left upper zone';
const stamp = (date: Date): string => `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`;
const scanFile = Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`).toString('base64');

/** A scan under the silent policy, with numbers that would stand in a trend, and a file. */
const silentScan = (person: Person, issued: Date, { status = 'F', order = newOrder() } = {}): string =>
  message('ORU^R01', 'RYJ', [
    patient(person),
    `ORC|RE|P${order}|${order}`,
    `OBR|1|P${order}|${order}|SILENT^Chest X-ray^TEST|||${stamp(issued)}|||||||||||||||${stamp(issued)}||RAD|${status}`,
    `OBX|1|TX|SILENT^Chest X-ray^TEST||${words}||||||${status}|||${stamp(issued)}`,
    `OBX|2|NM|NA^Sodium^TEST||131.5|mmol/L||||${status}|||${stamp(issued)}`,
    `OBX|3|ED|PDF^Scan report^TEST||^AP^PDF^Base64^${scanFile}||||||${status}`,
  ]);

interface Hidden {
  readonly what: string;
  /** `letterId` names a letter that everybody may read, from another organisation. */
  readonly send: (person: Person, issued: Date, letterId: string) => readonly string[];
  /** What the patient does then. */
  readonly after?: (side: Side) => Promise<void>;
  readonly readers: () => readonly Reader[];
}

const issued = ago(6);
const order = newOrder();
const items: readonly Hidden[] = [
  {
    what: 'a delayed scan with a file, and one as a letter that takes the place of a letter that is seen',
    send: (person, _issued, letterId) => [silentScan(person, issued), letter(person, { organisation: 'RQM', replaces: letterId, written: issued, type: ['DI', 'Radiology report'], text: words })],
    readers: () => [selfReader, proxyReader(), invitedReader('a carer', allLabels, 'carer')],
  },
  {
    what: 'a delayed scan that was corrected and then withdrawn',
    send: (person) => [silentScan(person, issued, { order }), silentScan(person, ago(5), { order, status: 'C' }), silentScan(person, ago(4), { order, status: 'W' })],
    readers: () => [selfReader, invitedReader('a carer', allLabels, 'carer')],
  },
  {
    what: 'a listed blood test',
    send: (person) => [laboratory(person, { issued, panel: ['SILENT', 'Tumour marker'], tests: [{ code: 'SILENT', value: '41.5' }, { code: 'NA', value: '131.5' }] })],
    readers: () => [selfReader],
  },
  {
    what: 'items of another label, with a letter that takes the place of one that is seen',
    send: (person, _issued, letterId) => [
      laboratory(person, { issued, specialty: '360', panel: ['STI', 'Swab'], tests: [{ code: 'SWAB', value: '1' }, { code: 'NA', value: '131.5' }] }),
      letter(person, { written: issued, type: ['CN', 'Sexual health letter'], text: words }),
      letter(person, { organisation: 'RQM', replaces: letterId, written: issued, type: ['CN', 'Sexual health letter'], text: words }),
      visit(person, { start: ago(-5), clinic: 'Sexual health clinic' }),
    ],
    readers: () => [invitedReader('a carer with one label', ['GENERAL'], 'carer'), invitedReader('a clinician with one label', ['GENERAL'], 'clinician')],
  },
  {
    what: 'items that the patient has moved to another label, and that were corrected since',
    send: (person) => [
      laboratory(person, { order, issued, panel: ['UE', 'Swab'], tests: [{ code: 'NA', value: '131.5' }] }),
      letter(person, { id: order, written: issued, text: words }),
      visit(person, { id: order, start: ago(-5), clinic: 'Another clinic' }),
    ],
    after: async (side) => {
      await moveAll(side, 'SOCIAL_CARE');
      // At a time that no other report has: between two of one moment the id decides, which is chance.
      await own.deliver(laboratory(side.person, { order, issued: ago(4), panel: ['UE', 'Swab'], tests: [{ code: 'NA', value: '131.5' }, { code: 'K', value: '131.5' }] }));
    },
    readers: () => [invitedReader('a carer with one label', ['GENERAL'], 'carer'), invitedReader('a clinician with one label', ['GENERAL'], 'clinician')],
  },
  {
    what: "another organisation's items",
    send: (person) => [laboratory(person, { organisation: 'RYJ', issued, tests: [{ code: 'NA', value: '131.5' }] }), silentScan(person, issued), letter(person, { written: issued, text: words }), visit(person, { start: ago(-5), clinic: 'Another clinic' })],
    readers: () => [ownOrganisation('RAS')],
  },
];

/** Moves everything of one organisation, by its own patient (ACS-1). */
async function moveAll({ cookie, patientId }: Side, label: string): Promise<void> {
  const ids = await idsOf(patientId);
  for (const [purpose, field, argument, id] of [
    ['MOVE_REPORT', 'moveReport', 'reportId', ids.report], ['MOVE_DOCUMENT', 'moveDocument', 'documentId', ids.document], ['MOVE_APPOINTMENT', 'moveAppointment', 'appointmentId', ids.appointment],
  ] as const) {
    const { errors } = await exchange.query(cookie, `mutation ($patient: ID!, $id: ID!) { changeRecord(patientId: $patient, purpose: ${purpose}) { ${field}(${argument}: $id, label: ${label}) { label } } }`, { patient: patientId, id });
    if (errors !== undefined) throw new Error(`nothing was moved: ${errors.map(({ message }) => message).join(', ')}`);
  }
}

/** Two records that are alike but for their numbers: the same name, birthday, orders, times and values. */
async function twins(hidden: Hidden): Promise<{ readonly having: Side; readonly lacking: Side; readonly ids: HiddenIds }> {
  const having = newPerson();
  const lacking = { ...having, nhsNumber: newNhsNumber() };
  const shared = [40, 12, 8, 5, 2].map((days, index) => ({ organisation: index % 2 === 0 ? 'RQM' : 'RAS', order: newOrder(), issued: ago(days), tests: [{ code: 'NA', value: String(135 + index) }, { code: 'K', value: '4.2' }] }));
  const [letterAt, letterId, visitAt, visitId] = [ago(9), newOrder(), ago(-3), newOrder()];
  const sides: Side[] = [];
  for (const person of [having, lacking]) {
    await own.deliver(
      ...shared.map((each) => laboratory(person, each)),
      letter(person, { organisation: 'RQM', id: letterId, written: letterAt, text: 'Seen in clinic' }),
      visit(person, { organisation: 'RAS', id: visitId, start: visitAt, clinic: 'Renal clinic' }),
      ...(person === having ? hidden.send(person, issued, letterId) : []),
    );
    const cookie = await own.signIn({ as: 'patient', nhsNumber: person.nhsNumber, email: emailOf(person) });
    const me = await exchange.query(cookie, '{ me { patient { id } } }');
    sides.push({ person, cookie, patientId: String(pick(me.data, 'me', 'patient', 'id')) });
  }
  const [first, second] = sides;
  if (first !== undefined) await hidden.after?.(first);
  if (first === undefined || second === undefined) throw new Error('two records are needed');
  return { having: first, lacking: second, ids: await idsOf(first.patientId) };
}

async function idsOf(patientId: string): Promise<HiddenIds> {
  const [reports, documents, appointments] = await Promise.all([
    own.sql<{ report: string; observation: string; attachment: string | null; issued: Date }>(
      'cie_results',
      `select r.id as report, o.id as observation, a.id as attachment, r.issued_at as issued
       from report r join observation o on o.patient_id = r.patient_id and o.report_id = r.id left join report_attachment a on a.patient_id = r.patient_id and a.report_id = r.id
       where r.patient_id = $1 and r.organisation = 'RYJ' order by a.id nulls last limit 1`,
      [patientId],
    ),
    own.sql<{ id: string }>('cie_documents', "select id from document where patient_id = $1 and organisation = 'RYJ' limit 1", [patientId]),
    own.sql<{ id: string }>('cie_appointments', "select id from appointment where patient_id = $1 and organisation = 'RYJ' limit 1", [patientId]),
  ]);
  const [found] = reports;
  if (found === undefined) throw new Error('the hidden item was not filed');
  const nothing = idsOfNothing(found.issued);
  return { ...nothing, report: found.report, observation: found.observation, attachment: found.attachment ?? nothing.attachment, document: documents[0]?.id ?? nothing.document, appointment: appointments[0]?.id ?? nothing.appointment };
}

async function askingOf(reader: Reader, side: Side, hidden: HiddenIds): Promise<Asking> {
  const { cookie, emails } = await reader.enter(exchange, own, side);
  const browser = await reader.enter(exchange, own, side).then((again) => again.cookie);
  return { exchange, own, asScript: { cookie }, asBrowser: { cookie: browser }, patientId: side.patientId, hidden, emails };
}

describe.each(items)('RES-5 $what is nowhere to be learned of (abuse cases 7, 8)', (hidden) => {
  it.each(hidden.readers().map((reader) => [reader.who, reader] as const))('by %s', async (_who, reader) => {
    const { having, lacking, ids } = await twins(hidden);
    const nothing = idsOfNothing(ids.issued);
    const [with_, without] = [await askingOf(reader, having, ids), await askingOf(reader, lacking, nothing)];
    for (const { name, ask } of channels) {
      const [one, other] = [withoutIdentity(await ask(with_), having), withoutIdentity(await ask(without), lacking)];
      // The name stands on both sides, so that a failure says which channel it was.
      expect([name, differenceOf(one, other)]).toEqual([name, null]);
      expect([name, /Opacity|131\.5|41\.5|SILENT|Swab/.exec(one)]).toEqual([name, null]);
    }
  });
});

describe('RES-5 the comparison itself', () => {
  it('tells the records apart for somebody who may see the item', async () => {
    const [item] = items;
    if (item === undefined) throw new Error('no item');
    const { having, lacking, ids } = await twins(item);
    const reader = invitedReader('a clinician', allLabels, 'clinician');
    const [with_, without] = [await askingOf(reader, having, ids), await askingOf(reader, lacking, idsOfNothing(ids.issued))];
    const differing: string[] = [];
    for (const { name, ask } of channels) if (withoutIdentity(await ask(with_), having) !== withoutIdentity(await ask(without), lacking)) differing.push(name);
    expect(differing).toEqual(expect.arrayContaining(['reports, pages of 20', 'the hidden report by its id', 'trends', 'the frame results', 'the page of the hidden report']));
  });
});

const pairs = 150;

describe('RES-5 nor by the time that an answer takes', () => {
  const [scan, , , labelled] = items;
  it.each([
    ['a delayed scan, by the patient', scan, selfReader],
    ['items of another label, by a carer', labelled, invitedReader('a carer with one label', ['GENERAL'], 'carer')],
  ])('%s', async (what, hidden, reader) => {
    if (hidden === undefined) throw new Error('no item');
    const { having, lacking, ids } = await twins(hidden);
    const sides = [await askingOf(reader, having, ids), await askingOf(reader, lacking, idsOfNothing(ids.issued))] as const;
    const questions: readonly ((asking: Asking) => Promise<unknown>)[] = [
      (asking) => askGraph(asking, 'reports(first: 20) { edges { node { name observations { value } } } } waitingReports { kind }'),
      (asking) => askGraph(asking, 'report(id: $report) { name text }', { report: asking.hidden.report }, ', $report: ID!'),
    ];
    for (const question of questions) {
      const times: [number[], number[]] = [[], []];
      for (let pair = 0; pair < pairs; pair += 1) {
        for (const side of pair % 2 === 0 ? [0, 1] as const : [1, 0] as const) {
          const begin = performance.now();
          await question(sides[side]);
          times[side].push(performance.now() - begin);
        }
      }
      const { rankBiserial, medians, medianDifference } = compare(times[0], times[1]);
      console.log(`${what}: ${pairs} pairs, medians ${medians.map((each) => each.toFixed(2)).join(' and ')} ms, difference ${medianDifference.toFixed(3)} ms, rank-biserial ${rankBiserial.toFixed(3)}`);
      expect(Math.abs(rankBiserial), 'rank-biserial correlation').toBeLessThan(noise(pairs));
    }
  });
});
