import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { about, concept, decimal, fhirPatient, identifier, nhsNumberSystem, toEntry, transaction } from '../fixtures/fhir.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { startFhirExchange, type FhirExchange, type HeldRow } from '../setup/fhir-exchange.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
let exchange: FhirExchange;
beforeAll(async () => {
  exchange = await startFhirExchange();
}, 60_000);
afterAll(() => exchange.close());

const issued = '2026-03-02T09:30:00+00:00';

describe('ING-3 a bundle goes through all rooms', () => {
  it('shows result, document, appointment, medication, allergy, condition and demographics to the patient', async () => {
    const person = newPerson();
    const [patient, observation, doctor] = [randomUUID(), randomUUID(), randomUUID()];
    const subject = toEntry(patient);
    const reply = await exchange.send(transaction([
      { ...fhirPatient(person, { more: { telecom: [{ system: 'email', value: 'someone@example.net' }], address: [{ line: ['1 Any Road'], city: 'London', postalCode: 'W6 9ZZ' }] } }), id: patient },
      { resourceType: 'Practitioner', id: doctor, name: [{ family: 'Woodhouse', given: ['Ada'], prefix: ['Dr'] }] },
      {
        resourceType: 'Observation', id: observation, identifier: identifier(), status: 'final', code: concept('K', 'Potassium'), subject, effectiveDateTime: '2026-03-01',
        valueQuantity: { value: decimal('4.00'), unit: 'mmol/L' }, referenceRange: [{ low: { value: decimal('3.50') }, high: { value: decimal('5.30') } }], interpretation: [concept('N', 'Normal')],
        note: [{ text: 'Fine <script>alert(1)</script><b>indeed</b>' }],
      },
      { resourceType: 'DiagnosticReport', identifier: identifier(), status: 'final', code: concept('UE', 'Urea and electrolytes'), subject, issued, result: [toEntry(observation)], performer: [toEntry(doctor)] },
      { resourceType: 'DocumentReference', identifier: identifier(), status: 'current', type: concept('734163000', 'Care letter'), subject, date: '2026-03-02T10:00:00Z', author: [toEntry(doctor)], content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('Dear patient').toString('base64'), title: 'Letter' } }] },
      { resourceType: 'Appointment', identifier: identifier(), status: 'booked', start: '2030-07-01T09:40:00+01:00', end: '2030-07-01T10:00:00+01:00', serviceType: [concept('218', 'Orthopaedics')], patientInstruction: 'Bring your tablets.', participant: [{ actor: subject, status: 'accepted' }, { actor: toEntry(doctor), status: 'accepted' }] },
      { resourceType: 'MedicationStatement', identifier: identifier(), status: 'active', subject, medicationCodeableConcept: concept('1', 'Amoxicillin 250mg capsules'), effectivePeriod: { start: '2016' }, dosage: [{ text: 'One, three times a day' }] },
      { resourceType: 'AllergyIntolerance', identifier: identifier(), patient: subject, code: concept('2', 'Penicillin'), clinicalStatus: concept('active', 'Active'), reaction: [{ manifestation: [concept('3', 'Rash')], severity: 'mild' }] },
      { resourceType: 'Condition', identifier: identifier(), subject, code: concept('4', 'Asthma'), clinicalStatus: concept('active', 'Active'), onsetDateTime: '2009-05' },
      { resourceType: 'Encounter', identifier: identifier(), subject, status: 'finished', class: { code: 'IMP' }, period: { start: '2026-02-01T08:00:00Z', end: '2026-02-03T08:00:00Z' } },
    ]));
    expect(reply).toMatchObject({ status: 200, body: { type: 'transaction-response', entry: Array.from({ length: 10 }, () => ({ response: { status: '201 Created' } })) } });
    expect(await exchange.settled()).toEqual([]);
    expect(await exchange.read(person.nhsNumber, `
      demographics { familyName email source { odsCode } }
      reports { edges { node { name author observations { name value unit referenceRange low high flag comments } } } }
      documents { edges { node { title type author text } } }
      appointments { edges { node { clinic clinician instructions status start } } }
      medications { name dosage startedOn }
      allergies { name reaction }
      conditions { name startedOn }`)).toMatchObject({
      demographics: { familyName: person.familyName, email: 'someone@example.net', source: { odsCode: 'RAS' } },
      reports: { edges: [{ node: { name: 'Urea and electrolytes', author: 'Dr Ada Woodhouse', observations: [{ name: 'Potassium', value: '4.00', unit: 'mmol/L', referenceRange: '3.50 - 5.30', low: 3.5, high: 5.3, flag: 'NORMAL', comments: ['Fine indeed'] }] } }] },
      documents: { edges: [{ node: { title: 'Letter', type: 'Care letter', author: 'Dr Ada Woodhouse', text: 'Dear patient' } }] },
      appointments: { edges: [{ node: { clinic: 'Orthopaedics', clinician: 'Dr Ada Woodhouse', instructions: 'Bring your tablets.', status: 'BOOKED' } }] },
      medications: [{ name: 'Amoxicillin 250mg capsules', dosage: 'One, three times a day', startedOn: '2016' }],
      allergies: [{ name: 'Penicillin', reaction: 'Rash' }],
      conditions: [{ name: 'Asthma', startedOn: '2009-05' }],
    });
  });
});

