import { createHash } from 'node:crypto';
import { localAddress, referencesIn, relativePart, type FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import type { Arrival } from '../read-arrival.ts';
import type { CarriedAddress } from './fhir-inbox.store.ts';
import type { FhirSender } from './fhir-sender.ts';
import { roomOfType, subjectElement } from './fhir-types.ts';
import type { FhirPiece } from './read-fhir-request.ts';

/** The NHS number's system (UK Core). */
export const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number';
/** People of one bundle that others wait for; more are a migration, not a message. */
export const MOST_PEOPLE = 100;
const LONGEST_ID = 199;
/** Longer addresses do not fit the index. */
const LONGEST_ADDRESS = 300;

/** Addresses under which later messages of the same sender may refer to what this one carries. */
export function addressesOf(piece: FhirPiece, sender: string, controlId: string): readonly CarriedAddress[] {
  const all = piece.bundle.entries.flatMap(({ resource, fullUrl }, index) => {
    const orderKey = resource.type === 'Patient' ? keyOfPatient(resource) : null;
    const addresses = [fullUrl, localAddress(resource), givenAddress(resource, sender, controlId, index)].filter((each) => each !== null);
    return addresses.filter((address) => address.length <= LONGEST_ADDRESS).map((address) => ({ address, orderKey }));
  });
  return [...new Map(all.map((each) => [each.address, each])).values()];
}

/** The address that this exchange answers a POST with: the same whenever the same message comes again. */
export function givenAddress(resource: FhirElement, sender: string, controlId: string, index: number): string {
  return `${resource.type}/${createHash('sha256').update(JSON.stringify([sender, controlId, index])).digest('hex').slice(0, 32)}`;
}

/**
 * What names this message, so that the same again changes nothing (ING-2): the identifier of the bundle or resource with its
 * version. A resource without a version is told apart by its content: each content is a version of its own. A bundle's
 * identifier stands for one content, whatever its version.
 */
export function controlIdOf({ kind, bundle, bytes, addressed }: FhirPiece): string {
  const { root } = bundle;
  const identifier = root.elements('identifier').find((each) => each.text('value') !== null);
  const named = identifier === undefined ? null : `${identifier.text('system') ?? ''}|${identifier.text('value') ?? ''}`;
  const content = (): string => createHash('sha256').update(bytes).digest('hex');
  const name = addressed ? root.text('id') : named;
  const version = root.element('meta')?.text('versionId') ?? root.element('meta')?.text('lastUpdated') ?? (kind === 'resource' ? content() : '');
  const id = name === null ? `${root.type} ${content()}` : `${root.type}${addressed ? '/' : ' '}${name} ${version}`;
  return id.length <= LONGEST_ID ? id : createHash('sha256').update(id).digest('hex');
}

/** `FHIR Bundle/message`, `FHIR Observation`: what the desk reads where HL7 has MSH-9. */
export function eventOf({ kind, bundle }: FhirPiece): string {
  return kind === 'resource' ? `FHIR ${bundle.root.type}` : `FHIR Bundle/${kind}`;
}

/** Whom the message is about: keys that order it among others, and addresses of people that stand in earlier messages. */
export interface PeopleNamed {
  readonly keys: readonly Buffer[];
  readonly elsewhere: readonly string[];
}

export function peopleNamed(bundle: FhirBundle): PeopleNamed {
  const keys = new Map<string, Buffer>();
  const elsewhere = new Set<string>();
  for (const { resource } of bundle.entries) {
    for (const reference of subjectReferences(resource)) {
      const patient = bundle.resolve(reference, resource);
      const key = patient?.type === 'Patient' ? keyOfPatient(patient) : keyOfIdentifier(reference.element('identifier'));
      const address = reference.text('reference');
      if (key !== null) keys.set(key.toString('base64'), key);
      else if (patient === null && address !== null && !address.startsWith('#')) elsewhere.add(relativePart(address));
    }
    const own = resource.type === 'Patient' ? keyOfPatient(resource) : null;
    if (own !== null) keys.set(own.toString('base64'), own);
  }
  return { keys: [...keys.values()], elsewhere: [...elsewhere] };
}

/** References that say whom a resource of a filed type is about. */
export function subjectReferences(resource: FhirElement): readonly FhirElement[] {
  if (roomOfType(resource.type) === null || resource.type === 'Patient') return [];
  if (resource.type !== 'Appointment') return resource.elements(subjectElement(resource.type)).slice(0, 1);
  const actors = resource.elements('participant').flatMap((each) => each.element('actor') ?? []);
  return actors.filter((actor) => actor.text('type') === 'Patient' || /(?:^|\/)Patient\//.test(actor.text('reference') ?? '') || actor.element('identifier')?.text('system') === NHS_NUMBER || isUuid(actor));
}

/** `urn:uuid:…` does not say what it leads to; whoever asks resolves it. */
function isUuid(actor: FhirElement): boolean {
  return actor.text('reference')?.startsWith('urn:') === true;
}

/** The same key as an HL7 v2 message about the person has, so that both ways in keep one order (read-arrival.ts). */
function keyOfPatient(patient: FhirElement): Buffer | null {
  const identifiers = namingIdentifiers(patient);
  return keyOfIdentifier(identifiers.find((each) => each.text('system') === NHS_NUMBER) ?? identifiers[0] ?? null);
}

/** Identifiers that say who somebody is now: what was theirs, is theirs for a while, or is within no system may be another's too. */
export function namingIdentifiers(patient: FhirElement): readonly FhirElement[] {
  return patient.elements('identifier').filter(isNaming);
}

export function isNaming(identifier: FhirElement): boolean {
  return identifier.text('value') !== null && identifier.text('system') !== null && !['old', 'temp'].includes(identifier.text('use') ?? '');
}

function keyOfIdentifier(identifier: FhirElement | null): Buffer | null {
  const value = identifier?.text('value') ?? null;
  if (identifier === null || value === null) return null;
  const system = identifier.text('system') ?? '';
  return createHash('sha256').update(system === NHS_NUMBER ? `NHS|${plainNumber(value)}` : `${system}|${value}`).digest();
}

/** An NHS number as it is compared: people write it in groups. */
export function plainNumber(value: string): string {
  return value.replace(/[\s-]/g, '');
}

/** Keys of people who are only named by an address: all messages that name it so keep their order among themselves. */
export function keyOfAddress(sender: string, address: string): Buffer {
  return createHash('sha256').update(`${sender}|${address}`).digest();
}

/** The message as the inbox keeps it. `orderKeys` are those of its people, the first leading. */
export function arrivalOf(piece: FhirPiece, { key: sender, application, facility }: Pick<FhirSender, 'key' | 'application' | 'facility'>, orderKeys: readonly Buffer[]): Arrival & { readonly format: 'fhir' } {
  const sha256 = createHash('sha256').update(piece.bytes).digest();
  const [orderKey = sha256, ...otherKeys] = orderKeys;
  return { bytes: piece.bytes, sha256, sender, application, facility, controlId: controlIdOf(piece), event: eventOf(piece), orderKey, otherKeys, message: null, refusal: null, format: 'fhir' };
}

/** References of filed resources that lead outside the bundle. */
export function addressesElsewhere(bundle: FhirBundle): readonly string[] {
  const filed = bundle.entries.filter(({ resource }) => roomOfType(resource.type) !== null);
  const open = filed.flatMap(({ resource }) => referencesIn(resource).filter((each) => bundle.resolve(each, resource) === null));
  return [...new Set(open.flatMap((each) => each.text('reference') ?? []).filter((address) => !address.startsWith('#')))];
}
