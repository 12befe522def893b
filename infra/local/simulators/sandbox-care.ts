import { CieError } from '@cie/kit/errors.ts';
import type { Log } from '../log.ts';
import { sandboxPeople, type SandboxPerson } from './sandbox-people.ts';

type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

const text = (words: string) => ({ text: words });
const coding = (system: string, code: string) => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] });
const snomed = (code: string, words: string) => ({ coding: [{ system: 'http://snomed.info/sct', code, display: words }], text: words });

const medicine = (id: string, name: string, dosage: string, since: string, reason: string, status = 'active'): Resource => ({
  resourceType: 'MedicationStatement', id, status, medicationCodeableConcept: text(name), dosage: [{ text: dosage }], effectivePeriod: { start: since }, reasonCode: [text(reason)],
});
const allergy = (id: string, name: string, reaction: string, since: string): Resource => ({
  resourceType: 'AllergyIntolerance', id, code: text(name), criticality: 'high', onsetDateTime: since,
  clinicalStatus: coding('allergyintolerance-clinical', 'active'), verificationStatus: coding('allergyintolerance-verification', 'confirmed'),
  reaction: [{ manifestation: [text(reaction)], severity: 'moderate' }],
});
const condition = (id: string, code: string, name: string, since: string, status = 'active'): Resource => ({
  resourceType: 'Condition', id, code: snomed(code, name), onsetDateTime: since,
  clinicalStatus: coding('condition-clinical', status), verificationStatus: coding('condition-ver-status', 'confirmed'),
});
const plan = (id: string, title: string, description: string, since: string): Resource => ({
  resourceType: 'CarePlan', id, status: 'active', intent: 'plan', title, description, period: { start: since },
});

/** What each hospital knows beside results, by ODS code and the person's place in the list. */
const stories: readonly (readonly [organisation: string, person: number, resources: readonly Resource[]])[] = [
  ['RYJ', 0, [
    medicine('marigold-m1', 'Ramipril 5 mg capsules', 'One capsule each morning', '2019-02', 'high blood pressure'),
    medicine('marigold-m2', 'Metformin 500 mg tablets', 'One tablet twice a day with food', '2012', 'type 2 diabetes'),
    medicine('marigold-m3', 'Atorvastatin 20 mg tablets', 'One tablet each evening', '2015-09-14', 'raised cholesterol'),
    medicine('marigold-m4', 'Amoxicillin 500 mg capsules', 'One capsule three times a day for five days', '2025-01-20', 'chest infection', 'completed'),
    allergy('marigold-a1', 'Trimethoprim', 'Itchy rash', '2008'),
    condition('marigold-c1', '44054006', 'Type 2 diabetes', '2012'),
    condition('marigold-c2', '700378005', 'Chronic kidney disease stage 3b', '2021-06'),
    condition('marigold-c3', '233604007', 'Pneumonia', '2025-01', 'resolved'),
    plan('marigold-p1', 'Diabetes and kidney care plan', 'Blood pressure below 130/80. Blood tests every three months. Feet and eyes are checked once a year.', '2026-01'),
  ]],
  ['RQM', 1, [
    medicine('osric-m1', 'Levothyroxine 75 microgram tablets', 'One tablet each morning before breakfast', '2023-03', 'underactive thyroid'),
    condition('osric-c1', '40930008', 'Underactive thyroid', '2023'),
  ]],
  ['RAS', 2, [
    medicine('ingrid-m1', 'Ferrous fumarate 210 mg tablets', 'One tablet a day', '2024-11', 'low iron', 'completed'),
    condition('ingrid-c1', '87522002', 'Anaemia from low iron', '2024', 'resolved'),
  ]],
  ['R1K', 3, [
    medicine('bertram-m1', 'Bisoprolol 2.5 mg tablets', 'One tablet each morning', '2021-08', 'heart failure'),
    medicine('bertram-m2', 'Furosemide 40 mg tablets', 'One tablet each morning', '2024-03', 'heart failure'),
    allergy('bertram-a1', 'Penicillin', 'Swollen face', '1975'),
    condition('bertram-c1', '84114007', 'Heart failure', '2021'),
  ]],
  ['R1K', 4, [
    medicine('tamsin-m1', 'Clenil Modulite 100 microgram inhaler', 'Two puffs twice a day', '2020', 'asthma'),
    condition('tamsin-c1', '195967001', 'Asthma', '2016'),
  ]],
];

function bundleOf(person: SandboxPerson, resources: readonly Resource[]): object {
  const patient = {
    resourceType: 'Patient', id: 'patient', birthDate: person.birthDate,
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: person.nhsNumber }],
    name: [{ family: person.familyName, given: [person.givenName] }],
  };
  const subject = { reference: 'Patient/patient' };
  const about = ({ resourceType, ...rest }: Resource) => ({ resourceType, ...rest, ...(resourceType === 'AllergyIntolerance' ? { patient: subject } : { subject }) });
  const entry = [patient, ...resources.map(about)].map((resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } }));
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

/** The sandbox's medicines, allergies, conditions and plans (CAR-1): a FHIR transaction for each person, with the hospital that sends it. */
export function writeSandboxCare(): readonly { readonly organisation: string; readonly bundle: object }[] {
  return stories.map(([organisation, index, resources]) => {
    const person = sandboxPeople[index];
    if (person === undefined) throw new Error('A story has no person.');
    return { organisation, bundle: bundleOf(person, resources) };
  });
}

/** Sends them to the exchange as hospitals with FHIR would. Throws SANDBOX_CARE_REFUSED or what the connection throws. */
export async function sendSandboxCare({ exchange, log }: { exchange: string; log: Log }): Promise<void> {
  const bundles = writeSandboxCare();
  for (const { organisation, bundle } of bundles) {
    const answer = await fetch(`${exchange}/fhir`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': organisation },
      body: JSON.stringify(bundle),
    });
    if (!answer.ok) throw new CieError('SANDBOX_CARE_REFUSED', `The exchange answered ${answer.status} to a bundle of the sandbox.`);
  }
  log.info({ bundles: bundles.length }, 'the simulated hospitals sent medicines, allergies and conditions');
}
