import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { codesOf, conceptOf } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { parseFhirTime } from '@cie/kit/fhir/fhir-time.ts';
import { currentName, humanName } from '@cie/kit/fhir/named.ts';
import { versionTime } from '@cie/kit/fhir/source-id.ts';
import { held } from '@cie/kit/held.ts';
import { changesOf } from '@cie/kit/hl7/field-update.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Contact, DemographicFields, DemographicsUpdate, Sex } from '../domain/demographics.ts';
import type { IdentityMessage } from '../domain/resolve-patient.ts';
import type { PatientIdentifiers } from './patient-identifiers.ts';

const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number';
const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code';
const VERIFICATION = /\/Extension-UKCore-NHSNumberVerificationStatus$/;
/** "Number present and verified" in the code lists that UK Core has had. */
const VERIFIED = ['01', 'number-present-and-verified'];

/** The person of a FHIR message, from its Patient; or why it has to wait. `aboutPerson`: it was sent to say who this is. */
export function mapFhirPatient(incoming: IncomingMessage, bundle: FhirBundle, aboutPerson: boolean): IdentityMessage | Held {
  const [patient] = bundle.ofType('Patient');
  if (patient === undefined) return held('required-field-missing', 'Patient: must be there, so that it is known whom it is about.');
  const identifiers = readIdentifiers(patient, incoming.assigningAuthorities);
  if ('outcome' in identifiers) return identifiers;
  const birthText = patient.text('birthDate');
  const birth = parseFhirTime(birthText);
  // A date that cannot be read cannot agree: taken for an absent one, it would file into whatever record the number names (abuse case 58).
  if (birthText !== null && birth === null) return held('malformed', `${patient.path}.birthDate: must be a date such as 2001-02-03.`);
  if (patient.elements('link').some((link) => link.text('type') === 'replaced-by')) return held('unsupported-event', `${patient.path}.link: records are joined by ADT A40 or by the desk, not by a link.`);
  const name = currentName(patient.elements('name'));
  return {
    claim: { ...identifiers, birthDate: birth?.text.slice(0, 10) ?? null, familyName: name?.text('family') ?? null, givenName: name?.texts('given').join(' ') || null },
    update: readDemographics(bundle, patient),
    sentAt: versionTime(bundle, patient, incoming.receivedAt),
    aboutPerson,
    encounter: null,
  };
}

function readIdentifiers(patient: FhirElement, own: readonly string[]): PatientIdentifiers | Held {
  const given = patient.elements('identifier').filter((each) => each.text('value') !== null && each.text('use') !== 'old');
  const numbers = new Set<string>();
  for (const identifier of given.filter((each) => each.text('system') === NHS_NUMBER)) {
    const check = parseNhsNumber(identifier.text('value') ?? '');
    if (!check.ok) return held('nhs-number-invalid', `${identifier.path}.value: the NHS number is not valid (${check.code}).`);
    const status = identifier.elements('extension').filter((each) => VERIFICATION.test(each.text('url') ?? '')).flatMap((each) => codesOf(each.element('valueCodeableConcept')));
    if (status.length > 0 && !status.some((code) => VERIFIED.includes(code))) return held('nhs-number-unverified', `${identifier.path}.extension: only a number present and verified (01) is used.`);
    numbers.add(check.value);
  }
  if (numbers.size > 1) return held('patient-mismatch', `${patient.path}.identifier: gives two different NHS numbers.`);
  const [nhsNumber = null] = numbers;
  const local = given.map((each) => ({ authority: each.text('system') ?? '', value: each.text('value') ?? '' })).filter(({ authority }) => authority !== '' && authority !== NHS_NUMBER);
  return {
    nhsNumber,
    localIdentifiers: local.filter(({ authority }) => own.includes(authority)),
    otherAuthorities: [...new Set(local.map(({ authority }) => authority))].filter((authority) => !own.includes(authority)),
  };
}

const SEXES: readonly Sex[] = ['female', 'male', 'other', 'unknown'];

/** What changes: an element that is there replaces, one that is not leaves. Lists are whole. */
function readDemographics(bundle: FhirBundle, patient: FhirElement): DemographicsUpdate {
  const name = currentName(patient.elements('name'));
  const addresses = patient.elements('address').filter((each) => each.text('use') !== 'old');
  const address = addresses.find((each) => each.text('use') === 'home') ?? addresses[0];
  const gender = patient.text('gender');
  const telecom = patient.elements('telecom').filter((each) => each.text('use') !== 'old');
  return changesOf<DemographicFields>({
    familyName: name?.text('family') ?? undefined,
    givenName: name === null ? undefined : name.texts('given').join(' ') || null,
    // Few senders write a title down; one that does not has not taken it away.
    prefix: name?.texts('prefix').join(' ') || undefined,
    sex: gender === null ? undefined : (SEXES.find((each) => each === gender) ?? 'unknown'),
    addressLines: address === undefined ? undefined : [...address.texts('line'), ...['city', 'district'].flatMap((part) => address.text(part) ?? [])],
    postcode: address === undefined ? undefined : address.text('postalCode'),
    phone: telecom.length === 0 ? undefined : reach(telecom, 'phone'),
    email: telecom.length === 0 ? undefined : reach(telecom, 'email'),
    nextOfKin: patient.has('contact') ? patient.elements('contact').flatMap(contactOf) : undefined,
    ...practiceOf(bundle, patient),
  });
}

/** The first by rank; a mobile one is as good as any. */
function reach(telecom: readonly FhirElement[], system: 'phone' | 'email'): string | null {
  const rank = (each: FhirElement) => Number(each.number('rank') ?? '99');
  return telecom.filter((each) => each.text('system') === system && each.text('value') !== null).toSorted((a, b) => rank(a) - rank(b))[0]?.text('value') ?? null;
}

function contactOf(contact: FhirElement): readonly Contact[] {
  const name = humanName(contact.elements('name'));
  if (name === null) return [];
  const telecom = contact.elements('telecom');
  return [{ name, relationship: conceptOf(contact.element('relationship'))?.name ?? null, phone: reach(telecom, 'phone'), email: reach(telecom, 'email') }];
}

type Practice = 'generalPracticeName' | 'generalPracticeCode' | 'generalPractitioner';

function practiceOf(bundle: FhirBundle, patient: FhirElement): { readonly [Name in Practice]: DemographicFields[Name] | undefined } {
  const references = patient.elements('generalPractitioner');
  const found = references.map((reference) => ({ reference, resource: bundle.resolve(reference, patient) }));
  const practice = found.find(({ reference, resource }) => resource?.type === 'Organization' || reference.element('identifier')?.text('system') === ODS_CODE);
  const doctor = found.find(({ resource }) => resource?.type === 'Practitioner');
  const identifiers = practice === undefined ? [] : [...(practice.resource?.elements('identifier') ?? []), ...practice.reference.elements('identifier')];
  return {
    generalPracticeName: practice === undefined ? undefined : (practice.resource?.text('name') ?? practice.reference.text('display')),
    generalPracticeCode: practice === undefined ? undefined : (identifiers.find((each) => each.text('system') === ODS_CODE)?.text('value') ?? null),
    generalPractitioner: doctor?.resource ? humanName(doctor.resource.elements('name')) : undefined,
  };
}
