import type { FhirBundle, FhirEntry } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import type { FhirObject } from '@cie/kit/fhir/fhir-json.ts';
import { subjectReferences } from './fhir-message.ts';
import { roomOfType, subjectElement } from './fhir-types.ts';

/** What a bundle says of one person. */
export interface PersonGroup {
  /** The Patient resource, or one made of the identifier alone. */
  readonly patient: FhirObject;
  /** Where it stood. */
  readonly path: string;
  readonly entries: readonly FhirEntry[];
  /** Earlier resources about the same person, to be read along. */
  readonly along: readonly FhirEntry[];
}

/**
 * Parts a bundle by whom its resources are about: rooms are given one person at a time, and nothing of another's. Throws
 * FhirHeld when that is not said, or leads nowhere.
 */
export function groupByPerson(bundle: FhirBundle): readonly PersonGroup[] {
  const groups = new Map<string, { patient: FhirObject; path: string; entries: FhirEntry[]; along: FhirEntry[] }>();
  const groupOf = (key: string, patient: FhirObject, path: string) => {
    const group = groups.get(key) ?? { patient, path, entries: [], along: [] };
    groups.set(key, group);
    return group;
  };
  const ids = new Map<FhirElement, string>();
  const idOf = (patient: FhirElement): string => {
    const id = ids.get(patient) ?? keyOf(patient) ?? `patient ${ids.size}`;
    ids.set(patient, id);
    return id;
  };
  for (const entry of bundle.entries) {
    if (entry.included || roomOfType(entry.resource.type) === null) continue;
    const patient = entry.resource.type === 'Patient' ? entry.resource : personOf(bundle, entry.resource);
    const group = patient instanceof IdentifierOnly ? groupOf(patient.key, patient.patient, 'Patient') : groupOf(idOf(patient), patient.json, patient.path);
    if (entry.resource.type !== 'Patient') group.entries.push(entry);
  }
  for (const entry of bundle.entries.filter(({ included, resource }) => included && resource.type !== 'Patient' && roomOfType(resource.type) !== null)) {
    const patient = personOrNobody(bundle, entry.resource);
    // A test of somebody else must not get into this person's report, whatever refers to it.
    if (patient !== null) groups.get(patient instanceof IdentifierOnly ? patient.key : idOf(patient))?.along.push(entry);
  }
  return [...groups.values()];
}

/** A person named by an identifier, without a resource. */
class IdentifierOnly {
  readonly key: string;
  readonly patient: FhirObject;

  constructor(identifier: FhirElement) {
    this.key = `${identifier.text('system') ?? ''}|${identifier.text('value') ?? ''}`;
    this.patient = { resourceType: 'Patient', identifier: [identifier.json] };
  }
}

function personOf(bundle: FhirBundle, resource: FhirElement): FhirElement | IdentifierOnly {
  const path = `${resource.path}.${resource.type === 'Appointment' ? 'participant.actor' : subjectElement(resource.type)}`;
  const references = subjectReferences(resource);
  for (const reference of references) {
    const found = bundle.resolve(reference, resource);
    if (found?.type === 'Patient') return found;
    const identifier = reference.element('identifier');
    if (found === null && identifier !== null && identifier.text('value') !== null) return new IdentifierOnly(identifier);
  }
  const lost = references.find((reference) => bundle.resolve(reference, resource) === null);
  if (lost !== undefined) throw new FhirHeld('reference-unresolved', lost.path, 'leads to nobody that came with it or before it. Send the Patient, then replay.');
  if (references.length > 0) throw new FhirHeld('reference-unresolved', path, 'leads to something that is no Patient.');
  const [only, ...others] = bundle.ofType('Patient');
  if (only === undefined || others.length > 0) throw new FhirHeld('required-field-missing', path, 'must say whom it is about.');
  return only;
}

function personOrNobody(bundle: FhirBundle, resource: FhirElement): FhirElement | IdentifierOnly | null {
  try {
    return personOf(bundle, resource);
  } catch (error) {
    if (error instanceof FhirHeld) return null;
    throw error;
  }
}

/** Two resources of one person are one group: by the first identifier. */
function keyOf(patient: FhirElement): string | null {
  const identifier = patient.elements('identifier').find((each) => each.text('value') !== null);
  return identifier === undefined ? null : `${identifier.text('system') ?? ''}|${identifier.text('value') ?? ''}`;
}
