import type { Held } from '../feed.ts';
import { held } from '../held.ts';

/** Why what was sent has to wait: a code of the contract between feeds and rooms, and a reason that names an element and a rule. */
export class FhirHeld extends Error {
  readonly code: string;

  constructor(code: string, path: string, rule: string) {
    super(`${path}: ${rule}`);
    this.name = 'FhirHeld';
    this.code = code;
  }
}

/** Runs a mapping; what it holds is an outcome, not a fault. */
export function mapOrHold<T>(map: () => T): { readonly outcome: 'mapped'; readonly mapped: T } | Held {
  try {
    return { outcome: 'mapped', mapped: map() };
  } catch (error) {
    if (error instanceof FhirHeld) return held(error.code, error.message);
    throw error;
  }
}
