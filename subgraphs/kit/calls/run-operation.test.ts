import { buildSchema, GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CieError } from '../errors.ts';
import type { Room } from '../room.ts';
import { createOperationRunner } from './run-operation.ts';

const typeDefs = 'type Query { said(what: String): String plain: String coded: String limited: String other: String } type Mutation { count: Int }';
const schema = buildSchema(typeDefs);
const fields = schema.getQueryType()?.getFields() ?? {};
const resolve = (name: string, answer: (what: unknown) => unknown) => {
  const field = fields[name];
  if (field) field.resolve = (_source, { what }: { what?: unknown }) => answer(what);
};
resolve('said', (what) => what);
resolve('other', () => 'other');
resolve('plain', () => { throw new Error('row of a patient'); });
resolve('coded', () => { throw new CieError('EMERGENCY_REASON', 'Say why.'); });
resolve('limited', () => { throw new GraphQLError('Ask for less.', { extensions: { code: 'PAGE_SIZE_INVALID' } }); });

const room: Room = {
  name: 'results', schema, typeDefs, createContext: () => ({}), commands: {},
  ready: () => Promise.resolve(), close: () => Promise.resolve(),
};
const access = { requestId: 'request', viewer: null, now: new Date() };

describe('operations of a room (abuse case 47: nothing internal in error text)', () => {
  it('answers one failing field with a general sentence, the others as usual, and reports the kind only', async () => {
    const faults: object[] = [];
    const answer = await createOperationRunner(room, (fault) => faults.push(fault))({ query: '{ plain other }' }, access);
    expect(answer.data).toEqual({ plain: null, other: 'other' });
    expect(answer.errors).toMatchObject([{ path: ['plain'], extensions: { code: 'ROOM_FAILED' } }]);
    expect(JSON.stringify(answer)).not.toContain('row of a patient');
    expect(faults).toEqual([{ room: 'results', kind: 'Error' }]);
  });

  it.each([['coded', 'EMERGENCY_REASON', 'Say why.'], ['limited', 'PAGE_SIZE_INVALID', 'Ask for less.']])(
    'passes on what was written for people: %s', async (field, code, message) => {
      const answer = await createOperationRunner(room, () => expect.unreachable())({ query: `{ ${field} }` }, access);
      expect(answer.errors).toMatchObject([{ message, extensions: { code } }]);
    });

  it('takes the values of each call, although the text was compiled for another', async () => {
    const run = createOperationRunner(room, () => expect.unreachable());
    const query = 'query ($what: String) { said(what: $what) }';
    expect((await run({ query, variables: { what: 'first' } }, access)).data).toEqual({ said: 'first' });
    expect((await run({ query, variables: { what: 'second' } }, access)).data).toEqual({ said: 'second' });
    expect((await run({ query, variables: { what: { not: 'text' } } }, access)).errors).toHaveLength(1);
  });

  it('runs the operation that is named when a text holds two', async () => {
    const run = createOperationRunner(room, () => expect.unreachable());
    const query = 'query A { other } query B { said(what: "b") }';
    expect((await run({ query, operationName: 'A' }, access)).data).toEqual({ other: 'other' });
    expect((await run({ query, operationName: 'B' }, access)).data).toEqual({ said: 'b' });
  });

  it('refuses what the schema does not have', async () => {
    await expect(createOperationRunner(room, () => undefined)({ query: '{ secret }' }, access)).rejects.toThrow('Cannot query field');
  });
});
