import type { Held, IncomingMessage, ResolveOutcome } from '@cie/kit/feed.ts';
import { held } from '@cie/kit/held.ts';
import type { IdentityClaim, KnownPerson } from '../identity-claim.ts';
import { isForeign, turnKeys, type People } from '../resolve-patient.ts';
import { matchPerson } from '../match-person.ts';
import { checkLink, disagreement, type LinkAuthor } from './record-link.ts';
import type { Joins } from './joins.ts';

/** Two patients as a message names them. Of a parting, either may be the one or the other. */
export interface JoinPair {
  readonly kept: IdentityClaim;
  readonly retired: IdentityClaim;
}

/** A40 and A34 merge, A47 changes an identifier, A37 parts. */
export interface JoinMessage {
  readonly kind: 'merge' | 'change-identifier' | 'part';
  readonly pairs: readonly JoinPair[];
  /** MSH-7. */
  readonly sentAt: Date;
}

/** Stops the transaction of a message that has to wait: of several pairs all are applied, or none. */
export class JoinHeld extends Error {
  readonly held: Held;
  /** The two records, where a person of the desk has to say whether they are one person's. */
  readonly doubt: { readonly keptId: string; readonly retiredId: string } | null;

  constructor(reason: Held, doubt: JoinHeld['doubt'] = null) {
    super(reason.code);
    this.held = reason;
    this.doubt = doubt;
  }
}

/** Joins or parts records as a hospital says, once per message id (ACC-5, abuse case 59). Throws JoinHeld. */
export async function joinByMessage(people: People, joins: Joins, incoming: IncomingMessage, message: JoinMessage): Promise<ResolveOutcome> {
  await joins.takeTurn(message.pairs.flatMap(({ kept, retired }) => [...turnKeys(kept), ...turnKeys(retired)]));
  const before = await people.appliedTo(incoming.id);
  if (before !== null) return resolved(people, before);

  const author: LinkAuthor = { at: new Date(incoming.receivedAt), basis: 'message', by: incoming.id, organisation: incoming.organisation, reason: null };
  const [touched, created] = [new Set<string>(), new Set<string>()];
  let person: KnownPerson | null = null;
  for (const pair of message.pairs) {
    const work = { people, joins, incoming, message, author, touched, created };
    const kept = message.kind === 'part' ? await part(work, pair) : message.kind === 'merge' ? await merge(work, pair) : await changeIdentifier(work, pair);
    person ??= kept;
  }
  if (person === null) throw new JoinHeld(unknownPerson);
  if (touched.size > 0) await joins.announce([...touched]);
  await people.markApplied(incoming.id, person.patientId);
  return resolved(people, person);
}

interface Work {
  readonly people: People;
  readonly joins: Joins;
  readonly incoming: IncomingMessage;
  readonly message: JoinMessage;
  readonly author: LinkAuthor;
  /** Records whose group has changed. */
  readonly touched: Set<string>;
  /** Records that this message was the first to speak of. */
  readonly created: Set<string>;
}

async function merge(work: Work, pair: JoinPair): Promise<KnownPerson> {
  const { people, joins, author, touched, message, incoming } = work;
  const retired = await find(work, pair.retired);
  if (retired === null) throw new JoinHeld(unknownPrior);
  const kept = (await find(work, pair.kept)) ?? (await create(work, pair.kept));
  if (kept.patientId === retired.patientId) return kept;

  // A record that this message made is undone with it: then the desk has the one to look at, and the message.
  const doubt = { keptId: work.created.has(kept.patientId) ? retired.patientId : kept.patientId, retiredId: retired.patientId };
  const links = [...(await joins.linksOf(kept.patientId)), ...(await joins.linksOf(retired.patientId))];
  const check = checkLink(retired.patientId, kept.patientId, links);
  if (check === 'joined-already') return kept;
  if (check === 'cycle') throw new JoinHeld(held('merge-cycle', 'The surviving record was itself merged into the one that this message retires.'), doubt);
  if (check === 'retired-elsewhere') throw new JoinHeld(disagrees('The record that this message retires was merged into another one.'), doubt);

  const [one, other] = await Promise.all([joins.record(kept.patientId), joins.record(retired.patientId)]);
  const difference = one === null || other === null ? 'One of the two records is not there.' : disagreement(one, other);
  if (difference !== null) throw new JoinHeld(disagrees(difference), doubt);
  const undone = await joins.undoneBetween(kept.patientId, retired.patientId);
  if (undone.byStaff) throw new JoinHeld(held('merge-undone', 'The support desk has parted these two. Only the desk joins them again.'), doubt);
  if (undone.lastAt !== null && undone.lastAt >= message.sentAt) throw new JoinHeld(held('merge-undone', 'This merge was undone after the message was written.'), doubt);
  const reach = await beyondSender(work, kept.patientId, retired.patientId);
  if (reach !== null) throw new JoinHeld(disagrees(reach), doubt);

  await joins.add(retired.patientId, kept.patientId, author);
  touched.add(kept.patientId);
  await people.link(pair.kept.localIdentifiers, incoming.organisation, kept.patientId);
  return kept;
}

/**
 * Why this sender's word alone must not join these two, or null. Two NHS numbers are two people until somebody has looked: a hospital
 * tidies up its own records by message, but no trust opens what another has filed, or what somebody signs in to already, to a stranger
 * by naming two numbers of the same name and date of birth (abuse case 59).
 */