/** What was measured beside somebody, known by NHS number alone. */
function observation(person: Person, value: string, more: object = {}): Record<string, unknown> {
  return { resourceType: 'Observation', status: 'final', category: [concept('vital-signs', 'Vital Signs')], code: concept('K', 'Potassium'), subject: about(person), issued, valueQuantity: { value: decimal(value), unit: 'mmol/L' }, ...more };
}

/** Somebody whom the exchange knows. */
async function known(): Promise<Person> {
  const person = newPerson();
  await exchange.send(fhirPatient(person), { url: '/fhir/Patient' });
  return person;
}

const held = async (event: string): Promise<HeldRow | undefined> => (await exchange.settled()).findLast((row) => row.event === event);
const values = async (person: Person): Promise<unknown> => await exchange.read(person.nhsNumber, 'reports { edges { node { name status corrected observations { value previousValue corrected } } } }');
const only = (node: object): object => ({ reports: { edges: [{ node }] } });

describe('ING-2 exactly once', () => {
  it('takes the same resource again as nothing new, and answers with the same address', async () => {
    const person = await known();
    const body = observation(person, '4.00', { identifier: identifier() });
    const first = await exchange.send(body, { url: '/fhir/Observation' });
    const again = await exchange.send(body, { url: '/fhir/Observation' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(first.headers['location']).toMatch(/^http:\/\/localhost:4000\/fhir\/Observation\/[0-9a-f]{32}$/);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect(again.said).toContain('Received before');
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ name: 'Potassium', observations: [expect.objectContaining({ value: '4.00' })] }));
  });

  it('refuses other content under one identifier and version, holds it, and takes the next version as a correction', async () => {
    const person = await known();
    const id = { identifier: identifier() };
    const version = (versionId: string, value: string, status = 'final') => observation(person, value, { ...id, status, meta: { versionId } });
    await exchange.send(version('1', '4.0'), { url: '/fhir/Observation' });
    const reused = await exchange.send(version('1', '9.9'), { url: '/fhir/Observation' });
    expect(reused).toMatchObject({ status: 409, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'conflict' }] } });
    expect(await held('FHIR Observation')).toMatchObject({ state: 'held', code: 'message-id-reused' });
    await exchange.send(version('2', '4.4', 'corrected'), { url: '/fhir/Observation' });
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ corrected: true, observations: [{ value: '4.4', previousValue: '4.0', corrected: true }] }));
  });

  it('a bundle is known by its identifier and version', async () => {
    const person = newPerson();
    const bundle = (value: string) => transaction([{ ...fhirPatient(person), id: 'p' }, { ...observation(person, value, { identifier: identifier('same') }), id: 'o' }], { identifier: { system: 'https://lab.example/bundle', value: person.nhsNumber } });
    expect((await exchange.send(bundle('4.1'))).status).toBe(200);
    expect((await exchange.send(bundle('4.1'))).body).toMatchObject({ entry: [{ response: { status: '200 OK' } }, { response: { status: '200 OK' } }] });
    expect(await exchange.send(bundle('4.2'))).toMatchObject({ status: 409, said: containing('identifier and version') });
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ observations: [expect.objectContaining({ value: '4.1' })] }));
  });

  it('56: a final version that comes after the correction changes nothing; 57: entered in error is withdrawn', async () => {
    const person = await known();
    const id = { identifier: identifier() };
    await exchange.send(observation(person, '4.4', { ...id, status: 'corrected', meta: { versionId: '2', lastUpdated: '2026-03-03T10:00:00Z' } }), { url: '/fhir/Observation' });
    await exchange.send(observation(person, '4.0', { ...id, meta: { versionId: '1', lastUpdated: '2026-03-02T10:00:00Z' } }), { url: '/fhir/Observation' });
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ observations: [expect.objectContaining({ value: '4.4' })] }));
    await exchange.send(observation(person, '4.4', { ...id, status: 'entered-in-error', meta: { versionId: '3', lastUpdated: '2026-03-04T10:00:00Z' } }), { url: '/fhir/Observation' });
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ status: 'WITHDRAWN', observations: [expect.objectContaining({ value: null, previousValue: null })] }));
  });
});

