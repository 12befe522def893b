import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';

const schema = buildSchema('type Query { me: Me } type Me { name: String me: Me }');
const validated = (query: string): string[] => validate(schema, parse(query), [...specifiedRules, ...limits.rules]).map((error) => error.message);
const fragments = (levels: number): string =>
  Array.from({ length: levels }, (_each, index) => `fragment f${index} on Me { ...f${index + 1} ...f${index + 1} }`).join(' ') + ` fragment f${levels} on Me { name }`;

describe('limits of one operation (abuse case 43)', () => {
  it.each([
    ['aliases', `{ ${Array.from({ length: 31 }, (_each, index) => `a${index}: me { name }`).join(' ')} }`, /aliases limit of 30 exceeded/i],
    ['depth', `{ ${'me { '.repeat(13)} name ${'} '.repeat(13)} }`, /depth limit of 12 exceeded/i],
    ['directives', `{ me { name ${'@skip(if: false) '.repeat(21)} } }`, /directives limit of 20 exceeded/i],
    ['fields of fragments that double', `{ me { ...f0 } } ${fragments(30)}`, /more than 1000 fields/],
  ])('reports too many %s as an error of the request', (_what, query, message) => {
    expect(validated(query).join('\n')).toMatch(message);
  });

  it('lets what a page asks for pass', () => {
    expect(validated(`{ me { ...f0 } } ${fragments(5)}`)).toEqual([]);
  });

  it('ends on a fragment cycle', () => {
    expect(validated('{ me { ...a } } fragment a on Me { name ...b } fragment b on Me { ...a }')).toEqual([expect.stringContaining('Cannot spread fragment "a" within itself')]);
  });
});