async function beyondSender({ joins, incoming, created }: Work, keptId: string, retiredId: string): Promise<string | null> {
  const [one, other] = [await joins.groupOf(keptId), await joins.groupOf(retiredId)];
  const [ofKept, ofRetired, ofOthers] = [await joins.suppliersOf([keptId]), await joins.suppliersOf([retiredId]), await joins.suppliersOf(other.patientIds)];
  const hasSupplied = (created.has(keptId) || ofKept.includes(incoming.organisation)) && ofRetired.includes(incoming.organisation);
  if (!hasSupplied) return 'The sender has not supplied both records itself.';
  if (ofOthers.some((each) => each !== incoming.organisation)) return 'Another organisation has supplied the record that this message retires.';
  const isOpen = await joins.hasOpenAccount([...one.patientIds, ...other.patientIds]);
  return isOpen ? 'Somebody signs in to one of the two records already.' : null;
}

/** The person stays the same; an identifier that nobody had is theirs from now on. */
async function changeIdentifier(work: Work, pair: JoinPair): Promise<KnownPerson> {
  const { people, incoming } = work;
  const [before, after] = [await find(work, pair.retired), await find(work, pair.kept)];
  const person = before ?? after;
  if (person === null) throw new JoinHeld(unknownPrior);
  if (before !== null && after !== null && before.survivingId !== after.survivingId) {
    throw new JoinHeld(disagrees('Both identifiers are known, as two people’s: this is a merge, not a change of an identifier.'), {
      keptId: after.patientId,
      retiredId: before.patientId,
    });
  }
  const { nhsNumber, birthDate, localIdentifiers } = pair.kept;
  if (after === null && nhsNumber !== null && nhsNumber !== person.nhsNumber) {
    throw new JoinHeld(disagrees('The message gives a known person another NHS number.'), { keptId: person.patientId, retiredId: person.patientId });
  }
  if (birthDate !== null && !person.birthDate.startsWith(birthDate)) {
    throw new JoinHeld(held('patient-mismatch', 'The date of birth in PID-7 disagrees with the one on record.'));
  }
  await people.link(localIdentifiers, incoming.organisation, (after ?? person).patientId);
  return after ?? person;
}

async function part(work: Work, pair: JoinPair): Promise<KnownPerson> {
  const { joins, incoming, author, touched } = work;
  const [one, other] = [await find(work, pair.kept), await find(work, pair.retired)];
  if (one === null || other === null) throw new JoinHeld(unknownPerson);
  if (one.patientId === other.patientId) throw new JoinHeld(held('merge-unknown', 'Both PID segments name one record, which was never merged.'));
  if (one.survivingId !== other.survivingId) return one;

  const doubt = { keptId: one.patientId, retiredId: other.patientId };
  const isOfPair = (ids: { retiredId: string; survivingId: string }): boolean =>
    [one.patientId, other.patientId].includes(ids.retiredId) && [one.patientId, other.patientId].includes(ids.survivingId);
  const link = (await joins.linksOf(one.patientId)).find(isOfPair);
  if (link === undefined) throw new JoinHeld(disagrees('The two records were merged by way of a third one.'), doubt);
  if (link.organisation !== incoming.organisation) throw new JoinHeld(disagrees('The two records were merged by somebody else than this sender.'), doubt);
  await joins.undo(link.id, author);
  touched.add(one.patientId).add(other.patientId);
  return one;
}

/** The person whom these identifiers name; null when nobody. Throws JoinHeld when they disagree or are not the sender's to use. */
async function find({ people, incoming }: Work, claim: IdentityClaim): Promise<KnownPerson | null> {
  if (await isForeign(people, claim.otherAuthorities, incoming.organisation)) throw new JoinHeld(foreignNamespace);
  const byNumber = claim.nhsNumber === null ? null : await people.withNhsNumber(claim.nhsNumber);
  const byIdentifier = await people.withIdentifiers(claim.localIdentifiers);
  if (byNumber === null && byIdentifier.length === 0) return null;
  const match = matchPerson(claim, byNumber, byIdentifier);
  if (match.outcome === 'held') throw new JoinHeld(match);
  return match.outcome === 'known' ? match.person : null;
}

/** The surviving patient of a merge may be new, when the message says enough of them. */
async function create({ people, created }: Work, claim: IdentityClaim): Promise<KnownPerson> {
  const match = matchPerson(claim, null, []);
  if (match.outcome !== 'new') throw new JoinHeld(match.outcome === 'held' ? match : unknownPerson);
  const person = await people.create(match.person);
  created.add(person.patientId);
  return person;
}

async function resolved(people: People, person: KnownPerson): Promise<ResolveOutcome> {
  const { patientId, nhsNumber, birthDate } = person;
  return { outcome: 'resolved', patientId, recordIds: (await people.recordOf(patientId)).recordIds, nhsNumber, birthDate };
}

const disagrees = (reason: string): Held => held('merge-disagrees', reason);
const unknownPrior = held('patient-unknown', 'Nobody is known by the prior identifiers in MRG-1. Replay when a message has made them known.');
const unknownPerson = held('patient-unknown', 'Nobody is known by the identifiers in PID-3.');
const foreignNamespace = held('foreign-namespace', "The message names an identifier of another organisation's assigning authority, which this sender may not use.");
