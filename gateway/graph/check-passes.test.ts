import { describe, expect, it } from 'vitest';
import { fieldsWithoutPass } from './check-passes.ts';
import { composeGraph } from './compose-graph.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@inaccessible", "@shareable"])';

const sharing = `${link}
  type Query { patient(id: ID!): Patient }
  type Patient @key(fields: "id") { id: ID! access: Access! @inaccessible }
  type Access @inaccessible { results: String! }
  type Organisation @shareable { odsCode: String! }`;

const results = (patientFields: string, more = '') => `${link}
  type Patient @key(fields: "id") { id: ID! access: Access! @external ${patientFields} }
  type Access { results: String! @external }
  type Report { id: ID! value: String supplier: Organisation }
  type Organisation @shareable { odsCode: String! }
  ${more}`;

const changing = (root: string) => `
  ${root.includes('type') ? root : `type ${root}`} { changeRecord(patientId: ID!): RecordChange! }
  type RecordChange @key(fields: "id") { id: ID! access: ChangeAccess! @inaccessible }
  type ChangeAccess @inaccessible { results: String! }`;

const guarded = 'reports: [Report!] @requires(fields: "access { results }")';
const holesOf = (room: string, more = '') =>
  fieldsWithoutPass(composeGraph([{ name: 'sharing', typeDefs: `${sharing}${more}` }, { name: 'results', typeDefs: room }]).supergraph);

describe('ACS-2 every clinical field needs a pass', () => {
  it('finds nothing when each field of the patient requires its pass', () => {
    expect(holesOf(results(guarded))).toEqual([]);
  });

  it('names a field of the patient that forgot it', () => {
    expect(holesOf(results(`${guarded} newest: Report`))).toEqual(['Patient.newest']);
  });

  it('names a root field of a record room', () => {
    expect(holesOf(results(guarded, 'type Query { everyReport: [Report!] }'))).toEqual(['Query.everyReport']);
  });

  it('names a mutation of a record room', () => {
    expect(holesOf(results(guarded, 'type Mutation { touch(id: ID!): Report }'))).toEqual(['Mutation.touch']);
  });

  it('lets a mutation of sharing lead to a change that brings its pass, and names one that does not', () => {
    const change = (field: string) => `type RecordChange @key(fields: "id") { id: ID! access: ChangeAccess! @external ${field} } type ChangeAccess { results: String! @external }`;
    expect(holesOf(results(guarded, change('note: String @requires(fields: "access { results }")')), changing('Mutation'))).toEqual([]);
    expect(holesOf(results(guarded, change('note: String @requires(fields: "access { results }") tag: String')), changing('Mutation'))).toEqual(['RecordChange.tag']);
  });

  it('names a way to a change that begins with a query', () => {
    const change = 'type RecordChange @key(fields: "id") { id: ID! access: ChangeAccess! @external note: String @requires(fields: "access { results }") } type ChangeAccess { results: String! @external }';
    expect(holesOf(results(guarded, change), changing('extend type Query'))).toEqual(['Query.changeRecord']);
  });

  it('names a second entity, which could be entered by its key', () => {
    expect(holesOf(results(guarded, 'type Culture @key(fields: "id") { id: ID! growth: String }'))).toEqual(['Culture']);
  });
});
