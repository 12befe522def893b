import { FhirRefused } from '@cie/kit/fhir/fhir-refused.ts';
import { describe, expect, it } from 'vitest';
import { MOST_ENTRIES, readFhirRequest, readRoot, type FhirTarget } from './read-fhir-request.ts';

const base: FhirTarget = { method: 'POST', type: null, id: null };
const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };
const entryOf = (resource: { resourceType: string }, more: object = {}) => ({ resource, request: { method: 'POST', url: resource.resourceType }, ...more });
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const bundle = (type: string, ...entry: object[]) => ({ resourceType: 'Bundle', type, entry });

function read(json: object, target = base): ReturnType<typeof readFhirRequest> {
  const bytes = Buffer.from(JSON.stringify(json));
  return readFhirRequest(bytes, readRoot(bytes), target);
}

/** Status and what is said, of what is refused. */
function refusalOf(json: object, target = base): unknown {
  try {
    return read(json, target).kind;
  } catch (error) {
    if (error instanceof FhirRefused) return { status: error.status, code: error.code, said: error.issues.map(({ path, text }) => `${path ?? ''} ${text}`.trim()) };
    throw error;
  }
}

describe('ING-3 bundles', () => {
  it.each(['transaction', 'message', 'document'])('takes a %s as one message', (type) => {
    expect(read(bundle(type, entryOf(observation)))).toMatchObject({ kind: 'one', piece: { kind: type, addressed: false, warnings: [] } });
  });

  it.each(['searchset', 'collection', 'history', 'transaction-response', ''])('refuses a Bundle of type %j, which asks for nothing', (type) => {
    expect(refusalOf(bundle(type, entryOf(observation)))).toMatchObject({ status: 422, code: 'bundle-type' });
  });

  it(`takes ${MOST_ENTRIES} entries and refuses one more`, () => {
    const entries = Array.from({ length: MOST_ENTRIES }, () => entryOf(observation));
    expect(refusalOf(bundle('transaction', ...entries))).toBe('one');
    expect(refusalOf(bundle('transaction', ...entries, entryOf(observation)))).toMatchObject({ status: 413, code: 'too-many-entries' });
  });

  it.each([
    ['no request', { request: undefined }, /^Bundle\.entry\[0\]\.request must give a method and a url\.$/],
    ['a question', { request: { method: 'GET', url: 'Observation' } }, /^Bundle\.entry\[0\]\.request\.method must be POST or PUT/],
    ['a deletion', { request: { method: 'DELETE', url: 'Observation/1' } }, /request\.method must be POST or PUT/],
    ['another type', { request: { method: 'POST', url: 'Patient' } }, /^Bundle\.entry\[0\]\.request\.url must name the type/],
    ['another id', { request: { method: 'PUT', url: 'Observation/1' } }, /^Bundle\.entry\[0\]\.request\.url must name the id/],
    ['no resource', { resource: undefined }, /^Bundle\.entry\[0\]\.resource must be there/],
  ])('refuses a transaction with %s as a whole', (_name, more, said) => {
    expect(refusalOf(bundle('transaction', entryOf(observation, more), entryOf(observation)))).toMatchObject({ status: 422, said: [matching(said)] });
  });

  it('takes conditional requests, whose effect is the same here', () => {
    expect(refusalOf(bundle('transaction', entryOf(observation, { request: { method: 'PUT', url: 'Observation?identifier=s|v' } }), entryOf(observation, { request: { method: 'POST', url: 'Observation', ifNoneExist: 'identifier=s|v' } })))).toBe('one');
  });

  it('refuses two resources at one address, and a bundle with nothing to file', () => {
    expect(refusalOf(bundle('message', { ...entryOf(observation), fullUrl: 'urn:uuid:1' }, { ...entryOf(observation), fullUrl: 'urn:uuid:1' }))).toMatchObject({ status: 422, said: ['Bundle.entry[1].fullUrl must be of one entry only.'] });
    expect(refusalOf(bundle('message', entryOf({ resourceType: 'Claim' })))).toMatchObject({ status: 422, code: 'nothing-to-file' });
    expect(refusalOf(bundle('message'))).toMatchObject({ status: 422, code: 'nothing-to-file' });
  });

  it('says of each resource that is kept and not shown', () => {
    expect(read(bundle('message', entryOf(observation), entryOf({ resourceType: 'Claim' }), entryOf({ resourceType: 'Organization' })))).toMatchObject({ piece: { warnings: [{ severity: 'warning', path: 'Bundle.entry[1].resource' }] } });
  });

  it('parts a batch into messages of their own, with their numbers as sent', () => {
    const bytes = Buffer.from('{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":4.00}},"request":{"method":"POST","url":"Observation"}},{"request":{"method":"GET","url":"Patient/1"}}]}');
    const request = readFhirRequest(bytes, readRoot(bytes), base);
    const [first, second] = request.kind === 'batch' ? request.entries : [];
    expect(first instanceof FhirRefused ? '' : Buffer.from(first?.bytes ?? []).toString()).toContain('"value":4.00');
    expect(second).toMatchObject({ status: 405 });
  });
});

