import type { StoredDocument } from './document.ts';

/** Part of a maternity folder that a document belongs in (DOC-3). */
export type FolderPart = 'antenatal' | 'birth' | 'postnatal';

/** One pregnancy, as the documents that the reader may see tell of it. Dates are ISO dates. */
export interface Pregnancy {
  /** Of the document that opens it. */
  readonly id: string;
  readonly from: string;
  /** When the folder closes: six weeks after the birth, or after it was expected. */
  readonly to: string;
  readonly expected: string | null;
  /** Day of the birth, as the documents about it are dated; null before it. */
  readonly born: string | null;
  readonly documents: readonly { readonly part: FolderPart; readonly document: StoredDocument }[];
}

const WEEK = 7;
const TERM_DAYS = 40 * WEEK;
const AFTER_BIRTH_DAYS = 6 * WEEK;

const BIRTH = /\b(?:births?|birth summary|delivery|delivered|labour|caesarean|c-section|intrapartum)\b/i;
const POSTNATAL = /\b(?:post-?natal|postpartum|newborn|neonatal|health visitor|breast-?feeding)\b/i;

/**
 * Gathers maternity documents into one folder for each pregnancy. A pregnancy opens with its first document, or 40 weeks before
 * the expected date of delivery when that is earlier, and closes six weeks after the birth; without word of a birth, six weeks
 * after it was expected, or 46 weeks after its first document. Made of what the reader may see and of nothing else: a
 * document that is hidden opens no folder and moves no date (RES-5).
 */
export function gatherPregnancies(documents: readonly StoredDocument[]): readonly Pregnancy[] {
  const inOrder = documents.filter(({ maternity, status }) => maternity !== null && status !== 'withdrawn').toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  const groups: StoredDocument[][] = [];
  for (const document of inOrder) {
    const group = groups.at(-1);
    // A letter with another expected date is of the next pregnancy, even within six weeks of the last.
    if (group !== undefined && day(document.at) <= describe(group).to && !isOfNext(group, document)) group.push(document);
    else groups.push([document]);
  }
  return groups.map(describe).toReversed();
}

function describe(group: readonly StoredDocument[]): Pregnancy {
  const [first] = group;
  if (first === undefined) throw new Error('A pregnancy has at least one document.');
  const expected = group.map(expectedBy).findLast((date) => date !== null) ?? null;
  const birth = group.find((document) => isAboutBirth(document));
  const born = birth === undefined ? null : day(birth.at);
  const opened = day(first.at);
  const conceived = expected === null ? opened : addDays(expected, -TERM_DAYS);
  const from = conceived < opened ? conceived : opened;
  const to = addDays(born ?? expected ?? addDays(opened, TERM_DAYS), AFTER_BIRTH_DAYS);
  const last = day(group.at(-1)?.at ?? first.at);
  return { id: first.id, from, to: last > to ? last : to, expected, born, documents: group.map((document) => ({ part: partOf(document, born), document })) };
}

const expectedBy = ({ maternity }: StoredDocument): string | null => maternity?.expected ?? null;

function isOfNext(group: readonly StoredDocument[], document: StoredDocument): boolean {
  const [{ expected }, next] = [describe(group), expectedBy(document)];
  return expected !== null && next !== null && next > addDays(expected, TERM_DAYS / 2);
}

function partOf(document: StoredDocument, born: string | null): FolderPart {
  if (isAboutBirth(document)) return 'birth';
  if (POSTNATAL.test(wordsOf(document))) return 'postnatal';
  return born !== null && day(document.at) > born ? 'postnatal' : 'antenatal';
}

/** A plan for the birth is written before it. */
function isAboutBirth(document: StoredDocument): boolean {
  const words = wordsOf(document);
  return BIRTH.test(words) && !/\b(?:plans?|planning|preferences|choices|booking|antenatal)\b/i.test(words) && !POSTNATAL.test(words);
}

const wordsOf = ({ type, title }: StoredDocument): string => `${type ?? ''} ${title}`;

/** The day in London. */
function day(moment: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO('Europe/London').toPlainDate().toString();
}

function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
