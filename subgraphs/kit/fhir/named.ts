import type { FhirBundle } from './fhir-bundle.ts';
import type { FhirElement } from './fhir-element.ts';

/** A HumanName for people to read; the name in use before former ones. */
export function humanName(names: readonly FhirElement[]): string | null {
  const name = currentName(names);
  if (name === null) return null;
  const parts = [...name.texts('prefix'), ...name.texts('given'), name.text('family') ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? name.text('text') : parts.join(' ');
}

/** The name that counts: official, then usual, then any that is not of the past. */
export function currentName(names: readonly FhirElement[]): FhirElement | null {
  const rank = (name: FhirElement) => ['official', 'usual', null, 'temp', 'nickname', 'anonymous'].indexOf(name.text('use'));
  return names.filter((name) => rank(name) >= 0 && name.element('period')?.has('end') !== true).toSorted((a, b) => rank(a) - rank(b))[0] ?? names[0] ?? null;
}

/** What a reference to a person, team, organisation or place is called: by the resource it leads to, else as the sender displays it. */
export function nameOf(bundle: FhirBundle, reference: FhirElement | null, from: FhirElement): string | null {
  if (reference === null) return null;
  const found = bundle.resolve(reference, from);
  const name = found === null ? null : ownName(bundle, found);
  return name ?? reference.text('display');
}

function ownName(bundle: FhirBundle, resource: FhirElement): string | null {
  if (resource.type !== 'PractitionerRole') return resource.text('name') ?? humanName(resource.elements('name'));
  const practitioner = resource.element('practitioner');
  const found = bundle.resolve(practitioner, resource);
  return (found === null ? null : humanName(found.elements('name'))) ?? practitioner?.text('display') ?? null;
}

/** The first reference of these that leads to one of the types, by what it names or by where it leads. */
export function referenceTo(bundle: FhirBundle, references: readonly FhirElement[], from: FhirElement, ...types: readonly string[]): FhirElement | null {
  return references.find((each) => {
    const type = bundle.resolve(each, from)?.type ?? each.text('type') ?? /(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+$/.exec(each.text('reference') ?? '')?.[1];
    return type !== undefined && types.includes(type);
  }) ?? null;
}
