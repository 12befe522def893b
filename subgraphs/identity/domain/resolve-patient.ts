import type { IncomingMessage, ResolveOutcome } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import { organisations } from '@cie/kit/organisations.ts';
import { applyDemographics, type Demographics, type DemographicsUpdate } from './demographics.ts';
import type { IdentityClaim, KnownPerson, LocalIdentifier, NewPerson } from './identity-claim.ts';
import { applyEncounter, type Encounter, type EncounterMessage } from './encounter.ts';
import { matchPerson } from './match-person.ts';

/** What identity reads from a message of any type. */
export interface IdentityMessage {
  readonly claim: IdentityClaim;
  readonly update: DemographicsUpdate;
  /** MSH-7. */
  readonly sentAt: Date;
  /** True for the messages whose purpose is the person: ADT A01, A04, A05, A08, A28, A31. */
  readonly aboutPerson: boolean;
  /** What it says of a visit, if anything (REG-3). */
  readonly encounter: EncounterMessage | null;
}

/** The people of the exchange, inside one transaction. */
export interface People {
  /** Lets messages that share an identifier or a person pass one at a time, so that one new person is created once. */
  takeTurns(keys: readonly string[]): Promise<void>;
  /** The person a message was applied to before, or null. */
  appliedTo(messageId: string): Promise<KnownPerson | null>;
  withNhsNumber(nhsNumber: string): Promise<KnownPerson | null>;
  withIdentifiers(identifiers: readonly LocalIdentifier[]): Promise<readonly KnownPerson[]>;
  /** Whether another organisation has used one of these assigning authorities as its own. */
  usedElsewhere(authorities: readonly string[], organisation: string): Promise<boolean>;
  create(person: NewPerson): Promise<KnownPerson>;
  /** All records that were joined to this one, and whether the person has opted out of the exchange. */
  recordOf(patientId: string): Promise<{ readonly recordIds: readonly string[]; readonly hasOptedOut: boolean }>;
  rename(patientId: string, familyName: string, givenName: string | null): Promise<void>;
  link(identifiers: readonly LocalIdentifier[], organisation: string, patientId: string): Promise<void>;
  demographics(patientId: string, organisation: string): Promise<Demographics | null>;
  saveDemographics(demographics: Demographics): Promise<void>;
  encounter(patientId: string, organisation: string, visit: string): Promise<Encounter | null>;
  saveEncounter(patientId: string, organisation: string, encounter: Encounter): Promise<void>;
  markApplied(messageId: string, patientId: string): Promise<void>;
}

/**
 * Finds or creates the person a message is about and applies its demographics, once per message id (ING-2). Steps that do
 * not need each other's answers are sent together: one connection answers in order, so that a lookup behind a turn sees
 * what the turn waited for.
 */
export async function resolvePatient(people: People, incoming: IncomingMessage, message: IdentityMessage): Promise<ResolveOutcome> {
  const { claim } = message;
  const { id, organisation } = incoming;
  const [, before, byNumber, byIdentifier, foreign] = await Promise.all([
    people.takeTurns(turnKeys(claim)),
    people.appliedTo(id),
    claim.nhsNumber === null ? null : people.withNhsNumber(claim.nhsNumber),
    people.withIdentifiers(claim.localIdentifiers),
    isForeign(people, claim.otherAuthorities, organisation),
  ]);
  const match = matchPerson(claim, byNumber, byIdentifier);
  if (before !== null) {
    // What the message refers to may have been corrected since: rooms must not go on filing for whom it meant then.
    const agrees = match.outcome === 'known' && match.person.survivingId === before.survivingId;
    return agrees ? outcomeFor(before, await people.recordOf(before.patientId)) : appliedToAnother;
  }
  if (foreign) return foreignNamespace;
  if (match.outcome === 'held') return match;
  const { encounter } = message;
  if (encounter?.event === 'begin-cancelled' && !encounter.isNumbered) {
    const cancelled = match.outcome === 'known' ? await people.encounter(match.person.patientId, organisation, encounter.visit) : null;
    if (cancelled === null) return unknownAdmission;
  }
  const person = match.outcome === 'known' ? match.person : await people.create(match.person);

  const [[stored, visit], record] = await Promise.all([
    storedInTurn(people, person.patientId, organisation, encounter?.visit ?? null),
    people.recordOf(person.patientId),
    people.link(claim.localIdentifiers, organisation, person.patientId),
  ]);
  const { patientId, nhsNumber, birthDate } = person;
  // A later message with an e-mail address does not undo an opt-out (ACC-3).
  const update = record.hasOptedOut ? { ...message.update, email: null } : message.update;
  const next = applyDemographics(stored, { ...message, update }, { patientId, nhsNumber, birthDate, organisation });
  await Promise.all([
    keep(people, next, message),
    keepEncounter(people, { patientId, organisation }, visit, encounter),
    people.markApplied(id, patientId),
  ]);
  return outcomeFor(person, record);
}

function outcomeFor({ patientId, nhsNumber, birthDate }: KnownPerson, { recordIds }: { readonly recordIds: readonly string[] }): ResolveOutcome {
  return { outcome: 'resolved', patientId, recordIds, nhsNumber, birthDate };
}

async function storedInTurn(people: People, patientId: string, organisation: string, visit: string | null): Promise<[Demographics | null, Encounter | null]> {
  const [, ...stored] = await Promise.all([
    people.takeTurns([`person ${patientId}`]),
    people.demographics(patientId, organisation),
    visit === null ? null : people.encounter(patientId, organisation, visit),
  ]);
  return stored;
}

async function keepEncounter(people: People, whose: { patientId: string; organisation: string }, stored: Encounter | null, message: EncounterMessage | null): Promise<void> {
  const next = message === null ? null : applyEncounter(stored, message);
  if (next !== null) await people.saveEncounter(whose.patientId, whose.organisation, next);
}

async function keep(people: People, next: Demographics | null, { aboutPerson }: IdentityMessage): Promise<void> {
  if (next === null) return;
  await people.saveDemographics(next);
  if (aboutPerson && next.familyName !== null) await people.rename(next.patientId, next.familyName, next.givenName);
}

export function turnKeys(claim: IdentityClaim): string[] {
  const locals = claim.localIdentifiers.map(({ authority, value }) => `identifier ${authority} ${value}`);
  return claim.nhsNumber === null ? locals : [`nhs ${claim.nhsNumber}`, ...locals];
}

/** Abuse case 23: a sender that speaks in another organisation's identifiers is stopped; authorities nobody owns are ignored. */
export async function isForeign(people: People, authorities: readonly string[], organisation: string): Promise<boolean> {
  if (authorities.length === 0) return false;
  const named = organisations.some((each) => each.odsCode !== organisation && authorities.includes(each.odsCode));
  return named || (await people.usedElsewhere(authorities, organisation));
}

const unknownAdmission = held('encounter-unknown', 'The admission that this message cancels is not known: no visit number is given (PV1-19), and none began at the time in PV1-44.');

const appliedToAnother = held(
  'patient-mismatch',
  'This message was applied to another person before, and now means somebody else. Find out whose it is; what was filed of it stays where it is.',
);

const foreignNamespace = held(
  'foreign-namespace',
  "PID-3 holds an identifier of another organisation's assigning authority, which this sender may not use.",
);
