/** A decimal that is written digit by digit as it came: `4.00` is not `4` (FHIR R4, datatypes, decimal). */
export interface RawDecimal {
  readonly rawJSON: string;
}

export type Json = string | number | boolean | RawDecimal | readonly Json[] | { readonly [name: string]: Json | null | undefined };
export type JsonObject = { readonly [name: string]: Json | null | undefined };

// In the language since ES2026 ("JSON.parse source text access"); the compiler's library does not name it yet.
const rawJson = Reflect.get(JSON, 'rawJSON') as (text: string) => RawDecimal;

/** Digits that FHIR takes as a decimal; null for anything else, which is then written as text. */
export function decimal(text: string): RawDecimal | null {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && text.replace(/[-.]/g, '').length <= 18 ? rawJson(text) : null;
}

/**
 * JSON of a resource without what FHIR forbids in it: null, empty text, empty lists and objects, and control characters, which free
 * text from hospitals may hold.
 */
export function fhirJson(resource: JsonObject): string {
  return JSON.stringify(tidy(resource));
}

function tidy(value: Json | null | undefined): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || 'rawJSON' in value) return value;
  if (isList(value)) {
    const items = value.map(tidy).filter((each) => each !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const kept = tidy(each);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function cleanText(text: string): string | undefined {
  const clean = text.replace(/[^\P{Cc}\t\r\n]|\p{Cs}/gu, '');
  return clean.trim() === '' ? undefined : clean;
}

/** Text for the narrative of a resource (XHTML): nothing in it is read as markup. */
export function xhtml(text: string): string {
  const clean = cleanText(text)?.replace(/[\uFFFE\uFFFF]/g, '') ?? '';
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
