import { refused, type FhirRefused } from './fhir-refused.ts';

declare global {
  // ECMAScript's JSON.parse source text access (stage 4), which the type library does not describe yet.
  interface JSON {
    parse(text: string, reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
    rawJSON(text: string): object;
  }
}

/** A number as it was written: `4.00` stays `4.00`. Never a JavaScript number (FHIR R4, datatypes, decimal). */
export class FhirNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): object {
    return JSON.rawJSON(this.text);
  }
}

export type FhirValue = string | boolean | null | FhirNumber | readonly FhirValue[] | FhirObject;
export interface FhirObject {
  readonly [name: string]: FhirValue;
}

/** No FHIR resource of the types taken nests deeper; recursion over a deeper one could end the process. */
export const DEEPEST = 64;
/** Values in one body: each costs memory many times its bytes. The largest sample has 40,000. */
export const MOST_VALUES = 500_000;

/**
 * Reads UTF-8 JSON with its numbers as written. The engine's own parser: keys such as `__proto__` become plain properties,
 * and a letter of 20 MB in Base64 takes 0.1 s. Throws FhirRefused.
 */
export function parseFhirJson(bytes: Uint8Array): FhirObject {
  const text = decode(bytes);
  refuseCostly(text);
  const value = parse(text);
  if (!isFhirObject(value)) throw malformed('The body must be one JSON object: a resource or a Bundle.');
  return value;
}

/** The same content again; numbers as they were read. */
export function writeFhirJson(value: FhirValue): string {
  return JSON.stringify(value);
}

export function isFhirObject(value: FhirValue | undefined): value is FhirObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FhirNumber);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
}

function parse(text: string): FhirValue {
  try {
    // Every value that JSON.parse makes is one of FhirValue's, once numbers are replaced.
    return JSON.parse(text, (_key, value, { source }) => (typeof value === 'number' ? new FhirNumber(source ?? '') : value)) as FhirValue;
  } catch (error) {
    // Its message quotes the body.
    if (error instanceof SyntaxError) throw malformed('The body is not JSON.');
    throw error;
  }
}

/** Counts brackets and commas outside strings before anything is made of them (abuse case 46). */
function refuseCostly(text: string): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: at = endOfString(text, at); break;
      case 0x5b: case 0x7b: depth++; values++; break;
      case 0x5d: case 0x7d: depth--; break;
      case 0x2c: values++; break;
    }
    if (depth > DEEPEST) throw refused('too-deep', 413, 'too-costly', `The body nests deeper than ${DEEPEST} levels.`);
    if (values > MOST_VALUES) throw refused('too-many-values', 413, 'too-costly', `The body holds more than ${MOST_VALUES} values. Send it in parts.`);
  }
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

function malformed(text: string): FhirRefused {
  return refused('malformed', 400, 'structure', text);
}
