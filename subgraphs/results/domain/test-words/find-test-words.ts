import { ReportKind } from '../report.ts';
import { bloodWords } from './blood-words.ts';
import { chemistryWords } from './chemistry-words.ts';
import { hormoneWords } from './hormone-words.ts';
import { panelWords, scanKinds } from './panel-words.ts';
import { sampleWords } from './sample-words.ts';
import type { TestEntry } from './test-entry.ts';

/** What a reader is told of a test beside the laboratory's own name. */
export interface TestWords {
  readonly plainName: string;
  readonly about: string;
}

/** A test or a whole report, as the laboratory names it. */
export interface NamedTest {
  readonly code: string;
  readonly codeSystem: string;
  readonly name: string;
}

export const allTestWords: readonly TestEntry[] = [...bloodWords, ...chemistryWords, ...hormoneWords, ...sampleWords, ...panelWords];

const byLoinc = new Map(allTestWords.flatMap((each) => each.loinc.map((code) => [code, each] as const)));
const byName = new Map(allTestWords.flatMap((each) => each.names.map((name) => [name, each] as const)));

/**
 * Words about one test, or null when the exchange has none: better nothing than the words of another test. A LOINC code
 * decides; else the laboratory's name. Its own codes do not: `CA` is calcium in one laboratory and a marker in the next.
 * The report's name tells the sample where that of the test does not, as "Sodium" among urine electrolytes.
 */
export function wordsOfTest(test: NamedTest, report: Pick<NamedTest, 'name'> | null = null): TestWords | null {
  const found = (isLoinc(test.codeSystem) ? byLoinc.get(test.code) : undefined) ?? entryByName(test.name, report?.name ?? '');
  return found === undefined ? null : { plainName: found.plainName, about: found.about };
}

/** Words about a report as a whole: a group of tests, or an examination by its kind. */
export function wordsOfReport(report: NamedTest & { readonly kind: ReportKind }): TestWords | null {
  const words = wordsOfTest(report);
  if (words !== null || report.kind !== ReportKind.radiology) return words;
  const name = normalName(report.name);
  const kind = scanKinds.find(({ begins }) => begins.test(name));
  return kind === undefined ? null : { plainName: kind.plainName, about: kind.about };
}

const isLoinc = (system: string) => /^(?:LN|LOINC|https?:\/\/loinc\.org\/?)$/i.test(system);

/** Small letters and single blanks: "Hb A1c (IFCC)" and "HBA1C-IFCC" are written in as many ways as there are laboratories. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9%]+/g, ' ').trim();
}

const otherSamples = [
  ['urine', /\b(?:urine|urinary|urin)\b/],
  ['csf', /\b(?:csf|cerebrospinal|spinal)\b/],
  ['faecal', /\b(?:faec\w*|fec\w*|stool)\b/],
  ['fluid', /\b(?:fluid|aspirate|drain|saliva|sweat|dialysate|pleural|ascitic|semen|cord|foetal|fetal|sputum|swab)\b/],
] as const;

/** Words around a name that tell nothing more of what is tested. */
const edges =
  /^(?:serum|plasma|blood|s|p|b|venous|whole blood)\b ?| ?\b(?:level|levels|count|concentration|conc|serum|plasma|blood|result|estimation|measurement|assay|total|absolute|s|p|ifcc|ckd epi|mdrd|1 73m2|ml min)$/;
const howCollected = /^(?:random|spot|24 hour|24 hr|24h|mid stream|midstream) | in$/g;

function entryByName(name: string, reportName: string): TestEntry | undefined {
  const wanted = normalName(name);
  const own = sampleOf(wanted);
  const sample = own ?? sampleOf(normalName(reportName));
  if (sample === null) return trimmed(wanted);
  // "Throat swab" and "Faecal calprotectin" stand in the lists as they are written.
  const whole = own === null ? undefined : byName.get(wanted);
  const rest = wanted.replace(sample.pattern, ' ').replaceAll(/ +/g, ' ').trim().replaceAll(howCollected, '');
  return whole ?? byName.get(`${sample.name} ${rest}`);
}

/** The sample that a name speaks of when it is not blood. */
function sampleOf(name: string): { readonly name: string; readonly pattern: RegExp } | null {
  const found = otherSamples.find(([, pattern]) => pattern.test(name));
  return found === undefined ? null : { name: found[0], pattern: found[1] };
}

/** Taken off one by one, because "Blood culture" is no "culture" with a word too many. */
function trimmed(name: string): TestEntry | undefined {
  const found = byName.get(name);
  if (found !== undefined) return found;
  const shorter = name.replace(edges, '').trim();
  return shorter === name || shorter === '' ? undefined : trimmed(shorter);
}
