import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { ownerOf } from './own-record.ts';
import { isEnough, leastLetters, searchWords } from './search-words.ts';

/** A team or a professional that a patient can invite. */
export interface DirectoryEntry {
  readonly kind: 'team' | 'professional';
  readonly id: string;
  readonly name: string;
  /** What a team treats; the role of a professional. */
  readonly about: string;
  /** ODS code. */
  readonly organisation: string;
}

/** How often one person may search: enough to try spellings, too little to copy the directory. */
export const searchLimit = { searches: 40, minutes: 60 } as const;
/** Most entries that one search shows. */
export const mostFound = 20;
/** A professional who has not signed in for so many days is not found any more: they have probably moved on. */
export const listedDays = 400;

export interface DirectoryStore {
  /** Counts a search of this account; false when it has used up its limit. */
  count(accountId: string, now: Date, limit: typeof searchLimit): Promise<boolean>;
  /** Teams first, then professionals, by name: those in which each word begins some word, and for a professional one of them a word of the name. */
  search(words: readonly string[], most: number, now: Date): Promise<DirectoryEntry[]>;
}

/** ACS-3: whom a patient can invite. Throws OWN_RECORD_ONLY, DIRECTORY_SEARCH, DIRECTORY_TOO_OFTEN. */
export async function searchDirectory(
  access: AccessContext, store: DirectoryStore, wish: { readonly search: string; readonly first: number },
): Promise<{ readonly entries: readonly DirectoryEntry[]; readonly hasMore: boolean }> {
  const { viewer } = ownerOf(access);
  const words = searchWords(wish.search);
  if (!isEnough(words)) throw new CieError('DIRECTORY_SEARCH', `Enter at least ${leastLetters} letters of a name.`);
  if (!(await store.count(viewer.accountId, access.now, searchLimit))) {
    throw new CieError('DIRECTORY_TOO_OFTEN', 'You have searched many times. Wait an hour, or invite by email address meanwhile.');
  }
  const most = Math.min(Math.max(wish.first, 1), mostFound);
  const found = await store.search(words, most + 1, access.now);
  return { entries: found.slice(0, most), hasMore: found.length > most };
}
