import { CieError } from '@cie/kit/errors.ts';
import type { Log } from '../log.ts';
import { sandboxPeople } from './sandbox-people.ts';
import { writeSimplePdf } from './simple-pdf.ts';

const UK_CORE = 'https://fhir.hl7.org.uk/StructureDefinition';
const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code';
const LABORATORY = 'https://hillingdon.example.nhs.uk/laboratory';

/** A hospital that sends FHIR (UK Core) instead of HL7 v2: Hillingdon, about Ingrid. */
const organisation = 'RAS';
const at = (id: string): object => ({ reference: `urn:uuid:${id}` });
const snomed = (code: string, display: string): object => ({ coding: [{ system: 'http://snomed.info/sct', code, display }] });
/** The laboratory's own code list. */
const local = (code: string, display: string): object => ({ coding: [{ system: `${LABORATORY}/tests`, code, display }] });
/** Written as it stands: a laboratory's 4.00 is not 4. */
const decimal = (text: string): object => JSON.rawJSON(text);

interface Test {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly low: string;
  readonly high: string;
}

const tests: readonly Test[] = [
  { id: '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0001', code: 'B12', name: 'Vitamin B12', value: '342', unit: 'ng/L', low: '187', high: '883' },
  { id: '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0002', code: 'FOL', name: 'Folate', value: '4.00', unit: 'ug/L', low: '3.10', high: '20.50' },
];
const patient = '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0010';
const laboratory = '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0011';
const doctor = '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0012';
const panel = '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0013';
const clinic = '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0014';

/** A message bundle with a panel of tests, a letter and an appointment; identifiers are the same in every run. */
export function writeSandboxReport(now: Date): { readonly organisation: string; readonly bundle: object } {
  const person = sandboxPeople[2];
  if (person === undefined) throw new Error('A story has no person.');
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/London').with({ second: 0, millisecond: 0 });
  const time = (days: number, hour = 9, minute = 0): string => today.add({ days }).with({ hour, minute }).toString({ timeZoneName: 'never', smallestUnit: 'second' });
  const issued = time(-6);
  const resources: readonly Readonly<Record<string, unknown>>[] = [
    { resourceType: 'MessageHeader', id: '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0020', eventCoding: { system: 'http://snomed.info/sct', code: '371528001' }, source: { name: 'Hillingdon', endpoint: 'https://hillingdon.example.nhs.uk' } },
    {
      resourceType: 'Patient', id: patient, birthDate: person.birthDate, gender: 'female', meta: { profile: [`${UK_CORE}/UKCore-Patient`] }, name: [{ use: 'official', family: person.familyName, given: [person.givenName] }],
      identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: person.nhsNumber, extension: [{ url: `${UK_CORE}/Extension-UKCore-NHSNumberVerificationStatus`, valueCodeableConcept: { coding: [{ code: '01' }] } }] }],
    },
    { resourceType: 'Organization', id: laboratory, identifier: [{ system: ODS, value: organisation }], name: 'Hillingdon Hospital' },
    { resourceType: 'Practitioner', id: doctor, name: [{ use: 'official', family: 'Pemberton', given: ['Yusra'], prefix: ['Dr'] }] },
    { resourceType: 'Location', id: clinic, name: 'Haematology outpatients', address: { line: ['Pield Heath Road'], city: 'Uxbridge', postalCode: 'UB8 3NN' } },
    {
      resourceType: 'DiagnosticReport', id: '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0021', identifier: [{ system: LABORATORY, value: 'RAS-F-1' }], status: 'final', issued, subject: at(patient), performer: [at(laboratory), at(doctor)],
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }], code: snomed('721981007', 'Diagnostic studies report'), result: [at(panel)],
    },
    { resourceType: 'Observation', id: panel, identifier: [{ system: LABORATORY, value: 'RAS-F-1-P' }], status: 'final', issued, subject: at(patient), code: local('B12FOL', 'Vitamin B12 and folate'), hasMember: tests.map(({ id }) => at(id)) },
    ...tests.map(({ id, code, name, value, unit, low, high }) => ({
      resourceType: 'Observation', id, identifier: [{ system: LABORATORY, value: `RAS-F-1-${code}` }], status: 'final', issued, effectiveDateTime: time(-7), subject: at(patient), code: local(code, name),
      valueQuantity: { value: decimal(value), unit }, referenceRange: [{ low: { value: decimal(low), unit }, high: { value: decimal(high), unit } }],
    })),
    {
      resourceType: 'DocumentReference', id: '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0022', identifier: [{ system: LABORATORY, value: 'RAS-F-2' }], status: 'current', docStatus: 'final', date: time(-5), subject: at(patient), author: [at(doctor)], custodian: at(laboratory),
      type: { text: 'Clinic letter' }, description: 'Clinic letter: vitamin B12 and folate',
      content: [{ attachment: { contentType: 'application/pdf', title: 'Clinic letter', data: writeSimplePdf('Clinic letter', ['Hillingdon Hospital - Haematology outpatients', '', 'Vitamin B12 and folate are in the usual range.', 'No treatment is needed. We will see you once more.']).toString('base64') } }],
    },
    {
      resourceType: 'Appointment', id: '5c1f0d2e-2f6b-4d0e-9d34-0d5b6f1a0023', identifier: [{ system: LABORATORY, value: 'RAS-F-3' }], status: 'booked', start: time(24, 10, 20), end: time(24, 10, 40), serviceType: [{ text: 'Haematology review' }],
      patientInstruction: 'Please have your blood taken three days before.', participant: [at(patient), at(doctor), at(clinic)].map((actor) => ({ actor, status: 'accepted' })),
    },
  ];
  const bundle = {
    resourceType: 'Bundle', type: 'message', identifier: { system: 'urn:ietf:rfc:3986', value: `urn:sandbox:${now.getTime().toString(36)}` }, timestamp: now.toISOString(),
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${String(resource['id'])}`, resource })),
  };
  return { organisation, bundle };
}

/** Sends it to the exchange. Throws SANDBOX_REPORTS_REFUSED or what the connection throws. */
export async function sendSandboxReports({ exchange, log }: { exchange: string; log: Log }): Promise<void> {
  const { organisation: sender, bundle } = writeSandboxReport(new Date());
  const answer = await fetch(`${exchange}/fhir/$process-message`, {
    method: 'POST', headers: { 'content-type': 'application/fhir+json', 'x-cie-sender': sender }, body: JSON.stringify(bundle),
  });
  if (!answer.ok) throw new CieError('SANDBOX_REPORTS_REFUSED', `The exchange answered ${answer.status} to a bundle of the sandbox.`);
  log.info({}, 'a simulated hospital sent results, a letter and an appointment as FHIR');
}
