import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fieldsWithoutPass, fieldsWithoutRule } from '@cie/gateway/graph/check-passes.ts';
import { refuseBrokenOperations } from '@cie/local/commands/compose.ts';
import { fieldRules } from '@cie/sharing/field-rules';
import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../gateway/schema', import.meta.url));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('DEV-4 a change of the schema that breaks a registered operation fails the build', () => {
  const schema = read('public.graphql');

  it('takes the committed schema', () => {
    expect(() => refuseBrokenOperations(schema)).not.toThrow();
  });

  it('names the operation and the field when a field goes by another name', () => {
    const without = schema.replace(/^ {2}referenceRange: String$/m, '  usualRange: String');
    expect(without).not.toBe(schema);
    expect(() => refuseBrokenOperations(without)).toThrow(/Report: Cannot query field "referenceRange" on type "Observation"/);
  });

  it('names it when an argument changes its type', () => {
    const changed = schema.replace(/\binput: InviteInput!/, 'input: String!');
    expect(changed).not.toBe(schema);
    expect(() => refuseBrokenOperations(changed)).toThrow(/Invite: /);
  });
});

describe('ACS-2 the committed supergraph', () => {
  it('has no clinical field that can be reached without a pass', () => {
    expect(fieldsWithoutPass(read('supergraph.graphql'))).toEqual([]);
  });

  it('names the field when one forgets its pass', () => {
    const supergraph = read('supergraph.graphql');
    const forgetful = supergraph.replace('@join__field(graph: DOCUMENTS, requires: "access { documents }")', '@join__field(graph: DOCUMENTS)');
    expect(forgetful).not.toBe(supergraph);
    expect(fieldsWithoutPass(forgetful)).toEqual(['Patient.documents']);
  });

  it('has no field of sharing without a rule of whom it answers, and no rule without a field', () => {
    const supergraph = read('supergraph.graphql');
    expect(fieldsWithoutRule(supergraph, fieldRules)).toEqual([]);
    const { 'Patient.accessLog': _forgotten, ...others } = fieldRules;
    expect(fieldsWithoutRule(supergraph, { ...others, 'Patient.diary': 'read' })).toEqual(['Patient.accessLog', 'Patient.diary']);
  });

  it('describes every type and field that clients see', () => {
    const types = Object.values(buildSchema(read('public.graphql')).getTypeMap()).filter((type) => !type.name.startsWith('__'));
    const bare = types.flatMap((type) => [
      ...(type.description || ['Query', 'Mutation', 'String', 'ID', 'Int', 'Float', 'Boolean'].includes(type.name) ? [] : [type.name]),
      ...(isObjectType(type) ? Object.values(type.getFields()).filter((field) => !field.description).map((field) => `${type.name}.${field.name}`) : []),
    ]);
    expect(bare).toEqual([]);
  });
});
