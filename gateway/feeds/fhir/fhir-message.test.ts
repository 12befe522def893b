import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { readArrival } from '../read-arrival.ts';
import { SenderDirectory } from '../sender-directory.ts';
import { sampleMessage } from '../testing/scratch-feeds.ts';
import { arrivalOf, controlIdOf, givenAddress, peopleNamed } from './fhir-message.ts';
import { createFhirReceiver } from './fhir-receiver.ts';
import { fhirSenders } from './fhir-sender.ts';
import { readFhirRequest, readRoot, type FhirPiece, type FhirTarget } from './read-fhir-request.ts';

const base: FhirTarget = { method: 'POST', type: null, id: null };
const NHS = 'https://fhir.nhs.uk/Id/nhs-number';

function pieceOf(json: object, target: FhirTarget = { ...base, type: String(Reflect.get(json, 'resourceType')) }): FhirPiece {
  const bytes = Buffer.from(JSON.stringify(json));
  const request = readFhirRequest(bytes, readRoot(bytes), target);
  if (request.kind !== 'one') throw new Error('a batch');
  return request.piece;
}

const observation = (more: object = {}) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more });
const about = (value: string) => ({ subject: { identifier: { system: NHS, value } } });

describe('ING-2 what names a FHIR message', () => {
  it.each([
    ['an identifier and a version', { identifier: [{ system: 's', value: 'v' }], meta: { versionId: '3' } }, 'Observation s|v 3'],
    ['an identifier and a time', { identifier: [{ system: 's', value: 'v' }], meta: { lastUpdated: '2026-01-01T00:00:00Z' } }, 'Observation s|v 2026-01-01T00:00:00Z'],
  ])('%s', (_name, more, expected) => {
    expect(controlIdOf(pieceOf(observation(more)))).toBe(expected);
  });

  it('an address, when the sender gives it', () => {
    expect(controlIdOf(pieceOf({ ...observation({ id: 'a1', identifier: [{ value: 'v' }], meta: { versionId: '2' } }) }, { method: 'PUT', type: 'Observation', id: 'a1' }))).toBe('Observation/a1 2');
  });

  it('its content, where there is no version or identifier: the same is the same, other content is another version', () => {
    const named = (value: string) => controlIdOf(pieceOf(observation({ identifier: [{ system: 's', value: 'v' }], valueString: value })));
    expect(named('a')).toMatch(/^Observation s\|v [0-9a-f]{64}$/);
    expect(named('a')).toBe(named('a'));
    expect(named('a')).not.toBe(named('b'));
    expect(controlIdOf(pieceOf(observation()))).toMatch(/^Observation [0-9a-f]{64}$/);
  });

  it('a bundle\'s identifier stands for one content', () => {
    const bundle = (value: string) => pieceOf({ resourceType: 'Bundle', type: 'message', identifier: { system: 's', value: 'b1' }, entry: [{ resource: observation({ valueString: value }) }] }, base);
    expect(controlIdOf(bundle('a'))).toBe(controlIdOf(bundle('b')));
  });

  it('is never longer than the index takes', () => {
    expect(controlIdOf(pieceOf(observation({ identifier: [{ value: 'v'.repeat(500) }], meta: { versionId: '1' } })))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is answered with the same address each time', () => {
    const { root } = pieceOf(observation()).bundle;
    expect(givenAddress(root, 'A|B', 'c', 0)).toBe(givenAddress(root, 'A|B', 'c', 0));
    expect(new Set([givenAddress(root, 'A|B', 'c', 0), givenAddress(root, 'A|C', 'c', 0), givenAddress(root, 'A|B', 'd', 0), givenAddress(root, 'A|B', 'c', 1)]).size).toBe(4);
  });
});

describe('ING-2 whom a FHIR message waits for', () => {
  it('is the key that HL7 v2 messages about the person have', () => {
    const hl7 = readArrival(Buffer.from(sampleMessage('x', { patient: 'M1' }).replace('M1^^^RYJ^MR', '9990000018^^^NHS^NH')));
    expect(peopleNamed(pieceOf(observation(about('999 000 0018'))).bundle).keys).toEqual([hl7.orderKey]);
    expect(peopleNamed(pieceOf({ resourceType: 'Patient', identifier: [{ system: 'RYJ', value: 'M1' }, { system: NHS, value: '9990000018' }] }).bundle).keys).toEqual([hl7.orderKey]);
  });

  it('is everybody in a bundle, each once; those of other messages by their address', () => {
    const entries = [observation(about('9990000018')), observation(about('9990000018')), observation(about('9990000026')), observation({ subject: { reference: 'https://elsewhere.example/fhir/Patient/p1/_history/2' } })];
    const piece = pieceOf({ resourceType: 'Bundle', type: 'message', entry: entries.map((resource) => ({ resource })) }, base);
    const named = peopleNamed(piece.bundle);
    expect([named.keys.length, named.elsewhere]).toEqual([2, ['Patient/p1']]);
    expect(arrivalOf(piece, { key: 'A|B', application: 'A', facility: 'B' }, named.keys)).toMatchObject({ orderKey: named.keys[0], otherKeys: [named.keys[1]], event: 'FHIR Bundle/message', format: 'fhir', application: 'A', facility: 'B' });
  });
});

describe('ING-1 a database that is away', () => {
  it('is answered 503, to be sent again, and nothing of why', async () => {
    const database = new Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const receiver = createFhirReceiver({ database, senders: fhirSenders(database, new SenderDirectory(database), true), log: quiet, publicUrl: 'http://localhost:4000', onQueued: () => undefined });
    const answer = await receiver.receive(Buffer.from(JSON.stringify(observation())), { ...base, type: 'Observation' }, { token: null, name: 'RYJ' });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'transient' }] } });
    expect(JSON.stringify(answer)).not.toMatch(/ECONN|127|sql/i);
    await database.end();
  });
});
