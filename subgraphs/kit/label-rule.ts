import { Label } from './names.ts';

/** What a message says about an item that its privacy label can be told from, strongest first (ACS-1). */
export interface LabelClues {
  /** PV1-10 hospital service: HL7 table 0069 or an NHS main specialty or treatment function code. */
  readonly specialty: string;
  /** Name of the sending team or clinic. */
  readonly team: string;
  /** Code and name of the test, document type or service. */
  readonly kind: string;
}

/** Source: NHS Data Dictionary, TREATMENT FUNCTION CODE; letters are abbreviations that senders use. Social care has no codes there. */
const bySpecialty: ReadonlyMap<string, Label> = new Map<string, Label>([
  ...['360', 'GUM', 'HIV'].map((code) => [code, Label.sexualHealth] as const),
  ...['656', '700', '710', '711', '712', '713', '715', '720', '721', '722', '723', '724', '725', '726', '727', 'PSY', 'CAMHS'].map(
    (code) => [code, Label.mentalHealth] as const,
  ),
]);

const byWord: readonly (readonly [RegExp, Label])[] = [
  // GUM in capitals is the clinic; in small letters it is what holds teeth.
  [/\bGUM\b|\b(?:HIV|[Gg]enito-?urinary medicine)\b/, Label.sexualHealth],
  [/\b(?:sexual health|sexually transmitted|chlamydia|gonorrh(?:o)?ea|syphilis|treponema|trichomonas)\b/i, Label.sexualHealth],
  [/\b(?:mental health|psychiatr(?:y|ic|ist)|psychotherap(?:y|ist)|psycholog(?:y|ist)|camhs|eating disorders?|drug and alcohol)\b/i, Label.mentalHealth],
  [/\b(?:social care|social work(?:er)?|social services|safeguarding)\b/i, Label.socialCare],
];

/** ACS-1: specialty, then sending team, then kind; general when none says otherwise. */
export function labelFor(clues: LabelClues): Label {
  const named = bySpecialty.get(clues.specialty.trim().toUpperCase());
  if (named !== undefined) return named;
  for (const text of [clues.team, clues.kind]) {
    const found = byWord.find(([words]) => words.test(text));
    if (found !== undefined) return found[1];
  }
  return Label.general;
}
