/**
 * What one test is, in plain words. Written for the exchange: a name that people use and one sentence on what is measured,
 * for a reading age of about 11. It never says what a value means for a person: that is for those who care for them.
 */
export interface TestEntry {
  readonly plainName: string;
  readonly about: string;
  readonly loinc: readonly string[];
  /** Names and abbreviations by which laboratories call it, as `normalName` writes them. */
  readonly names: readonly string[];
  /**
   * Who of the operator's clinical staff has approved these words and when; null until somebody has. The list is delivered
   * unapproved: the operator reviews it before patients see it (infra/decisions/0024).
   */
  readonly clinicalReview: { readonly by: string; readonly on: string } | null;
}

/** One line of a list: codes parted by blanks, names by bars. */
export function entry(plainName: string, about: string, loinc: string, names: string): TestEntry {
  return { plainName, about, loinc: loinc === '' ? [] : loinc.split(' '), names: names.split('|'), clinicalReview: null };
}