describe('ING-2 whom it is about', () => {
  it.each([
    ['58: a birth date that disagrees', 'patient-mismatch', (person: Person) => fhirPatient({ ...person, birthDate: '1901-01-01' })],
    ['a number that is not verified', 'nhs-number-unverified', (person: Person) => fhirPatient(person, { status: '02' })],
    ['a number with a wrong check digit', 'nhs-number-invalid', (person: Person) => fhirPatient({ ...person, nhsNumber: `${person.nhsNumber.slice(0, 9)}${(Number(person.nhsNumber[9]) + 1) % 10}` })],
    ['a link to another record', 'unsupported-event', (person: Person) => fhirPatient(person, { more: { link: [{ type: 'replaced-by', other: about(person) }] } })],
  ])('holds %s', async (_name, code, patient) => {
    const person = await known();
    await exchange.settled();
    const reply = await exchange.send(transaction([patient(person), observation(person, '1')]));
    expect(reply.status).toBe(200);
    const row = await held('FHIR Bundle/transaction');
    expect(row).toMatchObject({ state: 'held', code });
    expect(row?.reason).toMatch(/Patient\.|resource\./);
    expect(row?.reason).not.toMatch(new RegExp(`PID|${person.familyName}|${person.nhsNumber}`));
    expect(await values(person)).toMatchObject({ reports: { edges: [] } });
  });

  it('23: holds a sender that speaks in the identifiers of another organisation', async () => {
    const own = [{ system: 'https://ras.example/patient', value: randomUUID() }];
    const first = newPerson();
    await exchange.send({ ...fhirPatient(first), identifier: [...own, { system: nhsNumberSystem, value: first.nhsNumber }] }, { url: '/fhir/Patient' });
    await exchange.settled();
    const second = newPerson();
    await exchange.send({ ...fhirPatient(second), identifier: [...own, { system: nhsNumberSystem, value: second.nhsNumber }] }, { url: '/fhir/Patient', sender: 'RYJ' });
    expect(await held('FHIR Patient')).toMatchObject({ code: 'foreign-namespace' });
  });

  it('finds a person by the sender\'s own identifier, once it knows it', async () => {
    const local = { system: 'https://ras.example/patient', value: randomUUID() };
    const person = newPerson();
    await exchange.send({ ...fhirPatient(person), identifier: [local, { system: nhsNumberSystem, value: person.nhsNumber }] }, { url: '/fhir/Patient' });
    await exchange.send({ ...observation(person, '4.7'), subject: { identifier: local } }, { url: '/fhir/Observation' });
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ observations: [expect.objectContaining({ value: '4.7' })] }));
  });

  it('keeps a stranger\'s message until the sender is registered', async () => {
    const reply = await exchange.send(observation(newPerson(), '1'), { url: '/fhir/Observation', sender: 'NOBODY' });
    expect(reply).toMatchObject({ status: 201 });
    expect(reply.said).toContain('unknown-sender');
  });
});

