import { CieError } from '@cie/kit/errors.ts';
import type { FeedSender } from './sender.store.ts';

/** Reads the senders of the setting CIE_FEED_SENDERS. Throws SETTING_INVALID. */
export function readSenders(text: string): readonly FeedSender[] {
  const list = parse(text);
  if (!Array.isArray(list)) throw invalid();
  return list.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) throw invalid();
    const { application, facility, organisation, assigningAuthorities } = Object.fromEntries(Object.entries(entry)) as Readonly<Record<string, unknown>>; // values are checked below
    if (typeof application !== 'string' || typeof facility !== 'string' || typeof organisation !== 'string' || facility === '') throw invalid();
    if (!Array.isArray(assigningAuthorities) || !assigningAuthorities.every((each) => typeof each === 'string')) throw invalid();
    return { application, facility, organisation, assigningAuthorities };
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid();
  }
}

function invalid(): CieError {
  return new CieError('SETTING_INVALID', 'The setting CIE_FEED_SENDERS must be a JSON list of {"application", "facility", "organisation", "assigningAuthorities": []}.');
}
