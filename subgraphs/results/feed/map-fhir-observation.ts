import { conceptOf, type Concept } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { timeAt } from '@cie/kit/fhir/fhir-time.ts';
import { notesOf } from '@cie/kit/fhir/narrative.ts';
import { sourceIdOf } from '@cie/kit/fhir/source-id.ts';
import { ResultStatus, type FiledObservation, type Standing } from '../domain/report.ts';
import { fhirFlag, fhirStatus } from './fhir-codes.ts';
import { absenceOf, readFhirRange, readFhirValue } from './fhir-value.ts';

/** What an observation takes from its report where it says nothing itself. */
export interface ReportFacts extends Standing {
  readonly collectedAt: Date | null;
  readonly collectedAtText: string | null;
  readonly messageId: string;
  readonly zone: string | undefined;
}

/** Observations that a panel is made of (`hasMember`), at any depth, each once; the panel itself only if it has a value. */
export function membersOf(bundle: FhirBundle, panel: FhirElement, seen = new Set<FhirElement>()): readonly FhirElement[] {
  seen.add(panel);
  return panel.elements('hasMember').flatMap((reference) => {
    const member = bundle.resolve(reference, panel);
    if (member === null) throw new FhirHeld('reference-unresolved', reference.path, 'leads to no Observation that came with it or before it. Send it, then replay.');
    if (member.type !== 'Observation' || seen.has(member)) return [];
    const below = membersOf(bundle, member, seen);
    return below.length === 0 || hasValue(member) ? [member, ...below] : below;
  });
}

export function hasValue(observation: FhirElement): boolean {
  return Object.keys(observation.json).some((name) => name.startsWith('value') && observation.has(name)) || observation.elements('component').length > 0;
}

/** The tests of an Observation: itself, and its components (systolic and diastolic) as tests of their own. */
export function mapFhirObservation(bundle: FhirBundle, observation: FhirElement, report: ReportFacts): readonly FiledObservation[] {
  const code = codeOf(observation);
  const components = observation.elements('component');
  const shared = sharedFacts(observation, report);
  const own = mapOne(observation, code, shared);
  const parts = components.map((part) => mapOne(part, codeOf(part), { ...shared, comments: [] }));
  const isBare = own.value === null && components.length > 0;
  const [first, ...rest] = parts;
  // Remarks on a whole of which only the parts are shown stand with the first part.
  const tests = isBare && first !== undefined ? [{ ...first, comments: [...own.comments, ...first.comments] }, ...rest] : [own, ...parts];
  return tests.map((test) => ({ ...test, subId: sourceIdOf(bundle, observation, report.messageId) }));
}

/**
 * One test has one value a report: the first of its code stands for it in every version; further ones of the same code keep
 * apart by their own identifier.
 */
export function withPlainIds(observations: readonly FiledObservation[]): readonly FiledObservation[] {
  const seen = new Set<string>();
  return observations.map((each) => {
    const isFirst = !seen.has(each.code);
    seen.add(each.code);
    return isFirst ? { ...each, subId: '' } : each;
  });
}

function codeOf(of: FhirElement): Concept {
  const code = conceptOf(of.element('code'));
  if (code === null) throw new FhirHeld('required-field-missing', `${of.path}.code`, 'names no test.');
  return code;
}

type SharedFacts = Pick<FiledObservation, 'status' | 'issuedAt' | 'sentAt' | 'observedAt' | 'observedAtText' | 'comments'> & { readonly zone: string | undefined };

function sharedFacts(observation: FhirElement, report: ReportFacts): SharedFacts {
  const effective = timeAt(observation, ['effectiveDateTime', 'effectiveInstant', 'effectivePeriod'], report.zone);
  const issued = timeAt(observation, ['issued'], report.zone);
  const issuedAt = issued?.instant ?? report.issuedAt;
  return {
    status: standing(observation, report),
    issuedAt, sentAt: report.sentAt, zone: report.zone,
    observedAt: effective?.instant ?? report.collectedAt ?? issuedAt,
    observedAtText: effective?.text ?? report.collectedAtText,
    comments: notesOf(observation),
  };
}

/** A test inside a withdrawn report is withdrawn; a final one inside a corrected report is part of the correction. */
function standing(observation: FhirElement, report: ReportFacts): ResultStatus {
  const status = fhirStatus(observation);
  if (status === null) throw new FhirHeld('malformed', `${observation.path}.status`, 'is not a status of an Observation.');
  if (report.status === ResultStatus.withdrawn) return report.status;
  return status === ResultStatus.final && report.status === ResultStatus.corrected ? ResultStatus.corrected : status;
}

function mapOne(of: FhirElement, code: Concept, { zone, ...shared }: SharedFacts): FiledObservation {
  const { type, value, unit } = readFhirValue(of, zone);
  const range = readFhirRange(of);
  const said = value ?? (of.elements('interpretation').length > 0 ? (conceptOf(of.element('interpretation'))?.name ?? null) : null);
  const absence = said === null ? absenceOf(of) : null;
  return {
    ...shared,
    code: code.code, codeSystem: code.system, name: code.name, subId: '', type,
    value: shared.status === ResultStatus.withdrawn ? null : said,
    unit, referenceRange: range.text, low: range.low, high: range.high,
    flag: fhirFlag(of), susceptibility: null, fileDigest: null,
    comments: absence === null ? shared.comments : [...shared.comments, `No value: ${absence}`],
  };
}