describe('ING-3 single resources', () => {
  const patient = { resourceType: 'Patient', id: 'p-1.a', identifier: [] };

  it('gives its address to what is put', () => {
    expect(read(patient, { method: 'PUT', type: 'Patient', id: 'p-1.a' })).toMatchObject({ piece: { kind: 'resource', addressed: true } });
  });

  it.each([
    ['no type', {}, base, 400], ['a type that is none', { resourceType: 5 }, base, 400], ['a single resource at the base', observation, base, 400],
    ['another type than the address', observation, { ...base, type: 'Patient' }, 400], ['a type that is not taken', { resourceType: 'Consent' }, { ...base, type: 'Consent' }, 404],
    ['another id', patient, { method: 'PUT' as const, type: 'Patient', id: 'other' }, 400], ['an id that is none', { ...patient, id: 'a b' }, { method: 'PUT' as const, type: 'Patient', id: 'a b' }, 400],
    ['a missing element', { resourceType: 'Condition' }, { ...base, type: 'Condition' }, 422],
  ])('refuses %s', (_name, json, target, status) => {
    expect(refusalOf(json, target)).toMatchObject({ status });
  });

  it.each([
    ['Observation', { code: { text: 'x' } }, ['Observation.status must be there.']],
    ['Observation', { status: 'final', code: {} }, ['Observation.code must hold a text or a coding with a code or a display.']],
    ['Observation', { status: 'final', code: { text: 'x' }, effectiveDateTime: '01/02/2020' }, [matching(/^Observation\.effectiveDateTime must be a FHIR date/)]],
    ['DiagnosticReport', { status: 'done', code: { text: 'x' } }, [matching(/^DiagnosticReport\.status must be one of/)]],
    ['DocumentReference', { status: 'current' }, ['DocumentReference.content must be there.']],
    ['Binary', { contentType: 'x/y' }, ['Binary.data must be there.']],
    ['Appointment', { status: 'booked', participant: [{}], start: 'soon' }, [matching(/^Appointment\.start must be a FHIR date/)]],
    ['Encounter', { status: 'finished', period: { start: '2020-02-02', end: '2020-02-01' } }, ['Encounter.period must not end before it begins.']],
    ['MedicationStatement', { status: 'active', subject: {} }, ['MedicationStatement.medicationCodeableConcept or medicationReference must be there.']],
    ['AllergyIntolerance', {}, ['AllergyIntolerance.patient must be there.']],
    ['Condition', { subject: {}, recordedDate: 'x' }, [matching(/^Condition\.recordedDate/)]],
    ['Patient', {}, ['Patient.identifier or name must be there.']],
    ['Composition', { status: 'final' }, ['Composition.type or title must be there.']],
    ['CarePlan', { status: 'active' }, ['CarePlan.subject must be there.']],
  ] as const)('422 says what keeps a %s from being filed', (resourceType, more, said) => {
    expect(refusalOf({ resourceType, ...more }, { ...base, type: resourceType })).toMatchObject({ status: 422, said });
  });
});
