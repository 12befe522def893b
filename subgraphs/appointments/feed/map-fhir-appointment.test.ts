import { FhirBundle, readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import { parseFhirJson } from '@cie/kit/fhir/fhir-json.ts';
import { Label } from '@cie/kit/names.ts';
import { mutatedMessage } from '@cie/kit/testing/fhir-mutations.ts';
import { describe, expect, it } from 'vitest';
import { mapFhirAppointments } from './map-fhir-appointment.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const incoming = { id: 'm', organisation: 'RAS', assigningAuthorities: [], receivedAt: '2026-04-01T12:00:00Z', text: '' };
const bundleOf = (...resources: object[]) => new FhirBundle(new FhirElement(parseFhirJson(Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }))), 'Bundle'));
const booked = { resourceType: 'Appointment', identifier: [{ system: 's', value: 'v' }], status: 'booked', start: '2026-07-01T08:40:00Z', end: '2026-07-01T09:00:00Z' };
const map = (more: object, ...others: object[]): unknown => {
  const outcome = mapOrHold(() => mapFhirAppointments(incoming, bundleOf({ ...booked, ...more }, ...others)));
  return outcome.outcome === 'held' ? outcome : outcome.mapped[0];
};

describe('APT-1 ING-3 Appointment', () => {
  it('reads when, where, with whom, why and what to do; not what staff tell each other', () => {
    expect(map({
      serviceType: [{ text: 'Renal review' }], reasonCode: [{ text: 'Follow-up' }], patientInstruction: 'Bring <b>tablets</b>.', comment: 'difficult patient',
      participant: [{ actor: { reference: 'Location/1' } }, { actor: { display: 'Dr Philippa Greenhalgh', type: 'Practitioner' } }, { actor: { reference: 'Patient/1' } }],
    }, { resourceType: 'Location', id: '1', name: 'Renal outpatients', address: { line: ['Pield Heath Road'], city: 'Uxbridge', postalCode: 'UB8 3NN' } })).toEqual({
      event: 'S12', status: 'booked', placerId: null, fillerId: 's|v', label: Label.general, sentAt: new Date('2026-04-01T12:00:00Z'),
      changes: {
        start: new Date('2026-07-01T08:40:00Z'), startText: '2026-07-01T09:40', end: new Date('2026-07-01T09:00:00Z'), overAt: new Date('2026-07-01T09:00:00Z'),
        clinic: 'Renal review', clinician: 'Dr Philippa Greenhalgh', place: 'Renal outpatients, Pield Heath Road, Uxbridge, UB8 3NN', reason: 'Follow-up', instructions: 'Bring tablets.',
      },
    });
  });

  it.each([
    ['booked', 'S12', 'booked'], ['arrived', 'S12', 'booked'], ['checked-in', 'S12', 'booked'], ['fulfilled', 'S12', 'attended'],
    ['noshow', 'S26', 'did-not-attend'], ['cancelled', 'S15', 'cancelled'], ['entered-in-error', 'S17', 'cancelled'],
  ])('%s is %s, %s', (status, event, shown) => {
    expect(map({ status })).toMatchObject({ event, status: shown });
  });

  it.each(['proposed', 'pending', 'waitlist'])('holds one that is only %s', (status) => {
    expect(map({ status })).toMatchObject({ outcome: 'held', code: 'unsupported-event', reason: containing('Bundle.entry[0].resource.status') });
  });

  it('ACS-1 is labelled by specialty, by words and by meta.security', () => {
    expect(map({ specialty: [{ coding: [{ code: '360' }] }] })).toMatchObject({ label: Label.sexualHealth });
    expect(map({ serviceType: [{ text: 'Psychology' }] })).toMatchObject({ label: Label.mentalHealth });
    expect(map({ meta: { security: [{ code: 'SUD' }] } })).toMatchObject({ label: Label.mentalHealth });
    expect(map({ meta: { security: [{ code: 'R' }] } })).toMatchObject({ outcome: 'held', code: 'label-unclear' });
  });
});

describe('fault: mutated FHIR bundles', () => {
  it('are mapped or held, 1,000 of them', { timeout: 30_000 }, () => {
    const outcomes = new Set<string>();
    for (let seed = 0; seed < 1000; seed++) {
      const message = mutatedMessage(seed);
      const outcome = mapOrHold(() => mapFhirAppointments(message, readFhirBundle(message.text)));
      outcomes.add(outcome.outcome === 'held' ? outcome.code : 'mapped');
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['mapped', 'unsupported-event']));
  });
});
