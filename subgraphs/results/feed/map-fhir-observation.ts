import { createHash } from 'node:crypto';
import { conceptOf, type Concept } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { timeAt } from '@cie/kit/fhir/fhir-time.ts';
import { notesOf } from '@cie/kit/fhir/narrative.ts';
import { ResultStatus, type FiledObservation, type Standing } from '../domain/report.ts';
import { supersedes } from '../domain/supersede.ts';
import { fhirFlag, fhirStatus, fhirSusceptibility } from './fhir-codes.ts';
import { readFhirRange } from './fhir-range.ts';
import { absenceOf, readFhirValue } from './fhir-value.ts';

/** What an observation takes from its report where it says nothing itself. */
export interface ReportFacts extends Standing {
  readonly collectedAt: Date | null;
  readonly collectedAtText: string | null;
  /** What its sender calls an observation. */
  readonly sourceOf: (observation: FhirElement) => string;
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
  const shared = sharedFacts(bundle, observation, report);
  const own = mapOne(observation, code, shared);
  const parts = components.map((part) => mapOne(part, codeOf(part), { ...shared, comments: [] }));
  const isBare = own.value === null && components.length > 0;
  const [first, ...rest] = parts;
  // Remarks on a whole of which only the parts are shown stand with the first part.
  const tests = isBare && first !== undefined ? [{ ...first, comments: [...own.comments, ...first.comments] }, ...rest] : [own, ...parts];
  const sourceId = report.sourceOf(observation);
  return tests.map((test, index) => ({ ...test, sourceId, subId: index === 0 ? placeOf(sourceId) : `${placeOf(sourceId)}#${index}` }));
}

/**
 * One test has one value a report, so a code that stands there once needs no more to be told by. Where it stands twice, or is one
 * of `reserved`, each keeps apart by its Observation, whatever the order; of one Observation sent twice the later version counts.
 */
export function withPlainIds(observations: readonly FiledObservation[], reserved: readonly string[] = []): readonly FiledObservation[] {
  const tests = new Map<string, FiledObservation>();
  for (const each of observations) {
    const key = JSON.stringify([each.code, each.subId]);
    const before = tests.get(key);
    if (before === undefined || supersedes(each, before)) tests.set(key, each);
  }
  const codes = [...reserved, ...[...tests.values()].map(({ code }) => code)];
  return [...tests.values()].map((each) => (codes.filter((code) => code === each.code).length === 1 ? { ...each, subId: '' } : each));
}

/** A name without the marks that tie medicines to germs in HL7 v2 (OBX-4 `1.1`), which senders' identifiers are full of. */
function placeOf(sourceId: string): string {
  return createHash('sha256').update(sourceId).digest('hex').slice(0, 32);
}

function codeOf(of: FhirElement): Concept {
  const code = conceptOf(of.element('code'));
  if (code === null) throw new FhirHeld('required-field-missing', `${of.path}.code`, 'names no test.');
  return code;
}

type SharedFacts = Pick<FiledObservation, 'status' | 'issuedAt' | 'sentAt' | 'observedAt' | 'observedAtText' | 'comments'> & { readonly zone: string | undefined; readonly person: FhirElement | null };

function sharedFacts(bundle: FhirBundle, observation: FhirElement, report: ReportFacts): SharedFacts {
  const effective = timeAt(observation, ['effectiveDateTime', 'effectiveInstant', 'effectivePeriod'], report.zone);
  const issued = timeAt(observation, ['issued'], report.zone);
  const issuedAt = issued?.instant ?? report.issuedAt;
  return {
    status: standing(observation, report),
    issuedAt, sentAt: report.sentAt, zone: report.zone, person: personIn(bundle),
    observedAt: effective?.instant ?? report.collectedAt ?? issuedAt,
    observedAtText: effective?.text ?? report.collectedAtText,
    comments: notesOf(observation),
  };
}

/** A room is given one person at a time. */
function personIn(bundle: FhirBundle): FhirElement | null {
  const [person = null, ...others] = bundle.ofType('Patient');
  return others.length === 0 ? person : null;
}

/** A test inside a withdrawn report is withdrawn; a final one inside a corrected report is part of the correction. */
function standing(observation: FhirElement, report: ReportFacts): ResultStatus {
  const status = fhirStatus(observation);
  if (status === null) throw new FhirHeld('malformed', `${observation.path}.status`, 'is not a status of an Observation.');
  if (report.status === ResultStatus.withdrawn) return report.status;
  return status === ResultStatus.final && report.status === ResultStatus.corrected ? ResultStatus.corrected : status;
}

function mapOne(of: FhirElement, code: Concept, { zone, person, ...shared }: SharedFacts): FiledObservation {
  const { type, value, unit } = readFhirValue(of, zone);
  const range = readFhirRange(of, person, shared.observedAt);
  const said = value ?? (of.elements('interpretation').length > 0 ? (conceptOf(of.element('interpretation'))?.name ?? null) : null);
  const absence = said === null ? absenceOf(of) : null;
  const isWithdrawn = shared.status === ResultStatus.withdrawn;
  return {
    ...shared,
    code: code.code, codeSystem: code.system, name: code.name, subId: '', type,
    value: isWithdrawn ? null : said,
    unit, referenceRange: range.text, low: range.low, high: range.high,
    flag: isWithdrawn ? null : fhirFlag(of), susceptibility: isWithdrawn ? null : fhirSusceptibility(of), fileDigest: null,
    comments: absence === null ? shared.comments : [...shared.comments, `No value: ${absence}`],
  };
}