describe('ING-3 references', () => {
  it('holds a reference that leads nowhere, and files it when what it leads to came and it is replayed', async () => {
    const person = newPerson();
    const id = randomUUID();
    await exchange.send({ ...observation(person, '4.9'), subject: { reference: `Patient/${id}` } }, { url: '/fhir/Observation' });
    expect(await held('FHIR Observation')).toMatchObject({ code: 'reference-unresolved', reason: 'Observation.subject: leads to nobody that came with it or before it. Send the Patient, then replay.' });
    expect((await exchange.send({ ...fhirPatient(person), id }, { url: `/fhir/Patient/${id}`, method: 'PUT' })).headers['location']).toBe(`http://localhost:4000/fhir/Patient/${id}`);
    await exchange.settled();
    await exchange.inbox.pool.query("update feed_message set state = 'queued', code = null, reason = null where state = 'held' and code = 'reference-unresolved'; notify feed_queued");
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ observations: [expect.objectContaining({ value: '4.9' })] }));
  });

  it('does not let one sender\'s Patient/1 be another\'s', async () => {
    const person = newPerson();
    await exchange.send({ ...fhirPatient(person), id: 'one' }, { url: '/fhir/Patient/one', method: 'PUT', sender: 'RAS' });
    await exchange.send({ ...observation(person, '3'), subject: { reference: 'Patient/one' } }, { url: '/fhir/Observation', sender: 'RQM' });
    expect(await held('FHIR Observation')).toMatchObject({ code: 'reference-unresolved' });
  });

  it('resolves contained resources, relative addresses and members of panels', async () => {
    const person = newPerson();
    await exchange.send(transaction([
      { ...fhirPatient(person), id: 'p' },
      { ...observation(person, '12.0'), id: 'm1', subject: toEntry('p'), code: concept('ALT', 'ALT'), identifier: identifier() },
      { ...observation(person, '7'), id: 'm2', subject: toEntry('p'), code: concept('BIL', 'Bilirubin'), identifier: identifier() },
      { resourceType: 'Observation', id: 'panel', status: 'final', code: concept('LFT', 'Liver tests'), subject: toEntry('p'), hasMember: [toEntry('m1'), toEntry('m2')], identifier: identifier() },
      { resourceType: 'DiagnosticReport', id: 'r', status: 'final', code: concept('721981007', 'Diagnostic studies report'), subject: toEntry('p'), issued, identifier: identifier(), result: [toEntry('panel')], contained: [{ resourceType: 'Practitioner', id: 'who', name: [{ text: 'Dr A Body' }] }], performer: [{ reference: '#who', type: 'Practitioner' }] },
    ]));
    expect(await exchange.settled()).not.toContainEqual(expect.objectContaining({ event: 'FHIR Bundle/transaction', code: 'reference-unresolved' }));
    expect(await exchange.read(person.nhsNumber, 'reports { edges { node { name author observations { name value } } } }')).toMatchObject({
      reports: { edges: [{ node: { name: 'Liver tests', author: 'Dr A Body', observations: [{ name: 'ALT', value: '12.0' }, { name: 'Bilirubin', value: '7' }] } }] },
    });
  });

  it('does not put another person\'s test into a report that refers to it', async () => {
    const [one, other] = [await known(), await known()];
    const id = randomUUID();
    await exchange.send({ ...observation(other, '66.6'), id }, { url: `/fhir/Observation/${id}`, method: 'PUT' });
    await exchange.send({ resourceType: 'DiagnosticReport', status: 'final', code: concept('UE', 'U&E'), subject: about(one), issued, identifier: identifier(), result: [{ reference: `Observation/${id}` }] }, { url: '/fhir/DiagnosticReport' });
    expect(await held('FHIR DiagnosticReport')).toMatchObject({ code: 'reference-unresolved' });
    expect(await values(one)).toMatchObject({ reports: { edges: [] } });
  });

  it('files a bundle about two people, each in their own record', async () => {
    const [one, other] = [newPerson(), newPerson()];
    await exchange.send(transaction([fhirPatient(one), observation(one, '1.1'), fhirPatient(other), observation(other, '2.2')]));
    await exchange.settled();
    expect(await values(one)).toMatchObject(only({ observations: [expect.objectContaining({ value: '1.1' })] }));
    expect(await values(other)).toMatchObject(only({ observations: [expect.objectContaining({ value: '2.2' })] }));
  });
});

