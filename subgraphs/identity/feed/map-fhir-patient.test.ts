import { FhirBundle, readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { mutatedMessage } from '@cie/kit/testing/fhir-mutations.ts';
import { describe, expect, it } from 'vitest';
import { mapFhirEncounters } from './map-fhir-encounter.ts';
import { mapFhirPatient } from './map-fhir-patient.ts';

const NHS = 'https://fhir.nhs.uk/Id/nhs-number';
const VERIFICATION = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus';
const incoming = { id: 'm', organisation: 'RAS', assigningAuthorities: ['https://ras.example/patient'], receivedAt: '2026-04-01T12:00:00Z', text: '' };
const bundleOf = (...resources: object[]) => new FhirBundle(new FhirElement(parseFhirJson(Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }))), 'Bundle'));
const number = (value: string, status?: string) => ({ system: NHS, value, ...(status === undefined ? {} : { extension: [{ url: VERIFICATION, valueCodeableConcept: { coding: [{ code: status }] } }] }) });
const patient = (more: object) => ({ resourceType: 'Patient', identifier: [number('999 000 0018')], ...more });
const map = (more: object, ...others: object[]) => mapFhirPatient(incoming, bundleOf(patient(more), ...others), true);

describe('ING-3 Patient', () => {
  it('ACC-2 reads the person, the address in use and whom to reach', () => {
    expect(map({
      name: [{ use: 'old', family: 'Maiden' }, { use: 'official', family: 'Thistle', given: ['Ann', 'Bea'], prefix: ['Mrs'] }],
      gender: 'female', birthDate: '1970-01-31',
      telecom: [{ system: 'phone', value: '2', rank: 2 }, { system: 'phone', value: '1', rank: 1 }, { system: 'email', value: 'a@example.net' }, { system: 'phone', value: 'old', use: 'old' }],
      address: [{ use: 'old', line: ['Before'] }, { use: 'home', line: ['1 Road'], city: 'London', postalCode: 'W6 9ZZ' }],
      contact: [{ name: { text: 'Jo Thistle' }, relationship: [{ text: 'Sister' }], telecom: [{ system: 'phone', value: '3' }] }],
      generalPractitioner: [{ identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'E85001' }, display: 'The Practice' }],
    })).toMatchObject({
      claim: { nhsNumber: '9990000018', birthDate: '1970-01-31', familyName: 'Thistle', givenName: 'Ann Bea' },
      update: {
        familyName: 'Thistle', prefix: 'Mrs', sex: 'female', phone: '1', email: 'a@example.net', addressLines: ['1 Road', 'London'], postcode: 'W6 9ZZ',
        nextOfKin: [{ name: 'Jo Thistle', relationship: 'Sister', phone: '3', email: null }], generalPracticeName: 'The Practice', generalPracticeCode: 'E85001',
      },
      aboutPerson: true,
    });
  });

  it('leaves what is not said, and takes away what a list leaves out', () => {
    const mapped = map({ telecom: [{ system: 'phone', value: '1' }] });
    expect('update' in mapped && mapped.update).toEqual({ phone: '1', email: null });
  });

  it.each([
    ['a verified number (01)', [number('9990000018', '01')], '9990000018'],
    ['a verified number (words)', [number('9990000018', 'number-present-and-verified')], '9990000018'],
    ['the same number twice', [number('9990000018'), number('999-000-0018', '01')], '9990000018'],
    ['an old number beside it', [{ ...number('9990000026'), use: 'old' }, number('9990000018')], '9990000018'],
  ])('takes %s', (_name, identifier, expected) => {
    expect(map({ identifier })).toMatchObject({ claim: { nhsNumber: expected } });
  });

  it.each([
    ['nhs-number-unverified', { identifier: [number('9990000018', '02')] }],
    ['nhs-number-invalid', { identifier: [number('9990000019')] }],
    ['patient-mismatch', { identifier: [number('9990000018'), number('9990000026')] }],
    ['malformed', { birthDate: '31.01.1970' }],
    ['unsupported-event', { link: [{ type: 'replaced-by', other: {} }] }],
  ])('holds as %s, and quotes nothing', (code, more) => {
    const held = map(more);
    expect(held).toMatchObject({ outcome: 'held', code });
    expect(JSON.stringify(held)).not.toMatch(/999000|1970/);
  });

  it('23: parts the sender\'s own identifiers from those of others', () => {
    expect(map({ identifier: [{ system: 'https://ras.example/patient', value: 'A1' }, { system: 'https://ryj.example/patient', value: 'B1' }, { value: 'nobody\'s' }] })).toMatchObject({
      claim: { nhsNumber: null, localIdentifiers: [{ authority: 'https://ras.example/patient', value: 'A1' }], otherAuthorities: ['https://ryj.example/patient'] },
    });
  });
});

describe('REG-3 Encounter', () => {
  const encounter = (more: object) => mapFhirEncounters(incoming, bundleOf({ resourceType: 'Encounter', identifier: [{ system: 's', value: 'v' }], status: 'finished', ...more }));

  it('is read as it stands', () => {
    expect(encounter({ class: { code: 'IMP' }, period: { start: '2026-02-01T08:00:00Z', end: '2026-02-03' }, location: [{ location: { display: 'Ward 1' } }, { location: { display: 'Ward 2' } }] })).toMatchObject([
      { visit: 's|v', status: 'finished', startedAt: new Date('2026-02-01T08:00:00Z'), patientClass: 'IMP', location: 'Ward 2', priorLocation: 'Ward 1' },
    ]);
  });

  it.each([['unknown', { status: 'unknown', period: { start: '2026' } }], ['without a begin', {}]])('is none when its status is %s', (_name, more) => {
    expect(encounter(more)).toEqual([]);
  });
});

describe('fault: mutated FHIR bundles', () => {
  it('are mapped or held, 1,000 of them', { timeout: 30_000 }, () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 1000; seed++) {
      const message = mutatedMessage(seed);
      const bundle = readFhirBundle(message.text);
      const mapped = mapFhirPatient(message, bundle, true);
      mapFhirEncounters(message, bundle);
      outcomes.add('outcome' in mapped ? mapped.code : 'mapped');
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['mapped', 'required-field-missing']));
  });
});
