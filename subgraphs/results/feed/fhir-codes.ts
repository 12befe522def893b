import { cluesOf, codesOf } from '@cie/kit/fhir/concept.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { ReportKind, ResultStatus, type Flag, type Susceptibility } from '../domain/report.ts';
import { flagOf, kindOf, susceptibilityOf } from './result-codes.ts';

/** FHIR R4 observation-status and diagnostic-report-status. */
const statuses: Readonly<Record<string, ResultStatus>> = {
  registered: ResultStatus.registered,
  partial: ResultStatus.partial,
  preliminary: ResultStatus.preliminary,
  // Its sender cannot say: the least that a value can be.
  unknown: ResultStatus.preliminary,
  final: ResultStatus.final,
  // More was added, nothing changed.
  appended: ResultStatus.final,
  amended: ResultStatus.corrected,
  corrected: ResultStatus.corrected,
  cancelled: ResultStatus.cancelled,
  'entered-in-error': ResultStatus.withdrawn,
};

/** Null for a status that is not in the list, which the door refuses. */
export function fhirStatus(of: FhirElement): ResultStatus | null {
  return statuses[of.text('status') ?? ''] ?? null;
}

/** Interpretations (HL7 v3 ObservationInterpretation has the codes of table 0078). */
export function fhirFlag(of: FhirElement): Flag | null {
  return flagOf(of.elements('interpretation').flatMap((each) => codesOf(each)));
}

/** What was found of a medicine: S, I or R of the same list. */
export function fhirSusceptibility(of: FhirElement): Susceptibility | null {
  return susceptibilityOf(of.elements('interpretation').flatMap((each) => codesOf(each)), null);
}

/** What is measured or asked beside a person, by observation-category. A laboratory's or scanner's finding belongs in a report. */
const besidePerson: ReadonlySet<string> = new Set(['vital-signs', 'social-history', 'exam', 'survey', 'activity', 'therapy']);
const ofReports: ReadonlySet<string> = new Set(['laboratory', 'lab', 'imaging', 'procedure']);

/** Whether an Observation may stand without a report: each category that it names says so, and nothing else says that it is of an image. */
export function mayStandAlone(observation: FhirElement): boolean {
  const categories = observation.elements('category').map((each) => codesOf(each).map((code) => code.toLowerCase()));
  const isBeside = categories.length > 0 && categories.every((codes) => codes.some((code) => besidePerson.has(code)) && !codes.some((code) => ofReports.has(code)));
  return isBeside && fhirKind(observation) === ReportKind.laboratory;
}

/** SNOMED CT and LOINC for imaging reports and services, as UK senders code them. */
const imagingCodes: ReadonlySet<string> = new Set(['394914008', '4201000179104', '363679005', '18748-4', 'LP29684-5', 'IMAGING']);
const imagingWords = /\b(?:radiolog\w*|imaging|x-?rays?|mri|ultrasound|ultrasonograph\w*|mammogra\w*|computed tomography|ct (?:scan|of)|pet[- ]ct)\b/i;

/** RES-3 delays whatever is an image's report, by category or, where the category does not say laboratory, by what it is called. */
export function fhirKind(report: FhirElement): ReportKind {
  const categories = report.elements('category');
  const codes = categories.flatMap((each) => codesOf(each)).map((code) => code.toUpperCase());
  const isImaging = codes.some((code) => imagingCodes.has(code) || kindOf(code, '') === ReportKind.radiology) || imagingWords.test(cluesOf(categories));
  const isLaboratory = codes.some((code) => ['LAB', 'LABORATORY', 'HM', 'CH', 'MB', 'SP', 'BLB', 'IMM', 'CP', 'GE'].includes(code));
  const called = report.elements('code');
  const named = imagingWords.test(cluesOf(called)) || called.flatMap((each) => codesOf(each)).some((code) => imagingCodes.has(code.toUpperCase()));
  return isImaging || (named && !isLaboratory) ? ReportKind.radiology : ReportKind.laboratory;
}

/** Codes that say only that it is a report (SNOMED CT); what was asked for says more. */
const genericReports: ReadonlySet<string> = new Set(['721981007', '371528001', '4241000179101', '371525003']);

export function isGenericReport(code: string): boolean {
  return genericReports.has(code);
}