describe('ING-3 answers', () => {
  it.each([
    ['XML', 415, 'not-supported', { headers: { 'content-type': 'application/fhir+xml' } }, '<Patient/>'],
    ['what is no JSON', 400, 'structure', {}, '{"resourceType":'],
    ['bytes that are no UTF-8', 400, 'structure', {}, '"\ud800'],
    ['a list', 400, 'structure', {}, '[]'],
    ['a search set', 422, 'not-supported', {}, '{"resourceType":"Bundle","type":"searchset"}'],
    ['a single resource at the base', 400, 'invalid', {}, '{"resourceType":"Patient"}'],
    ['another type than the address', 400, 'invalid', { url: '/fhir/Observation' }, '{"resourceType":"Patient"}'],
    ['a type that is not taken', 404, 'not-supported', { url: '/fhir/Consent' }, '{"resourceType":"Consent"}'],
    ['another id than the address', 400, 'invalid', { url: '/fhir/Patient/1', method: 'PUT' as const }, '{"resourceType":"Patient","id":"2"}'],
    ['what nests too deep', 413, 'too-costly', {}, `{"resourceType":"Bundle","x":${'['.repeat(70)}${']'.repeat(70)}}`],
    ['DELETE', 405, 'not-supported', { url: '/fhir/Patient/1', method: 'DELETE' as const }, ''],
    ['PATCH', 405, 'not-supported', { url: '/fhir/Patient/1', method: 'PATCH' as const }, '{}'],
    ['a question', 405, 'not-supported', { url: '/fhir/Patient?name=x', method: 'GET' as const }, ''],
    ['If-Match', 405, 'not-supported', { url: '/fhir/Patient/1', method: 'PUT' as const, headers: { 'if-match': 'W/"1"' } }, '{"resourceType":"Patient","id":"1"}'],
    ['an unknown address', 404, 'not-supported', { url: '/fhir/Patient/1/extra' }, '{}'],
  ])('refuses %s with %i and an OperationOutcome', async (_name, status, code, options, body) => {
    expect(await exchange.send(body, options)).toMatchObject({ status, body: { resourceType: 'OperationOutcome', issue: [expect.objectContaining({ severity: 'error', code })] } });
  });

  it('names every element that is missing or wrong, and quotes none', async () => {
    const reply = await exchange.send(transaction([
      { resourceType: 'Observation', status: 'secret', subject: {} },
      { resourceType: 'MedicationStatement', status: 'active', effectivePeriod: { start: '2020-13' } },
    ]));
    expect(reply.status).toBe(422);
    expect(reply.said.split('\n')).toEqual([
      'Bundle.entry[0].resource.code: must be there.',
      expect.stringMatching(/^Bundle\.entry\[0\]\.resource\.status: must be one of registered, /),
      'Bundle.entry[1].resource.medicationCodeableConcept or medicationReference: must be there.',
      'Bundle.entry[1].resource.subject: must be there.',
      'Bundle.entry[1].resource.effectivePeriod: must hold FHIR dates or times.',
    ]);
    expect(JSON.stringify(reply.body)).not.toContain('secret');
  });

  it('46: takes a body of the most bytes and refuses one more; `__proto__` is a name as any other', async () => {
    const person = newPerson();
    const frame = `{"resourceType":"Patient","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"identifier":[{"system":"${nhsNumberSystem}","value":"${person.nhsNumber}"}],"name":[{"family":"${person.familyName}"}],"birthDate":"${person.birthDate}","language":""}`;
    const full = frame.replace('"language":""', `"language":"${'x'.repeat(2_000_000 - frame.length)}"`);
    expect(Buffer.byteLength(full)).toBe(2_000_000);
    expect((await exchange.send(full, { url: '/fhir/Patient' })).status).toBe(201);
    expect(await exchange.send(`${full} `, { url: '/fhir/Patient' })).toMatchObject({ status: 413, said: containing('2000000 bytes') });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    await exchange.settled();
    expect(await exchange.read(person.nhsNumber, 'demographics { familyName }')).toEqual({ demographics: { familyName: person.familyName } });
  });

  it('answers each entry of a batch by itself', async () => {
    const person = await known();
    const entry = (resource: object | null, method: string, url: string): object => ({ ...(resource === null ? {} : { resource }), request: { method, url } });
    const reply = await exchange.send({
      resourceType: 'Bundle', type: 'batch',
      entry: [entry(observation(person, '5.0'), 'POST', 'Observation'), entry(null, 'GET', 'Patient/1'), entry({ resourceType: 'Observation', status: 'final' }, 'POST', 'Observation'), entry({ resourceType: 'Task' }, 'POST', 'Task')],
    });
    expect(reply).toMatchObject({ status: 200, body: { type: 'batch-response' } });
    expect(JSON.stringify(reply.body).match(/"status":"\d+/g)).toEqual(['"status":"201', '"status":"405', '"status":"422', '"status":"404']);
    await exchange.settled();
    expect(await values(person)).toMatchObject(only({ observations: [expect.objectContaining({ value: '5.0' })] }));
  });

  it('answers a message bundle, and says of what it carries that is not shown', async () => {
    const person = newPerson();
    const resources = [{ resourceType: 'MessageHeader', source: { endpoint: 'lab' } }, fhirPatient(person), observation(person, '1'), { resourceType: 'Immunization', status: 'completed' }];
    const reply = await exchange.send({ resourceType: 'Bundle', type: 'message', entry: resources.map((resource) => ({ resource })) }, { url: '/fhir/$process-message' });
    expect(reply).toMatchObject({ status: 200, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'information' }, { severity: 'warning', expression: ['Bundle.entry[3].resource'] }] } });
  });

  it('says in metadata what it takes', async () => {
    expect(await exchange.send('', { url: '/fhir/metadata', method: 'GET' })).toMatchObject({ status: 200, body: { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ interaction: [{ code: 'transaction' }, { code: 'batch' }] }] } });
  });
});

