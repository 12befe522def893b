import { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { describe, expect, it } from 'vitest';
import { groupByPerson } from './group-by-person.ts';

const NHS = 'https://fhir.nhs.uk/Id/nhs-number';
const family = 'https://family.example/household';
const [one, two] = ['9990000018', '9990000026'];

type Resource = Readonly<Record<string, unknown>>;
interface Entry {
  readonly resource: Resource;
  readonly fullUrl?: string;
  readonly earlier?: boolean;
}

const patient = (id: string, identifier: readonly object[], more: object = {}): Resource => ({ resourceType: 'Patient', id, identifier, ...more });
const nhs = (value: string, more: object = {}) => ({ system: NHS, value, ...more });
const about = (subject: object): Resource => ({ resourceType: 'Observation', subject });

function groupsOf(entries: readonly (Resource | Entry)[]) {
  const written = entries.map((each) => ('resource' in each ? (each as Entry) : { resource: each })); // an entry is what has a resource
  const entry = written.map(({ resource, fullUrl, earlier }, index) => ({
    id: earlier === true ? `earlier ${String(resource['resourceType'])}` : `Bundle.entry[${index}].resource`, ...(fullUrl === undefined ? {} : { fullUrl }), resource, ...(earlier === true ? { search: { mode: 'include' } } : {}),
  }));
  const root = new FhirElement(parseFhirJson(Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry }))), 'Bundle');
  return groupByPerson(new FhirBundle(root, { isPart: true })).map(({ entries: own, along, mark, patient: whom }) => ({ whom: whom['id'] ?? 'identifier', own: own.length, along: along.length, mark }));
}
const counted = (entries: readonly (Resource | Entry)[]) => groupsOf(entries).map(({ whom, own }) => [whom, own]);

describe('58: whom the resources of a bundle are about', () => {
  it.each<[name: string, entries: readonly (Resource | Entry)[], groups: readonly (readonly [string, number])[]]>([
    ['one NHS number, however it is written, is one person', [patient('a', [nhs(one)]), patient('b', [nhs('999 000 0018')]), about({ reference: 'Patient/a' }), about({ reference: 'Patient/b' })], [['a', 2]]],
    ['a number that a family shares is nobody’s', [patient('a', [{ system: family, value: '7' }, nhs(one)]), patient('b', [{ system: family, value: '7' }, nhs(two)]), about({ reference: 'Patient/b' })], [['a', 0], ['b', 1]]],
    ['nor is one without a system', [patient('a', [{ value: '7' }]), patient('b', [{ value: '7' }]), about({ reference: 'Patient/a' }), about({ reference: 'Patient/b' })], [['a', 1], ['b', 1]]],
    ['an old NHS number is somebody else’s by now', [patient('a', [nhs(one, { use: 'old' }), nhs(two)]), patient('b', [nhs(one)]), about({ reference: 'Patient/a' })], [['a', 1], ['b', 0]]],
    ['and so is a temporary one', [patient('a', [nhs(one, { use: 'temp' })]), patient('b', [nhs(one)])], [['a', 0], ['b', 0]]],
    ['a reference by number does not reach whoever had it', [patient('a', [nhs(one, { use: 'old' })]), about({ identifier: nhs(one) })], [['a', 0], ['identifier', 1]]],
    ['a reference by number reaches who has it', [patient('a', [nhs(one)]), about({ identifier: nhs(one) })], [['a', 1]]],
    ['contained Patients are told apart by where they stand', [
      { resourceType: 'Observation', contained: [patient('p', [{ system: family, value: '7' }])], subject: { reference: '#p' } }, { resourceType: 'Observation', contained: [patient('p', [{ system: family, value: '7' }])], subject: { reference: '#p' } },
    ], [['p', 1], ['p', 1]]],
  ])('%s', (_name, entries, groups) => {
    expect(counted(entries)).toEqual(groups);
  });

  it.each<[name: string, more: object, other: object]>([
    ['birthDate', { birthDate: '1970-01-31' }, { birthDate: '1971-01-31' }],
    ['name', { name: [{ family: 'Test' }] }, { name: [{ family: 'Other' }] }],
    ['identifier', {}, { identifier: [nhs(one), nhs(two)] }],
  ])('holds two Patients with one NHS number whose %s differs', (element, more, other) => {
    expect(() => groupsOf([patient('a', [nhs(one)], more), patient('b', [nhs(one)], other)])).toThrow(expect.objectContaining({ code: 'patient-mismatch', message: expect.stringContaining(`Bundle.entry[1].resource.${element}`) as unknown }));
  });

  it('takes what one of them leaves out, or says less exactly, for no difference', () => {
    const entries = [patient('a', [nhs(one)], { birthDate: '1970-01-31', name: [{ family: 'Test' }] }), patient('b', [nhs(one)], { birthDate: '1970' }), patient('c', [nhs(one)], { name: [{ family: 'TEST ' }] })];
    expect(counted(entries)).toEqual([['a', 0]]);
  });

  it('keeps the mark of a place when the Patient it leads to was corrected', () => {
    const message = [about({ reference: 'Patient/a' }), about({ reference: 'Patient/b' })];
    const marks = (first: string, second: string) => groupsOf([...message, { resource: patient('a', [nhs(first)]), earlier: true }, { resource: patient('b', [nhs(second)]), earlier: true }]).map(({ mark }) => mark);
    expect(marks(one, one)).toEqual(['Bundle.entry[0].resource', 'Bundle.entry[1].resource']);
    expect(marks(one, two)).toEqual(marks(one, one));
  });

  it('reads earlier tests along with their own person only', () => {
    const groups = groupsOf([
      patient('a', [nhs(one)]), { resourceType: 'DiagnosticReport', subject: { reference: 'Patient/a' } }, patient('b', [nhs(two)]),
      { resource: { resourceType: 'Observation', id: 'o', subject: { identifier: nhs(one) } }, earlier: true }, { resource: { resourceType: 'Observation', id: 'p', subject: { identifier: { system: family, value: '7' } } }, earlier: true },
    ]);
    expect(groups.map(({ whom, along }) => [whom, along])).toEqual([['a', 1], ['b', 0]]);
  });
});
