import { isGone, type ReadObservation, type ResultStatus, type Susceptibility } from './report.ts';

/** One medicine that was tried on a germ. */
export interface Sensitivity {
  readonly id: string;
  readonly antibiotic: string;
  readonly interpretation: Susceptibility;
  /** The measured concentration or zone as sent, beside `interpretation`; null when only that was sent. */
  readonly value: string | null;
  readonly unit: string | null;
  readonly status: ResultStatus;
  readonly corrected: boolean;
  readonly comments: readonly string[];
}

/** A germ that grew, and which medicines work on it. */
export interface Culture {
  /** Id of the observation that names the germ. */
  readonly id: string;
  /** Name of the test. */
  readonly name: string;
  readonly organism: string;
  /** How much of it grew, in the laboratory's words. */
  readonly growth: string | null;
  readonly status: ResultStatus;
  readonly corrected: boolean;
  readonly comments: readonly string[];
  readonly sensitivities: readonly Sensitivity[];
}

export interface CulturesFound {
  readonly cultures: readonly Culture[];
  /** What stands in no culture. */
  readonly others: readonly ReadObservation[];
}

/**
 * Gathers the isolates of a microbiology report. HL7 ties what belongs to one germ together by the first part of OBX-4: `1` for
 * the germ and `1`, `1.1`, `1.2` for its medicines. Only a group with a named germ and at least one judged medicine is a culture;
 * anything else stays a plain test, because a wrong table is worse than a list. So does what was cancelled or withdrawn: a row of
 * the table would read as a judgement that still stands. `ordered` is in the order sent.
 */
export function gatherCultures(ordered: readonly ReadObservation[]): CulturesFound {
  const standing = ordered.filter(({ subId, status }) => subId !== '' && !isGone(status));
  const groups = Map.groupBy(standing, ({ subId }) => subId.split(/[.\-&]/)[0] ?? '');
  const cultures: Culture[] = [];
  const taken = new Set<string>();
  for (const group of groups.values()) {
    const sensitivities = group.flatMap(sensitivityOf);
    const germ = group.find((each) => each.susceptibility === null && namesGerm(each));
    if (germ === undefined || sensitivities.length === 0) continue;
    const growth = group.find((each) => each !== germ && each.susceptibility === null && /growth|quantity|count/i.test(each.name)) ?? null;
    cultures.push(cultureOf(germ, growth, sensitivities));
    for (const { id } of [germ, ...sensitivities, ...(growth === null ? [] : [growth])]) taken.add(id);
  }
  return { cultures, others: ordered.filter(({ id }) => !taken.has(id)) };
}

/** A germ is named in words: a number or a file is none, nor is a medicine that lost its judgement. */
function namesGerm({ value, type, unit }: ReadObservation): boolean {
  return value !== null && unit === null && ['CE', 'CWE', 'CNE', 'CF', 'ST', 'TX', 'FT', 'IS'].includes(type) && /\p{L}{3}/u.test(value);
}

function cultureOf(germ: ReadObservation, growth: ReadObservation | null, sensitivities: readonly Sensitivity[]): Culture {
  const { id, name, value, status } = germ;
  return {
    id, name, organism: value ?? '', growth: growth?.value ?? null, status, sensitivities,
    corrected: germ.corrected || growth?.corrected === true,
    comments: [...germ.comments, ...(growth?.comments ?? [])],
  };
}

function sensitivityOf({ id, name, susceptibility, value, unit, status, corrected, comments }: ReadObservation): Sensitivity[] {
  if (susceptibility === null) return [];
  const isMeasured = value !== null && /\d/.test(value);
  return [{ id, antibiotic: name, interpretation: susceptibility, value: isMeasured ? value : null, unit: isMeasured ? unit : null, status, corrected, comments }];
}
