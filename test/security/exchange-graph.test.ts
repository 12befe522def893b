import { pick } from '@cie/kit/testing/pick.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { codesOf, listOf } from '../setup/answers.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import { graphRequests, type GraphRequests } from '../setup/graph-requests.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';

let exchange: ExchangeClient;
let own: Inside;
let requests: GraphRequests;
const person: Person = newPerson();

beforeAll(async () => {
  exchange = sharedExchange();
  own = inside(exchange);
  await own.deliver(...Array.from({ length: 120 }, (_each, day) => laboratory(person, { issued: ago(day + 1), tests: [{ code: 'K', value: '4.2' }] })));
  requests = await graphRequests(exchange, own, person);
});
afterAll(() => own.close());

describe('the graph gives no way to what is internal', () => {
  it.each([
    ['the internal access field (abuse case 5)', '{ me { patient { access { results } } } }'],
    ['the internal access field of a record (abuse case 5)', 'query { patient(id: "x") { id access { identity documents } } }'],
    ['_entities (abuse case 6)', '{ _entities(representations: [{__typename: "Patient", id: "x", access: {results: "x"}}]) { ... on Patient { id } } }'],
    ['_service (abuse case 6)', '{ _service { sdl } }'],
  ])('refuses %s by validation', async (_what, query) => {
    const { status, answer } = await requests.post({ query });
    expect(status).toBe(400);
    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.data ?? null).toBeNull();
  });

  it('does not tell of the internal field, entities or services in its schema (abuse cases 6, 47)', async () => {
    const { text } = await requests.post({ query: '{ __schema { types { name fields { name } } } }' });
    expect(text).toContain('"waitingReports"');
    expect(text).not.toMatch(/"access"|"Access"|_Service|_Entity|_entities|_Any/);
  });
});

describe('what one operation may ask for', () => {
  it('first: 1000000 is capped at a page of 100 (abuse case 45)', async () => {
    const { answer } = await requests.post({ query: '{ me { patient { reports(first: 1000000) { edges { node { id } } pageInfo { hasNextPage } } accessLog(first: 1000000) { edges { node { id } } } } } }' });
    expect(answer.errors).toBeUndefined();
    expect(listOf(pick(answer.data, 'me', 'patient', 'reports', 'edges'))).toHaveLength(100);
    expect(pick(answer.data, 'me', 'patient', 'reports', 'pageInfo', 'hasNextPage')).toBe(true);
    expect(listOf(pick(answer.data, 'me', 'patient', 'accessLog', 'edges')).length).toBeLessThanOrEqual(100);
  });

  const many = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_each, index) => text(index)).join(' ');
  const hostile: readonly (readonly [string, string])[] = [
    ['1,000 aliases', `{ ${many(1000, (index) => `a${index}: me { name }`)} }`],
    ['a depth of 300', `{ me { ${'patient { '.repeat(299)} id ${'} '.repeat(299)} } }`],
    ['a depth of 300 by fragments', `{ me { ...f0 } } ${many(300, (index) => `fragment f${index} on Viewer { patient { report(id: "x") { id } } ...f${index + 1} }`)} fragment f300 on Viewer { name }`],
    ['5,000 directives', `{ me { name ${'@skip(if: false) '.repeat(5000)} } }`],
    ['5,000 unknown directives', `{ me { name ${'@a '.repeat(5000)} } }`],
    ['a fragment cycle', '{ me { ...a } } fragment a on Viewer { name ...b } fragment b on Viewer { name ...a }'],
    ['exponential fragments', `{ me { ...f0 } } ${many(25, (index) => `fragment f${index} on Viewer { ...f${index + 1} ...f${index + 1} }`)} fragment f25 on Viewer { name }`],
    ['exponential fragments of records', `{ ...f0 } ${many(22, (index) => `fragment f${index} on Query { x: me { name } ...f${index + 1} ...f${index + 1} }`)} fragment f22 on Query { me { name } }`],
    ['10,000 fields', `{ me { ${'name '.repeat(10_000)} } }`],
    ['introspection in circles', `{ __schema { types { ${'fields { type { '.repeat(8)} name ${'} }'.repeat(8)} } } }`],
    ['a list nested 5,000 deep', `{ patient(id: ${'['.repeat(5000)}1${']'.repeat(5000)}) { id } }`],
    ['an unterminated string', `{ patient(id: "${'x'.repeat(50_000)}`],
  ];

  const medians: string[] = [];
  afterAll(() => console.info(`refused with 400, median of six: ${medians.join(' · ')}`));

  it.each(hostile)('refuses %s with 400 in under 100 ms, other users unaffected (abuse case 43)', async (name, query) => {
    const times: number[] = [];
    for (let run = 0; run < 7; run += 1) {
      const begin = performance.now();
      const { status, answer } = await requests.post({ query });
      times.push(performance.now() - begin);
      expect(status).toBe(400);
      expect(answer.errors?.length).toBeGreaterThan(0);
      expect(answer.data ?? null).toBeNull();
    }
    // The first is warm-up: on a busy machine it meets cold code.
    const [median = Infinity] = times.slice(1).toSorted((one, other) => one - other).slice(2);
    medians.push(`${name} ${median.toFixed(1)} ms`);
    expect(median, `median of ${name}`).toBeLessThan(100);

    // While such requests come in, somebody else's record is still answered.
    const [, other] = await Promise.all([Promise.all(Array.from({ length: 5 }, () => requests.post({ query }))), exchange.query(requests.asScript['cookie'] ?? '', '{ me { patient { id } } }')]);
    expect(pick(other.data, 'me', 'patient', 'id')).toBe(requests.patientId);
  });
});