describe('RES-3 ACS-1 what is sensitive or waits', () => {
  it('keeps a test back that came before its report, shows it under the report\'s delay, and takes its correction there', async () => {
    const person = await known();
    const id = randomUUID();
    const put = (value: string, hour: number, more: object = {}) =>
      exchange.send({ ...observation(person, value, { id, category: [concept('imaging', 'Imaging')], meta: { versionId: String(hour), lastUpdated: `2026-03-02T${hour}:00:00Z` } }), ...more }, { url: `/fhir/Observation/${id}`, method: 'PUT' });
    await put('4.1', 10);
    expect(await held('FHIR Observation')).toMatchObject({ state: 'held', code: 'report-missing', reason: containing('Send the report, then replay.') });
    const report = { resourceType: 'DiagnosticReport', identifier: identifier(), status: 'final', code: concept('UE', 'Urea'), category: [concept('RAD', 'Radiology')], subject: about(person), result: [{ reference: `Observation/${id}` }] };
    await exchange.send({ ...report, issued: new Date().toISOString() }, { url: '/fhir/DiagnosticReport' });
    await exchange.settled();
    expect(await values(person)).toEqual({ reports: { edges: [] } });
    await exchange.inbox.pool.query("update feed_message set state = 'queued', code = null, reason = null where state = 'held' and code = 'report-missing'; notify feed_queued");
    await put('5.0', 11, { status: 'corrected' });
    expect((await exchange.settled()).map(({ code }) => code)).not.toContain('report-missing');
    const rows = await exchange.rooms.sql<{ value: string; waits: boolean }>('results', 'select o.value, o.delayed_until > now() as waits from observation o where o.source_id = $1', [`Observation/${id}`]);
    expect(rows).toEqual([{ value: '5.0', waits: true }]);
  });

  it('delays a radiology report and its file', async () => {
    const person = newPerson();
    const now = new Date().toISOString();
    await exchange.send(transaction([fhirPatient(person), {
      resourceType: 'DiagnosticReport', identifier: identifier(), status: 'final', code: concept('XR', 'X-ray chest'), subject: about(person), issued: now, conclusion: 'Clear lungs.',
      category: [concept('RAD', 'Radiology', 'http://terminology.hl7.org/CodeSystem/v2-0074')],
      presentedForm: [{ contentType: 'application/pdf', data: Buffer.from('%PDF-1.4 report').toString('base64') }],
    }, { resourceType: 'DocumentReference', identifier: identifier(), status: 'current', type: concept('4201000179104', 'Imaging report'), date: now, subject: about(person), content: [{ attachment: { contentType: 'text/plain', data: 'Q2xlYXI=' } }] }]));
    await exchange.settled();
    expect(await exchange.read(person.nhsNumber, 'reports { edges { node { id } } } documents { edges { node { id } } } waitingReports { kind }')).toEqual({ reports: { edges: [] }, documents: { edges: [] }, waitingReports: [{ kind: 'RADIOLOGY' }] });
    const [row] = await exchange.rooms.sql<{ kind: number; files: number }>('results', "select r.kind, (select count(*)::int from observation o where o.report_id = r.id and o.value = '[PDF]') as files from report r join observation x on x.report_id = r.id where x.value = 'Clear lungs.' and r.created_at > now() - interval '1 minute' limit 1");
    expect(row).toEqual({ kind: 1, files: 1 });
  });

  it.each([
    ['a specialty', { }, { resourceType: 'Appointment', status: 'booked', start: '2030-01-01T09:00:00Z', specialty: [concept('360', 'GUM')] }, 'appointments { edges { node { label } } }', 'SEXUAL_HEALTH'],
    ['meta.security', { meta: { security: [{ code: 'PSY' }] } }, { resourceType: 'Appointment', status: 'booked', start: '2030-01-01T09:00:00Z' }, 'appointments { edges { node { label } } }', 'MENTAL_HEALTH'],
  ])('gives a label by %s', async (_name, more, resource, fields, label) => {
    const person = await known();
    await exchange.send({ ...resource, ...more, identifier: identifier(), participant: [{ actor: about(person), status: 'accepted' }] }, { url: '/fhir/Appointment' });
    await exchange.settled();
    expect(await exchange.read(person.nhsNumber, fields)).toEqual({ appointments: { edges: [{ node: { label } }] } });
  });

  it('holds what is restricted in a way that no label names', async () => {
    const person = await known();
    await exchange.send(observation(person, '1', { identifier: identifier(), meta: { security: [{ code: 'R' }] } }), { url: '/fhir/Observation' });
    expect(await held('FHIR Observation')).toMatchObject({ code: 'label-unclear' });
  });
});

