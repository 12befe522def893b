import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { currentName } from '@cie/kit/fhir/named.ts';
import { namingIdentifiers, NHS_NUMBER, plainNumber } from './fhir-message.ts';

/**
 * Patients that one message gives one NHS number must be one person: whatever is said of one of them would be filed in the record of all
 * (abuse case 58). What a Patient does not say disagrees with nothing. Throws FhirHeld.
 */
export function refuseDifferentPeople(patients: readonly FhirElement[]): void {
  const [first, ...others] = patients;
  for (const other of others) {
    if (first === undefined) return;
    for (const [element, agree] of rules) if (!agree(first, other)) throw new FhirHeld('patient-mismatch', `${other.path}.${element}`, 'disagrees with that of another Patient with the same NHS number.');
  }
}

const rules: readonly (readonly [element: string, agree: (one: FhirElement, other: FhirElement) => boolean])[] = [
  ['identifier', (one, other) => numbersOf(one) === numbersOf(other)],
  ['birthDate', (one, other) => agree(one.text('birthDate'), other.text('birthDate'), (a, b) => a.startsWith(b) || b.startsWith(a))],
  ['name', (one, other) => agree(familyOf(one), familyOf(other), (a, b) => a === b)],
];

function agree(one: string | null, other: string | null, same: (one: string, other: string) => boolean): boolean {
  return one === null || other === null || same(one, other);
}

function numbersOf(patient: FhirElement): string {
  const numbers = namingIdentifiers(patient).filter((each) => each.text('system') === NHS_NUMBER).map((each) => plainNumber(each.text('value') ?? ''));
  return [...new Set(numbers)].toSorted().join(' ');
}

function familyOf(patient: FhirElement): string | null {
  return currentName(patient.elements('name'))?.text('family')?.trim().normalize('NFC').toLocaleLowerCase('en-GB') ?? null;
}
