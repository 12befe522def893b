import { relativePart, type FhirBundle, type FhirEntry } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import type { FhirObject } from '@cie/kit/fhir/fhir-json.ts';
import { isNaming, namingIdentifiers, NHS_NUMBER, plainNumber, subjectReferences } from './fhir-message.ts';
import { roomOfType, subjectElement } from './fhir-types.ts';
import { refuseDifferentPeople } from './same-person.ts';

/** What a bundle says of one person. */
export interface PersonGroup {
  /** The Patient resource, or one made of the identifier alone. */
  readonly patient: FhirObject;
  /** Where it stood. */
  readonly path: string;
  /** The first place that is about this person: the same whenever the same message is read, whoever that is found to be. */
  readonly mark: string;
  readonly entries: readonly FhirEntry[];
  /** Earlier resources about the same person, to be read along. */
  readonly along: readonly FhirEntry[];
}

/** Somebody as a bundle names them: by a Patient, or by an identifier without a resource. */
interface Named {
  readonly patient: FhirElement | null;
  readonly json: FhirObject;
  readonly path: string;
  /** Tells whom the message means apart, by its own bytes alone. */
  readonly key: string;
  /** Tells people apart: by NHS number where there is one, else by the Patient itself. */
  readonly person: string;
}

interface OpenGroup {
  readonly mark: string;
  readonly people: Named[];
  readonly entries: FhirEntry[];
  readonly along: FhirEntry[];
}

/**
 * Parts a bundle by whom its resources are about: rooms are given one person at a time, and nothing of another's. Patients are one
 * person by their NHS number only: other identifiers may be shared, reused or nobody's. Throws FhirHeld when whom something is about
 * is not said or leads nowhere, or when Patients with one NHS number are different people.
 */
export function groupByPerson(bundle: FhirBundle): readonly PersonGroup[] {
  const groups = new Map<string, OpenGroup>();
  const reader = new NameReader(bundle);
  for (const entry of bundle.entries) {
    if (entry.included || roomOfType(entry.resource.type) === null) continue;
    const named = entry.resource.type === 'Patient' ? reader.ofPatient(entry.resource, 'itself') : reader.of(entry.resource);
    const group = groups.get(named.key) ?? { mark: entry.resource.path, people: [], entries: [], along: [] };
    groups.set(named.key, group);
    if (!group.people.some(({ patient, json }) => (named.patient === null ? json === named.json : patient === named.patient))) group.people.push(named);
    if (entry.resource.type !== 'Patient') group.entries.push(entry);
  }
  for (const entry of bundle.entries.filter(({ included, resource }) => included && resource.type !== 'Patient' && roomOfType(resource.type) !== null)) {
    const person = reader.ofAnybody(entry.resource)?.person;
    // A test of somebody else must not get into this person's report, whatever refers to it.
    for (const group of groups.values()) if (group.people.some((each) => each.person === person)) group.along.push(entry);
  }
  return [...groups.values()].map(({ mark, people, entries, along }) => {
    refuseDifferentPeople(people.flatMap(({ patient }) => patient ?? []));
    const { json: patient, path } = people.find((each) => each.patient !== null) ?? people[0] ?? nobody();
    return { patient, path, mark, entries, along };
  });
}

/** Reads whom resources are about. */
class NameReader {
  readonly #bundle: FhirBundle;
  readonly #places = new Map<FhirElement, number>();
  readonly #earlier: ReadonlySet<FhirElement>;

  constructor(bundle: FhirBundle) {
    this.#bundle = bundle;
    this.#earlier = new Set(bundle.entries.flatMap(({ included, resource }) => (included ? [resource] : [])));
  }

  of(resource: FhirElement): Named {
    const path = `${resource.path}.${resource.type === 'Appointment' ? 'participant.actor' : subjectElement(resource.type)}`;
    const references = subjectReferences(resource);
    for (const reference of references) {
      const [address, identifier] = [reference.text('reference'), reference.element('identifier')];
      const atAddress = address === null ? null : this.#bundle.resolve(new FhirElement({ reference: address }, reference.path), resource);
      // What an earlier message said of somebody may be corrected, and then its address is all that stays the same.
      const name = address === null ? identifierKey(identifier) : relativePart(address);
      if (atAddress?.type === 'Patient') return this.ofPatient(atAddress, name);
      if (atAddress !== null || identifier === null || identifier.text('value') === null) continue;
      const found = this.#bundle.resolve(reference, resource);
      if (found !== null && found.type !== 'Patient') continue;
      if (found !== null && carries(found, identifier)) return this.ofPatient(found, name);
      return ofIdentifier(identifier, address === null ? null : `earlier ${name}`);
    }
    const lost = references.find((reference) => this.#bundle.resolve(reference, resource) === null);
    if (lost !== undefined) throw new FhirHeld('reference-unresolved', lost.path, 'leads to nobody that came with it or before it. Send the Patient, then replay.');
    if (references.length > 0) throw new FhirHeld('reference-unresolved', path, 'leads to something that is no Patient.');
    const [only, ...others] = this.#bundle.ofType('Patient');
    if (only === undefined || others.length > 0) throw new FhirHeld('required-field-missing', path, 'must say whom it is about.');
    return this.ofPatient(only, 'only');
  }

  ofAnybody(resource: FhirElement): Named | null {
    try {
      return this.of(resource);
    } catch (error) {
      if (error instanceof FhirHeld) return null;
      throw error;
    }
  }

  /** `name` is how the message names a Patient that came earlier. */
  ofPatient(patient: FhirElement, name: string): Named {
    const number = namingIdentifiers(patient).find((each) => each.text('system') === NHS_NUMBER)?.text('value') ?? null;
    const isEarlier = this.#earlier.has(patient);
    const person = number === null ? `patient ${isEarlier ? this.#placeOf(patient) : patient.path}` : nhsKey(number);
    const key = isEarlier ? `earlier ${name}` : person;
    return { patient, json: patient.json, path: patient.path, key, person };
  }

  /** Paths tell what came in one message apart, not what came in others. */
  #placeOf(patient: FhirElement): number {
    const place = this.#places.get(patient) ?? this.#places.size;
    this.#places.set(patient, place);
    return place;
  }
}

function ofIdentifier(identifier: FhirElement, key: string | null): Named {
  const person = identifierKey(identifier);
  return { patient: null, json: { resourceType: 'Patient', identifier: [identifier.json] }, path: 'Patient', key: key ?? person, person };
}

function identifierKey(identifier: FhirElement | null): string {
  const [system, value] = [identifier?.text('system') ?? '', identifier?.text('value') ?? ''];
  return identifier !== null && system === NHS_NUMBER && isNaming(identifier) ? nhsKey(value) : `identifier ${JSON.stringify([system, identifier?.text('use') ?? '', value])}`;
}

function nhsKey(number: string): string {
  return `nhs ${plainNumber(number)}`;
}

/** Whether an identifier still names this Patient: a reference by an old one may mean who has it now. */
function carries(patient: FhirElement, identifier: FhirElement | null): boolean {
  return identifier !== null && namingIdentifiers(patient).some((each) => each.text('system') === identifier.text('system') && each.text('value') === identifier.text('value'));
}

function nobody(): never {
  throw new Error('A group of a bundle has nobody.');
}
