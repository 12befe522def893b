import { buildAppointmentsSchema } from '@cie/appointments/schema';
import { buildDocumentsSchema } from '@cie/documents/schema';
import { fieldsWithoutPass, fieldsWithoutRule } from '@cie/gateway/graph/check-passes.ts';
import { composeGraph } from '@cie/gateway/graph/compose-graph.ts';
import { loadRegisteredOperations } from '@cie/gateway/graph/registered-operations.ts';
import { buildIdentitySchema } from '@cie/identity/schema';
import { CieError } from '@cie/kit/errors.ts';
import { buildResultsSchema } from '@cie/results/schema';
import { fieldRules } from '@cie/sharing/field-rules';
import { buildSharingSchema } from '@cie/sharing/schema';
import { buildSchema, parse, validate } from 'graphql';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Resolvers are never called while composing. */
const container = { get: () => ({}) };

function roomSchemas() {
  return [
    { name: 'identity', ...buildIdentitySchema(container) },
    { name: 'results', ...buildResultsSchema(container) },
    { name: 'documents', ...buildDocumentsSchema(container) },
    { name: 'appointments', ...buildAppointmentsSchema(container) },
    { name: 'sharing', ...buildSharingSchema(container) },
  ];
}

/** `compose [--check]`: writes the supergraph and the public schema, or fails when the committed files differ from the code. */
export async function run(args: readonly string[]): Promise<void> {
  const { supergraph, publicSchema } = composeGraph(roomSchemas());
  refuseHoles(supergraph);
  const folder = join(process.cwd(), 'gateway/schema');
  const files = { 'supergraph.graphql': supergraph, 'public.graphql': publicSchema };
  const drifted = Object.entries(files).filter(([name, text]) => textOf(join(folder, name)) !== text);
  refuseBrokenOperations(publicSchema);
  if (args.includes('--check')) {
    if (drifted.length > 0) {
      throw new CieError('SCHEMA_DRIFT', `${drifted.map(([name]) => name).join(' and ')} in gateway/schema differ from the code. Run: npm run cie -- compose`);
    }
    console.info('The committed supergraph and public schema match the code, every clinical field needs a pass, every other has a rule, every registered operation is valid.');
    return;
  }
  for (const [name, text] of drifted) writeFileSync(join(folder, name), text);
  console.info(drifted.length === 0 ? 'Nothing to write: gateway/schema is up to date.' : `Wrote ${drifted.map(([name]) => name).join(' and ')}.`);
}

const textOf = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null);

function refuseHoles(supergraph: string): void {
  const holes = fieldsWithoutPass(supergraph);
  if (holes.length > 0) {
    throw new CieError('FIELD_WITHOUT_PASS', `These fields lead to clinical data without a pass: ${holes.join(', ')}. Add @requires(fields: "access { <room> }") to a field of Patient.`);
  }
  const undecided = fieldsWithoutRule(supergraph, fieldRules);
  if (undecided.length > 0) {
    throw new CieError('FIELD_WITHOUT_RULE', `Nobody has decided whom these fields answer, or a rule names a field that is gone: ${undecided.join(', ')}. See subgraphs/sharing/domain/field-rules.ts.`);
  }
}

/** DEV-4: a change that breaks a registered operation fails the build, naming the operation. Throws OPERATION_BROKEN. */
export function refuseBrokenOperations(publicSchema: string): void {
  const schema = buildSchema(publicSchema);
  const faults = loadRegisteredOperations()
    .all()
    .flatMap(({ name, document }) => validate(schema, parse(document)).map((error) => `${name}: ${error.message}`));
  if (faults.length > 0) throw new CieError('OPERATION_BROKEN', `Registered operations no longer fit the public schema:\n${faults.join('\n')}`);
}
