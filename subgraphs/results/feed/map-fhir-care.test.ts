import { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { CareKind } from '../domain/care/care-item.ts';
import { mapFhirCare } from './map-fhir-care.ts';

const incoming = { id: 'm', organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-01T12:00:00Z', text: '' };
const bundleOf = (...resources: object[]) => new FhirBundle(new FhirElement(parseFhirJson(Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }))), 'Bundle'));
const coded = (code: string, display: string) => ({ coding: [{ system: 'http://snomed.info/sct', code, display }] });
const map = (...resources: object[]): unknown => {
  const outcome = mapOrHold(() => mapFhirCare(incoming, bundleOf(...resources)));
  return outcome.outcome === 'held' ? outcome : outcome.mapped[0];
};
const medication = (more: object) => ({ resourceType: 'MedicationStatement', identifier: [{ system: 's', value: 'v' }], status: 'active', medicationCodeableConcept: coded('1', 'Amoxicillin 250mg'), ...more });
const allergy = (more: object) => ({ resourceType: 'AllergyIntolerance', identifier: [{ system: 's', value: 'v' }], code: coded('2', 'Penicillin'), ...more });
const condition = (more: object) => ({ resourceType: 'Condition', identifier: [{ system: 's', value: 'v' }], code: coded('4', 'Asthma'), ...more });

describe('CAR-1 ING-3 medications', () => {
  it('reads what, how, why and since when, in the sender\'s words', () => {
    expect(map(medication({
      effectivePeriod: { start: '2016', end: '2017-05' }, dateAsserted: '2017-02-22', dosage: [{ text: 'Two a day' }, { route: { text: 'Oral' }, doseAndRate: [{ doseQuantity: { value: 500, unit: 'mg' } }] }],
      reasonCode: [{ text: 'Otitis media' }], note: [{ text: 'With food' }], meta: { lastUpdated: '2026-03-01T00:00:00Z' }, informationSource: { display: 'Dr Gale' },
    }))).toEqual({
      kind: CareKind.medication, sourceId: 's|v', code: '1', codeSystem: 'http://snomed.info/sct', name: 'Amoxicillin 250mg', status: 'active', dosage: 'Two a day\n500 mg, Oral', reason: 'Otitis media',
      startedOn: '2016', endedOn: '2017-05', recordedOn: '2017-02-22', notes: ['With food'], withdrawn: false, author: 'Dr Gale', site: null, label: Label.general, sentAt: new Date('2026-03-01T00:00:00Z'),
    });
  });

  it('finds the medicine in a resource, contained or beside it, else takes its display', () => {
    const named = { medicationCodeableConcept: undefined };
    expect(map(medication({ ...named, medicationReference: { reference: '#m' }, contained: [{ resourceType: 'Medication', id: 'm', code: coded('9', 'Timolol') }] }))).toMatchObject({ name: 'Timolol', code: '9' });
    expect(map(medication({ ...named, medicationReference: { reference: 'Medication/x' } }), { resourceType: 'Medication', id: 'x', code: { text: 'Eye drops' } })).toMatchObject({ name: 'Eye drops', code: null, codeSystem: null });
    expect(map(medication({ ...named, medicationReference: { reference: 'Medication/x', display: 'Eye drops' } }))).toMatchObject({ name: 'Eye drops', code: null });
    expect(map(medication({ ...named, medicationReference: { reference: 'Medication/x' } }))).toMatchObject({ outcome: 'held', code: 'reference-unresolved' });
  });

  it('is withdrawn when entered in error', () => {
    expect(map(medication({ status: 'entered-in-error' }))).toMatchObject({ withdrawn: true, status: 'unknown' });
  });
});

describe('CAR-1 ING-3 allergies', () => {
  it('reads what happened and the worst of it', () => {
    expect(map(allergy({
      clinicalStatus: coded('active', 'Active'), verificationStatus: coded('confirmed', 'Confirmed'), criticality: 'high', onsetDateTime: '2001', recordedDate: '2019-12-10',
      reaction: [{ manifestation: [coded('3', 'Rash')], severity: 'mild' }, { manifestation: [coded('5', 'Swelling'), coded('3', 'Rash')], severity: 'severe', description: 'Lips' }], recorder: { display: 'Dr Gose' },
    }))).toMatchObject({ kind: CareKind.allergy, name: 'Penicillin', status: 'active', verification: 'confirmed', criticality: 'high', reaction: 'Rash, Swelling, Lips', severity: 'severe', startedOn: '2001', recordedOn: '2019-12-10', author: 'Dr Gose' });
  });

  it('leaves open what its sender leaves open', () => {
    expect(map(allergy({ clinicalStatus: coded('odd', 'Odd') }))).toMatchObject({ status: null, verification: null, reaction: null, severity: null, criticality: null });
    expect(map(allergy({ code: undefined }))).toMatchObject({ outcome: 'held', code: 'required-field-missing' });
  });

  it('is withdrawn when its verification says so', () => {
    expect(map(allergy({ verificationStatus: coded('entered-in-error', 'x') }))).toMatchObject({ withdrawn: true, verification: null });
  });
});

describe('CAR-1 ING-3 conditions and plans', () => {
  it('reads a condition', () => {
    expect(map(condition({ clinicalStatus: coded('resolved', 'Resolved'), severity: coded('6736007', 'Moderate'), onsetDateTime: '2009-05', abatementDateTime: '2010' })))
      .toMatchObject({ kind: CareKind.condition, name: 'Asthma', status: 'resolved', severity: 'moderate', startedOn: '2009-05', endedOn: '2010' });
  });

  it('ACS-1 is labelled by words, by the clinic and by meta.security', () => {
    expect(map(condition({ code: { text: 'HIV infection' } }))).toMatchObject({ label: Label.sexualHealth });
    expect(map(condition({ encounter: { reference: 'Encounter/1' } }), { resourceType: 'Encounter', id: '1', serviceType: coded('710', 'Adult mental illness') })).toMatchObject({ label: Label.mentalHealth });
    expect(map(condition({ meta: { security: [{ code: 'SDV' }] } }))).toMatchObject({ label: Label.sexualHealth });
    expect(map(condition({ meta: { security: [{ code: 'R' }] } }))).toMatchObject({ outcome: 'held', code: 'label-unclear' });
  });

  it('reads a plan by its goals and activities, else by its narrative', () => {
    const plan = { resourceType: 'CarePlan', identifier: [{ value: 'v' }], status: 'active', title: 'Wellness plan', period: { start: '2026' } };
    expect(map({ ...plan, description: 'To feel better', goal: [{ reference: 'Goal/1' }], activity: [{ detail: { code: { text: 'Walk' }, description: 'Daily' } }] }, { resourceType: 'Goal', id: '1', description: { text: 'Lose weight' } }))
      .toMatchObject({ kind: CareKind.carePlan, name: 'Wellness plan', status: 'active', startedOn: '2026', text: 'To feel better\nLose weight\nWalk: Daily' });
    expect(map({ ...plan, text: { div: '<div><p>Rest<script>x</script></p></div>' } })).toMatchObject({ text: 'Rest' });
  });
});
