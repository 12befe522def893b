import { escapeHl7 } from '@cie/kit/hl7/hl7-escape.ts';
import type { SandboxPerson } from './sandbox-people.ts';
import { flagFor, rangeText, type Panel, type PanelTest } from './test-panels.ts';

/** A simulated trust as it appears in its messages. */
export interface Hospital {
  readonly odsCode: string;
  readonly site: string;
}

export type Clinician = readonly [prefix: string, given: string, family: string];

/** Where and by whom an item was made. */
export interface Setting {
  /** PV1-3.1. */
  readonly clinic: string;
  /** PV1-10: NHS treatment function code. */
  readonly specialty: string;
  readonly clinician: Clinician;
}

/** Code and name of a test, document type or service. */
export type Coded = readonly [code: string, name: string];

const plain = escapeHl7;
const coded = ([code, name]: Coded): string => `${code}^${plain(name)}^SIM`;
/** XCN. */
const doctor = ([prefix, given, family]: Clinician): string => `A1^${plain(family)}^${plain(given)}^^^${prefix}`;

/** A segment from its fields by number, as the standard numbers them. */
function segment(name: string, fields: Readonly<Record<number, string | number>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')].join('|');
}

/** London local time without an offset, as most systems in the field send it. */
export function stamp(date: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO('Europe/London').toPlainDateTime();
  return local.toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/g, '');
}

export function header(hospital: Hospital, application: string, event: string, controlId: string, at: Date): string {
  return segment('MSH', { 1: '^~\\&', 2: application, 3: hospital.odsCode, 4: 'CIE', 5: 'NWL', 6: stamp(at), 8: event, 9: controlId, 10: 'T', 11: '2.5.1', 17: 'UNICODE UTF-8' });
}

export function pid(hospital: Hospital, person: SandboxPerson): string {
  const [street, town] = person.addressLines;
  return segment('PID', {
    1: 1,
    3: `${hospital.odsCode}${person.nhsNumber.slice(3, 9)}^^^${hospital.odsCode}^MR~${person.nhsNumber}^^^NHS^NH`,
    5: `${plain(person.familyName)}^${plain(person.givenName)}^^^${person.prefix}^^L`,
    7: person.birthDate.replaceAll('-', ''),
    8: person.sex,
    11: `${plain(street)}^^${plain(town)}^^${person.postcode}^GBR^H`,
    13: `${person.phone}^PRN^CP~^NET^Internet^${plain(person.email)}`,
  });
}

/** PD1 with the person's general practice. */
export function pd1(practice: Coded): string {
  const [code, name] = practice;
  return segment('PD1', { 3: `${plain(name)}^^${code}` });
}

export function pv1(hospital: Hospital, { clinic, specialty, clinician }: Setting): string {
  return segment('PV1', { 1: 1, 2: 'O', 3: `${plain(clinic)}^^^${plain(hospital.site)}`, 7: doctor(clinician), 10: specialty });
}

export type Values = Readonly<Record<string, number>>;

export interface ResultOptions {
  /** OBR-25 and OBX-11: final, or a correction of what was sent under the same order. */
  readonly status?: 'F' | 'C';
  readonly comment?: string;
}

/** Order and observations of a laboratory panel; a test without a value was not done. */
export function panelResult(order: string, panel: Panel, at: Date, values: Values, { status = 'F', comment }: ResultOptions = {}): readonly string[] {
  const reported = new Date(at.getTime() + hoursToReport(status) * 3_600_000);
  const done = panel.tests.flatMap((test) => {
    const value = values[test.code];
    return value === undefined ? [] : [{ test, value }];
  });
  return [
    ...orderSegments(order, [panel.code, panel.name], 'LAB', at, reported, status),
    ...(comment === undefined ? [] : [segment('NTE', { 1: 1, 2: 'L', 3: plain(comment) })]),
    ...done.map(({ test, value }, index) => observation(index + 1, test, value, status, reported)),
  ];
}

/** Results come after four hours, a correction a day later. */
export function hoursToReport(status: 'F' | 'C'): number {
  return status === 'C' ? 28 : 4;
}

function orderSegments(order: string, service: Coded, section: string, at: Date, reported: Date, status: string, reader?: Clinician): readonly string[] {
  const [prefix = '', given = '', family = ''] = reader ?? [];
  return [
    segment('ORC', { 1: 'RE', 2: `P${order}`, 3: order, 5: 'CM', 9: stamp(reported) }),
    segment('OBR', {
      1: 1, 2: `P${order}`, 3: order, 4: coded(service), 7: stamp(at), 22: stamp(reported), 24: section, 25: status,
      ...(reader === undefined ? {} : { 32: `A1&${plain(family)}&${plain(given)}&&&${prefix}` }),
    }),
  ];
}

function observation(number: number, test: PanelTest, value: number, status: string, reported: Date): string {
  return segment('OBX', {
    1: number, 2: 'NM', 3: coded([test.code, test.name]), 5: value.toFixed(test.decimals), 6: plain(test.unit),
    // By the value as it is sent: what rounds into the range is not outside it.
    7: rangeText(test), 8: flagFor(test, Number(value.toFixed(test.decimals))), 11: status, 14: stamp(reported),
  });
}