describe('DOC-1 60: documents', () => {
  const letter = (person: Person, attachment: object, more: object = {}): Record<string, unknown> => ({ resourceType: 'DocumentReference', identifier: identifier(), status: 'current', type: concept('1', 'Clinic letter'), subject: about(person), content: [{ attachment }], ...more });

  it('takes markup out of HTML letters and Composition sections', async () => {
    const person = await known();
    const html = '<p onclick="x()">Seen in <b>clinic</b></p><script>steal()</script><img src=x onerror=alert(1)><p>1 &lt; 2</p>';
    await exchange.send(letter(person, { contentType: 'text/html', data: Buffer.from(html).toString('base64') }), { url: '/fhir/DocumentReference' });
    await exchange.send({ resourceType: 'Composition', identifier: { system: 'x', value: randomUUID() }, status: 'final', title: 'Discharge summary', type: concept('2', 'Discharge summary'), subject: about(person), date: '2020-05', section: [{ title: 'Plan', text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><ul><li>Rest</li><li>Tea<style>*{}</style></li></ul></div>' } }] }, { url: '/fhir/Composition' });
    await exchange.settled();
    expect(await exchange.read(person.nhsNumber, 'documents { edges { node { title text atText } } }')).toMatchObject({ documents: { edges: [{ node: { title: 'Clinic letter', text: 'Seen in clinic\n\n1 < 2' } }, { node: { title: 'Discharge summary', text: 'Plan\nRest\nTea', atText: '2020-05' } }] } });
  });

  it('reads a PDF from the Binary that came before it, and never fetches', async () => {
    const person = await known();
    const id = randomUUID();
    await exchange.send({ resourceType: 'Binary', id, contentType: 'application/pdf', data: Buffer.from('%PDF-1.7 x').toString('base64') }, { url: `/fhir/Binary/${id}`, method: 'PUT' });
    await exchange.send(letter(person, { contentType: 'application/pdf', url: `Binary/${id}`, title: 'Scan letter' }), { url: '/fhir/DocumentReference' });
    await exchange.settled();
    expect(await exchange.read(person.nhsNumber, 'documents { edges { node { title mediaType size } } }')).toEqual({ documents: { edges: [{ node: { title: 'Scan letter', mediaType: 'application/pdf', size: 10 } }] } });
    await exchange.send(letter(person, { contentType: 'application/pdf', url: 'http://169.254.169.254/latest' }), { url: '/fhir/DocumentReference' });
    expect(await held('FHIR DocumentReference')).toMatchObject({ code: 'reference-unresolved' });
  });

  it.each([
    ['52: what says PDF and is none', 'content-invalid', { contentType: 'application/pdf', data: Buffer.from('<html>').toString('base64') }],
    ['a wrong hash', 'content-invalid', { contentType: 'text/plain', data: 'YQ==', hash: 'AAAA' }],
    ['a wrong size', 'content-invalid', { contentType: 'text/plain', data: 'YQ==', size: 2 }],
    ['what is no Base64', 'content-invalid', { contentType: 'text/plain', data: 'a*b=' }],
  ])('holds %s', async (_name, code, attachment) => {
    await exchange.send(letter(await known(), attachment), { url: '/fhir/DocumentReference' });
    expect(await held('FHIR DocumentReference')).toMatchObject({ code });
  });

  it('takes a document back that was entered in error', async () => {
    const person = await known();
    const sent = letter(person, { contentType: 'text/plain', data: 'YQ==' }, { meta: { lastUpdated: '2026-01-01T00:00:00Z' } });
    await exchange.send(sent, { url: '/fhir/DocumentReference' });
    await exchange.send({ ...sent, status: 'entered-in-error', meta: { lastUpdated: '2026-01-02T00:00:00Z' } }, { url: '/fhir/DocumentReference' });
    await exchange.settled();
    expect(JSON.stringify(await exchange.read(person.nhsNumber, 'documents { edges { node { status text } } }'))).not.toContain('"a"');
  });
});
