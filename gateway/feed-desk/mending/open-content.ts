import { CieError } from '@cie/kit/errors.ts';
import { openFhir } from './fhir-content.ts';
import type { HeldContent } from './held-content.ts';
import { openHl7 } from './hl7-content.ts';

/** Reads a held message by its own standard; null when it is neither HL7 v2 nor FHIR in JSON, which nobody can mend field by field. */
export function openContent(raw: Uint8Array): HeldContent | null {
  try {
    return isJson(raw) ? openFhir(raw) : openHl7(raw);
  } catch (error) {
    // Not HL7, not UTF-8, not JSON: anything else is a fault of ours.
    if (error instanceof CieError || error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** An HL7 v2 message begins with MSH, never with a brace. */
function isJson(raw: Uint8Array): boolean {
  const head = Buffer.from(raw.subarray(0, 64)).toString('latin1');
  return /^(?:ï»¿)?\s*\{/.test(head);
}