/** A report of text lines, with a file beside them where there is one. `section` is OBR-24, table 0074. */
export function textReport(order: string, service: Coded, section: string, at: Date, lines: readonly string[], reader?: Clinician, file?: Buffer): readonly string[] {
  const reported = new Date(at.getTime() + 3_600_000);
  return [
    ...orderSegments(order, service, section, at, reported, 'F', reader),
    ...lines.map((line, index) => segment('OBX', { 1: index + 1, 2: 'TX', 3: coded(service), 4: 1, 5: plain(line), 11: 'F', 14: stamp(reported) })),
    ...(file === undefined ? [] : [segment('OBX', { 1: lines.length + 1, 2: 'ED', 3: 'PDF^Report with key images', 5: `SIM^AP^PDF^Base64^${file.toString('base64')}`, 11: 'F' })]),
  ];
}

/** A germ that grew, and what was found of medicines against it (OBX-8: S, I or R). */
export interface Isolate {
  readonly organism: Coded;
  readonly growth: string;
  readonly medicines: readonly (readonly [medicine: Coded, judgement: 'S' | 'I' | 'R', concentration?: string])[];
}

/** A culture: each germ and its medicines are tied together by OBX-4. */
export function cultureReport(order: string, service: Coded, at: Date, isolates: readonly Isolate[]): readonly string[] {
  const reported = new Date(at.getTime() + 48 * 3_600_000);
  const lines = isolates.flatMap(({ organism, growth, medicines }, index) => [
    { 2: 'CWE', 3: 'ORG^Organism', 4: index + 1, 5: coded(organism) },
    { 2: 'ST', 3: 'GROWTH^Growth', 4: index + 1, 5: plain(growth) },
    ...medicines.map(([medicine, judgement, concentration]) => ({ 2: 'ST', 3: coded(medicine), 4: index + 1, 5: concentration ?? judgement, 6: concentration === undefined ? '' : 'mg/L', 8: judgement })),
  ]);
  return [
    ...orderSegments(order, service, 'MB', at, reported, 'F'),
    ...lines.map((fields, index) => segment('OBX', { ...fields, 1: index + 1, 11: 'F', 14: stamp(reported) })),
  ];
}

/** TXA and the text or PDF of a document; `expected` is a date of delivery that it sets (LOINC 11778-8). */
export function documentBody(id: string, type: Coded, at: Date, author: Clinician, body: readonly string[] | Buffer, expected?: Date): readonly string[] {
  const isFile = Buffer.isBuffer(body);
  const content = isFile
    ? [segment('OBX', { 1: 1, 2: 'ED', 3: coded(type), 4: 1, 5: `SIM^AP^PDF^Base64^${body.toString('base64')}`, 11: 'F' })]
    : body.map((line, index) => segment('OBX', { 1: index + 1, 2: 'TX', 3: coded(type), 4: 1, 5: plain(line), 11: 'F' }));
  return [
    segment('TXA', { 1: 1, 2: coded(type), 3: isFile ? 'AP' : 'TX', 4: stamp(at), 6: stamp(at), 8: stamp(at), 9: doctor(author), 12: id, 16: `${id}.${isFile ? 'pdf' : 'txt'}`, 17: 'AU', 19: 'AV' }),
    ...content,
    ...(expected === undefined ? [] : [segment('OBX', { 1: content.length + 1, 2: 'DT', 3: '11778-8^Delivery date Estimated^LN', 5: stamp(expected).slice(0, 8), 11: 'F' })]),
  ];
}

export interface Visit {
  readonly id: string;
  readonly start: Date;
  readonly minutes: number;
  readonly service: string;
  readonly reason: string;
  readonly instructions: readonly string[];
  /** SCH-25, table 0278. */
  readonly status: 'Booked' | 'Cancelled' | 'Complete' | 'Noshow';
}

/** SCH, what the patient should know, and the resources; PID stands among them (SIU structure). */
export function appointmentBody(hospital: Hospital, person: SandboxPerson, setting: Setting, visit: Visit): readonly string[] {
  const { start, minutes, status } = visit;
  const end = new Date(start.getTime() + minutes * 60_000);
  const length = { 7: minutes, 8: 'min^Minutes' };
  return [
    segment('SCH', {
      1: `P${visit.id}`, 2: visit.id, 6: `^${plain(visit.reason)}`, 7: `^${plain(visit.reason)}`, 8: `^${plain(visit.service)}`,
      9: minutes, 10: 'min', 11: `^^${minutes}^${stamp(start)}^${stamp(end)}`, 16: doctor(setting.clinician), 25: status,
    }),
    ...visit.instructions.map((line, index) => segment('NTE', { 1: index + 1, 3: plain(line) })),
    pid(hospital, person),
    pv1(hospital, setting),
    segment('RGS', { 1: 1, 2: 'A' }),
    segment('AIS', { 1: 1, 2: 'A', 3: coded([setting.specialty, visit.service]), 4: stamp(start), ...length, 10: status }),
    segment('AIL', { 1: 1, 2: 'A', 3: `${plain(setting.clinic)}^^^${plain(hospital.site)}`, 4: `^${plain(setting.clinic)}`, 6: stamp(start), 9: minutes, 10: 'min^Minutes', 12: status }),
    segment('AIP', { 1: 1, 2: 'A', 3: doctor(setting.clinician), 4: '^Consultant', 6: stamp(start), 9: minutes, 10: 'min^Minutes', 12: status }),
  ];
}
