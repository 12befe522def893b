import { CieError } from '../errors.ts';
import type { Held } from '../feed.ts';
import { held } from '../held.ts';
import { parseHl7, type Hl7Message } from './hl7-message.ts';

/** The message cut into segments, or held as malformed: one unreadable message must not stop a feed. */
export function readHl7(text: string, zone?: string): Hl7Message | Held {
  try {
    return parseHl7(text, zone);
  } catch (error) {
    if (error instanceof CieError) return held('malformed', 'The message cannot be read: it has no usable MSH segment.');
    throw error;
  }
}
