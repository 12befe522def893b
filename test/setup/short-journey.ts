import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pick } from '@cie/kit/testing/pick.ts';
import { expect } from 'vitest';
import { ago, laboratory, letter, visit } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { listOf, textsOf } from './answers.ts';
import type { ExchangeClient, GraphAnswer } from './exchange.ts';
import type { Inside } from './inside.ts';

/** Three areas of one record; each person of `newRecord` has one item in each. */
const threeAreas = `query ($id: ID!) { patient(id: $id) {
  reports { edges { node { observations { value } } } } documents { edges { node { text } } } appointments { edges { node { clinic } } }
} }`;

export interface OwnRecord {
  readonly person: Person;
  readonly id: string;
  readonly cookie: string;
}

export const messagesOf = (person: Person): string[] => [
  laboratory(person, { issued: ago(1), tests: [{ code: 'K', value: '4.4' }] }),
  letter(person, { written: ago(1), text: `Letter to ${person.familyName}` }),
  visit(person, { start: ago(-2), clinic: 'Renal clinic' }),
];

export async function newRecord(exchange: ExchangeClient, own: Inside): Promise<OwnRecord> {
  const person = newPerson();
  await own.deliver(...messagesOf(person));
  return await signedIn(exchange, person, await own.signIn({ as: 'patient', nhsNumber: person.nhsNumber }));
}

async function signedIn(exchange: ExchangeClient, person: Person, cookie: string): Promise<OwnRecord> {
  const me = await exchange.query(cookie, '{ me { patient { id } } }');
  return { person, cookie, id: String(pick(me.data, 'me', 'patient', 'id')) };
}

export const readThreeAreas = (exchange: ExchangeClient, { cookie, id }: Pick<OwnRecord, 'cookie' | 'id'>): Promise<GraphAnswer> => exchange.query(cookie, threeAreas, { id });

/** What an answer of `readThreeAreas` shows; null for an area that failed, which is not the same as one without items. */
export function areasOf(answer: GraphAnswer): Readonly<Record<'reports' | 'documents' | 'appointments', unknown>> {
  const first = (area: string, ...path: (string | number)[]): unknown => {
    const edges = pick(answer.data, 'patient', area, 'edges');
    if (!Array.isArray(edges)) return null;
    return edges.length === 0 ? 'no item' : (pick(listOf(edges)[0], 'node', ...path) ?? null);
  };
  return { reports: first('reports', 'observations', 0, 'value'), documents: first('documents', 'text'), appointments: first('appointments', 'clinic') };
}

export const wholeRecord = ({ familyName }: Person) => ({ reports: '4.4', documents: `Letter to ${familyName}`, appointments: 'Renal clinic' });

/** The way of one result, with the operator's own commands: a file is fed, the patient signs in and reads, the access log verifies. */
export async function takeShortJourney(exchange: ExchangeClient, own: Inside): Promise<void> {
  const person = newPerson();
  const file = join(exchange.dataDir, 'journey.hl7');
  writeFileSync(file, messagesOf(person).join('\r\n'));
  const fed = await exchange.cie('feed', file);
  expect(fed.output).toMatch(/3 messages: 3 AA, 0 AE, 0 AR, 0 without an acknowledgement/);
  await own.drained();

  const record = await signedIn(exchange, person, await exchange.session('--as', 'patient', '--nhs-number', person.nhsNumber));
  const answer = await readThreeAreas(exchange, record);
  expect(answer.errors).toBeUndefined();
  expect(areasOf(answer)).toEqual(wholeRecord(person));

  const clinician = await exchange.session('--as', 'clinician', '--org', 'RYJ');
  expect(areasOf(await readThreeAreas(exchange, { cookie: clinician, id: record.id }))).toEqual(wholeRecord(person));
  const log = await exchange.query(record.cookie, '{ me { patient { accessLog { edges { node { action areas doors } } } } } }');
  const entries = listOf(pick(log.data, 'me', 'patient', 'accessLog', 'edges')).map((edge) => pick(edge, 'node'));
  expect(entries).toMatchObject([{ action: 'READ', doors: ['OWN_ORGANISATION'] }, { action: 'READ', doors: ['SELF'] }]);
  for (const entry of entries) expect(textsOf(pick(entry, 'areas'))).toEqual(['APPOINTMENTS', 'DOCUMENTS', 'RESULTS']);
  const verified = await exchange.cie('verify-log');
  expect([verified.code, verified.errors]).toEqual([0, '']);
}
