import { randomUUID } from 'node:crypto';
import type { Allergy, Appointment, Care, CarePlan, Condition, Culture, Details, Letter, Measurement, Medication, Observation, RecordSource, Report } from '../record.ts';
import type { Sink } from '../sink.ts';

const organisation = { odsCode: 'RYJ', name: 'Imperial College Healthcare NHS Trust' };
const ask = { words: 'Ask the team at Imperial College Healthcare NHS Trust.', telephone: '020 7946 0101', web: null };

export const sampleDetails: Details = {
  nhsNumber: '9990001018', prefix: 'Mrs', givenName: 'Sample', familyName: 'Person', birthDate: '1951-03-14', sex: 'Female',
  phone: '020 7946 0000', email: 'sample@example.net', generalPractice: 'The Grove Surgery', generalPracticeCode: 'E87003', generalPractitioner: 'Dr Grove',
  updatedAt: '2026-04-01T09:00:00Z', address: { lines: ['1 Sample Street', 'London'], postcode: 'W2 1NY' },
  nextOfKin: [{ name: 'Sam Person', relationship: 'Brother', phone: '020 7946 0001', email: null }], source: organisation,
};

export const sampleObservation = (changes: Partial<Observation> = {}): Observation => ({
  id: randomUUID(), code: 'HB', name: 'Haemoglobin', plainName: null, correction: null, observedAtText: null, value: '4.00', unit: 'g/L', referenceRange: '115 - 165', low: 115, high: 165, flag: 'LOW', susceptibility: null, status: 'FINAL',
  comments: [], corrected: false, previousValue: null, observedAt: '2026-03-31T08:30:00.000Z', ...changes,
});

export const sampleReport = (changes: Partial<Report> = {}): Report => ({
  id: randomUUID(), kind: 'LABORATORY', code: 'FBC', name: 'Full blood count', plainName: null, issuedAtText: null, collectedAtText: null, requester: null, attachments: [], cultures: [], status: 'FINAL', issuedAt: '2026-03-31T12:00:00.000Z',
  collectedAt: '2026-03-31T08:30:00.000Z', corrected: false, site: "St Mary's Hospital", author: 'Dr Sample', text: null, comments: [], organisation, ask,
  observations: [sampleObservation()], ...changes,
});

export const sampleLetter = (changes: Partial<Letter> = {}): Letter => ({
  id: randomUUID(), type: 'Discharge summary', title: 'Discharge summary', status: 'CURRENT', completion: 'SIGNED', author: 'Dr Sample', at: '2026-03-01T00:00:00.000Z',
  atText: '2026-03', site: null, mediaType: 'text/plain', size: 12, text: 'Dear Sample,\nall is well.', organisation, ask, ...changes,
});

export const sampleAppointment = (changes: Partial<Appointment> = {}): Appointment => ({
  id: randomUUID(), start: '2026-12-24T09:30:00.000Z', startText: '2026-12-24T09:30:00+00:00', end: '2026-12-24T10:00:00.000Z', status: 'BOOKED', clinic: 'Cardiology',
  clinician: 'Dr Heart', place: 'Clinic 4', reason: 'Review', instructions: 'Bring your medicines.', organisation, ask, ...changes,
});

export const sampleCulture = (changes: Partial<Culture> = {}): Culture => ({
  id: randomUUID(), name: 'Urine culture', organism: 'Escherichia coli', growth: 'Heavy growth', comments: ['Treat if unwell'], status: 'FINAL', corrected: false,
  sensitivities: [
    { id: randomUUID(), antibiotic: 'Nitrofurantoin', interpretation: 'SUSCEPTIBLE', value: null, unit: null, status: 'FINAL', corrected: false, comments: [] },
    { id: randomUUID(), antibiotic: 'Trimethoprim', interpretation: 'RESISTANT', value: '>16', unit: 'mg/L', status: 'PRELIMINARY', corrected: false, comments: ['Resistance was found twice'] },
    { id: randomUUID(), antibiotic: 'Cefalexin', interpretation: 'INCREASED_EXPOSURE', value: '8.0', unit: 'mg/L', status: 'CORRECTED', corrected: true, comments: [] },
  ],
  ...changes,
});

const careItem = () => ({
  id: randomUUID(), code: null, codeSystem: null, startedOn: '2016', endedOn: null, recordedOn: '2026-03-01T10:00:00+00:00', notes: ['A note'], organisation, site: null, author: 'Dr Sample', addedByPerson: false, ask,
});
export const sampleMedication = (changes: Partial<Medication> = {}): Medication => ({ ...careItem(), name: 'Ramipril 5 mg', status: 'ACTIVE', dosage: 'One a day', reason: 'Blood pressure', ...changes });
export const sampleAllergy = (changes: Partial<Allergy> = {}): Allergy => ({ ...careItem(), name: 'Penicillin', status: 'ACTIVE', verification: 'CONFIRMED', criticality: 'HIGH', reaction: 'Rash', severity: 'SEVERE', ...changes });
export const sampleCondition = (changes: Partial<Condition> = {}): Condition => ({ ...careItem(), name: 'Hypertension', code: '38341003', codeSystem: 'http://snomed.info/sct', status: 'ACTIVE', verification: 'CONFIRMED', severity: 'MILD', ...changes });
export const samplePlan = (changes: Partial<CarePlan> = {}): CarePlan => ({ ...careItem(), name: 'Asthma plan', status: 'ACTIVE', text: 'Use the blue inhaler.', ...changes });
export const sampleMeasurement = (changes: Partial<Measurement> = {}): Measurement => ({
  id: randomUUID(), kind: 'BLOOD_PRESSURE', value: '128', secondValue: '82', unit: 'mmHg', measuredAt: '2026-05-01T07:00:00.000Z', note: 'After breakfast', author: 'Sample Person', ...changes,
});

export interface SampleRecord {
  readonly details?: Details | null;
  readonly care?: Partial<Care>;
  readonly measurements?: readonly Measurement[];
  readonly reports?: Iterable<Report>;
  readonly documents?: readonly Letter[];
  readonly files?: ReadonlyMap<string, string>;
  readonly appointments?: readonly Appointment[];
}

/** A record as a test describes it, in place of one that is read from the graph. */
export function sampleSource({ details = sampleDetails, care = {}, measurements = [], reports = [], documents = [], files = new Map(), appointments = [] }: SampleRecord): RecordSource {
  return {
    details: async () => details,
    care: async () => ({ medications: [], allergies: [], conditions: [], carePlans: [], ...care }),
    reportFiles: async ({ attachments }) => new Map(attachments.flatMap(({ id }): [string, string][] => [[id, files.get(id) ?? '']])),
    async *measurements() {
      yield* measurements;
    },
    async *reports(kind) {
      for (const report of reports) if (report.kind === kind) yield report;
    },
    async *documents() {
      yield* documents;
    },
    documentFile: async ({ id }) => files.get(id) ?? null,
    async *appointments() {
      yield* appointments;
    },
  };
}

/** Keeps what is written to it. */
export function keepingSink(): Sink & { content(): Buffer } {
  const parts: Buffer[] = [];
  let first = Buffer.alloc(0);
  return {
    write: async (part) => void parts.push(Buffer.from(part)),
    begin: async (part) => void (first = Buffer.from(part)),
    content: () => Buffer.concat([first, ...parts]),
  };
}
