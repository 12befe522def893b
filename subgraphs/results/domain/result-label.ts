import { labelFor } from '@cie/kit/label-rule.ts';
import { Label } from '@cie/kit/names.ts';

/** What a report says that its privacy label can be told from. */
export interface ResultClues {
  /** PV1-10. */
  readonly specialty: string;
  /** Names of the ward, clinic and organisation that sent or ordered it. */
  readonly teams: readonly string[];
  /** The order and its tests. */
  readonly tests: readonly { readonly code: string; readonly name: string }[];
}

/** Codes whose names often hide what is tested ("CT/GC NAAT"). LOINC where numeric, else abbreviations that UK laboratories use. */
const sexualHealthTests: ReadonlySet<string> = new Set([
  'HIV', 'HIVAB', 'HIVAG', 'HIVVL', '56888-1', '75622-1', '25836-8', '20447-9',
  'CHLAM', 'CTNAAT', 'CTGC', 'CT/GC', 'CTNG', '21613-5', '43304-5', '44806-8',
  'GC', 'GONO', 'NGNAAT', '24111-7', '43305-2', '698-1',
  'RPR', 'VDRL', 'TPPA', 'TPHA', 'SYPH', 'SYPHAB', '20507-0', '24110-9', '24312-1', '47236-5',
  'TV', 'TRICH', 'MGEN', 'STI',
]);
const sexualHealthNames = /\b(?:hiv\W?[12]?|cd4|chlamydia\w*|c\.? ?trachomatis|n?\.? ?gonorrh\w+|syphilis|treponem\w*|t\.? ?pallidum|trichomonas|mycoplasma genitalium)\b/i;

/**
 * ACS-1: specialty, then sending team, then test, else general. One sensitive test labels the whole report, because its
 * number and name stand beside the others.
 */
export function labelOfResult({ specialty, teams, tests }: ResultClues): Label {
  const label = labelFor({ specialty, team: teams.join(' · '), kind: tests.map(({ name }) => name).join(' · ') });
  if (label !== Label.general) return label;
  const sensitive = tests.some(({ code, name }) => sexualHealthTests.has(code.toUpperCase()) || sexualHealthNames.test(name));
  return sensitive ? Label.sexualHealth : Label.general;
}
