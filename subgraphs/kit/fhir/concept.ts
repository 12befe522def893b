import type { FhirElement } from './fhir-element.ts';

export interface Concept {
  readonly code: string;
  /** Address of the code list; '' when none is named. */
  readonly system: string;
  /** The sender's own words. */
  readonly name: string;
}

/** A CodeableConcept by what its sender chose, else its first coding; words before displays. Null when it says nothing. */
export function conceptOf(element: FhirElement | null): Concept | null {
  if (element === null) return null;
  const codings = element.elements('coding');
  const coding = codings.find((each) => each.flag('userSelected') === true) ?? codings.find((each) => each.text('code') !== null) ?? codings[0];
  const code = coding?.text('code') ?? null;
  const name = element.text('text') ?? coding?.text('display') ?? codings.map((each) => each.text('display')).find((each) => each !== null) ?? code;
  return name === null ? null : { code: code ?? name, system: code === null ? '' : (coding?.text('system') ?? ''), name };
}

/** The words of all concepts of a list. */
export function conceptNames(elements: readonly FhirElement[]): readonly string[] {
  return elements.flatMap((each) => conceptOf(each)?.name ?? []);
}

/** Every code of a concept, whatever its list. */
export function codesOf(element: FhirElement | null): readonly string[] {
  return element?.elements('coding').flatMap((each) => each.text('code') ?? []) ?? [];
}

/** All codes and words of concepts, for rules that look for a clue. */
export function cluesOf(elements: readonly FhirElement[]): string {
  return elements.flatMap((each) => [each.text('text') ?? '', ...each.elements('coding').flatMap((coding) => [coding.text('code') ?? '', coding.text('display') ?? ''])])
    .filter((text) => text !== '').join(' · ');
}
