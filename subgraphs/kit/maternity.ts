/** NHS Data Dictionary, TREATMENT FUNCTION CODE: obstetrics and midwifery services; letters are abbreviations that senders use. */
const specialties = new Set(['501', '560', 'OBS', 'MID']);
const words = '(?:maternity|ante-?natal|post-?natal|obstetric(?:s|ian)?|midwi(?:fe|fery|ves))';
const maternityWords = new RegExp(`\\b${words}\\b`, 'i');
/** The same words for PostgreSQL's `~*`. */
export const maternityPattern = `\\m${words}\\M`;

export interface MaternityClues {
  /** PV1-10. */
  readonly specialty: string;
  /** Names of clinic, type and title. */
  readonly words: string;
}

/** Whether something belongs to maternity care: by specialty, else by the words for it (DOC-3). */
export function isMaternity({ specialty, words }: MaternityClues): boolean {
  return specialties.has(specialty.trim().toUpperCase()) || maternityWords.test(words);
}
