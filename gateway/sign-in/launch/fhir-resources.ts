import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { isRecord, recordsClaim, textClaim } from '../claims.ts';
import { registeredAddress } from '../registered-address.ts';

/** By what the exchange knows a patient. Null when the system has no verified NHS number or no whole date of birth. */
export interface LaunchedPatient {
  readonly person: { readonly nhsNumber: string; readonly birthDate: string } | null;
}

export interface LaunchedPractitioner {
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
}

type Resource = Readonly<Record<string, unknown>>;

const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number';
const verificationStatus = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus';
/** As UK Core writes it, and as the NHS data dictionary numbers it. */
const verified: readonly (string | null)[] = ['number-present-and-verified', '01'];

/** Reads a Patient of FHIR R4, UK Core. Throws LAUNCH_RESOURCE_INVALID when it is not the patient of the launch. */
export function readPatient(resource: unknown, id: string): LaunchedPatient {
  const patient = resourceOf(resource, 'Patient', id);
  const numbers = recordsClaim(patient, 'identifier')
    .filter((each) => textClaim(each, 'system') === nhsNumberSystem && isVerified(each))
    .map((each) => parseNhsNumber(textClaim(each, 'value') ?? ''));
  const [number] = numbers;
  const birthDate = textClaim(patient, 'birthDate') ?? '';
  // Two numbers that disagree name nobody.
  if (number?.ok !== true || numbers.some((each) => !each.ok || each.value !== number.value) || !/^\d{4}-\d\d-\d\d$/.test(birthDate)) return { person: null };
  return { person: { nhsNumber: number.value, birthDate } };
}

function isVerified(identifier: Resource): boolean {
  const statuses = recordsClaim(identifier, 'extension').filter((each) => textClaim(each, 'url') === verificationStatus);
  return statuses.every((each) => {
    const concept = each['valueCodeableConcept'];
    return isRecord(concept) && recordsClaim(concept, 'coding').some((coding) => verified.includes(textClaim(coding, 'code')));
  });
}

/** Reads a Practitioner. Throws LAUNCH_RESOURCE_INVALID when it is another one, has no name, or works there no more. */
export function readPractitioner(resource: unknown, id: string, emailDomains: readonly string[]): LaunchedPractitioner {
  const practitioner = resourceOf(resource, 'Practitioner', id);
  const [name] = recordsClaim(practitioner, 'name').toSorted((one, other) => rank(one) - rank(other));
  const shown = name === undefined ? null : nameOf(name);
  if (shown === null || practitioner['active'] === false) throw invalid('Practitioner');
  const email = recordsClaim(practitioner, 'telecom')
    .filter((each) => textClaim(each, 'system') === 'email' && textClaim(each, 'use') !== 'old')
    .map((each) => textClaim(each, 'value') ?? '')
    .find((each) => registeredAddress(each, emailDomains) !== null);
  const qualifications = recordsClaim(practitioner, 'qualification').map((each) => each['code']).filter(isRecord);
  const role = qualifications.map((code) => textClaim(code, 'text')).find((text) => text !== null);
  return { name: shown.slice(0, 200), role: (role ?? 'Clinician').slice(0, 100), email: email ?? null };
}

const rank = (name: Resource): number => (textClaim(name, 'use') === 'official' ? 0 : 1);

function nameOf(name: Resource): string | null {
  const texts = (key: string): readonly string[] => {
    const value = name[key];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  const family = textClaim(name, 'family');
  if (family === null) return textClaim(name, 'text');
  return [...texts('prefix'), ...texts('given'), family].join(' ').trim();
}

function resourceOf(resource: unknown, type: string, id: string): Resource {
  if (!isRecord(resource) || resource['resourceType'] !== type || resource['id'] !== id) throw invalid(type);
  return resource;
}

function invalid(type: string): CieError {
  return new CieError('LAUNCH_RESOURCE_INVALID', `The patient-record system gave another ${type} than was asked for, or one that cannot be used.`);
}
