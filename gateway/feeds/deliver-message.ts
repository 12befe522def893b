import type { FiledMessage, IncomingMessage, KnownPatient } from '@cie/kit/feed.ts';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { routeOfEvent } from './event-route.ts';
import { readFilingOutcome, readResolveOutcome } from './filing-outcome.ts';
import { HELD_SENDER_MOVED, HELD_SENDER_OFF, HELD_UNKNOWN_SENDER, HELD_UNSUPPORTED_EVENT } from './judge-arrival.ts';
import type { ConfiguredSender } from './sender.ts';
import type { SenderDirectory } from './sender-directory.ts';

export type Delivery =
  | { readonly state: 'applied' }
  | { readonly state: 'held'; readonly code: string; readonly reason: string };

export interface DeliveryParts {
  readonly rooms: RoomLinks;
  readonly senders: SenderDirectory;
  /** Who was made known to sharing already, so that a long history tells it once. */
  readonly known: Set<string>;
}

const APPLIED: Delivery = { state: 'applied' };
/** People remembered as known to sharing; telling again is harmless. */
const MOST_KNOWN = 10_000;

/**
 * Takes one stored message through the rooms: identity says whose it is, sharing learns of the person, the room
 * that owns the event files it. Each step may be repeated without effect. Throws what a room throws.
 */
export async function deliverMessage(
  { rooms, senders, known }: DeliveryParts,
  stored: { readonly id: string; readonly event: string; readonly organisation: string | null; readonly receivedAt: Date; readonly raw: Uint8Array },
): Promise<Delivery> {
  const message = parseHl7(decodeHl7(stored.raw));
  const sender = await senders.find(message.field('MSH', 3).text, message.field('MSH', 4).text);
  if (sender === null) return { state: 'held', ...HELD_UNKNOWN_SENDER };
  if (hasMoved(stored, sender)) return { state: 'held', ...HELD_SENDER_MOVED };
  if (!sender.enabled) return { state: 'held', ...HELD_SENDER_OFF };
  const route = routeOfEvent(stored.event);
  if (route === 'outside') return { state: 'held', ...HELD_UNSUPPORTED_EVENT };

  const incoming: IncomingMessage = {
    id: stored.id,
    organisation: sender.organisation,
    assigningAuthorities: sender.assigningAuthorities,
    receivedAt: stored.receivedAt.toISOString(),
    text: message.segments.map((segment) => segment.raw).join('\r'),
    sender: { zone: sender.zone, defaultLabel: sender.defaultLabel, sites: sender.sites },
  };
  const resolved = readResolveOutcome(await rooms.identity.command('resolve', incoming));
  if (resolved.outcome === 'held') return { state: 'held', code: resolved.code, reason: resolved.reason };

  const { patientId, recordIds, nhsNumber, birthDate } = resolved;
  await makeKnown({ rooms, known }, { patientId, nhsNumber, birthDate, organisation: sender.organisation });
  if (route === 'identity') return APPLIED;

  const filed: FiledMessage = { ...incoming, patientId, recordIds };
  const outcome = readFilingOutcome(await rooms[route].command('apply', filed));
  return outcome.outcome === 'held' ? { state: 'held', code: outcome.code, reason: outcome.reason } : APPLIED;
}

/** Whether a message came for another organisation than its sender speaks for now: it is filed for neither (abuse case 23). */
export function hasMoved(stored: { readonly organisation: string | null }, sender: Pick<ConfiguredSender, 'organisation'>): boolean {
  return stored.organisation !== null && stored.organisation !== sender.organisation;
}

export async function makeKnown({ rooms, known }: Pick<DeliveryParts, 'rooms' | 'known'>, person: KnownPatient): Promise<void> {
  const key = JSON.stringify([person.patientId, person.nhsNumber, person.birthDate, person.organisation]);
  if (known.has(key)) return;
  await rooms.sharing.command('know-patient', person);
  if (known.size >= MOST_KNOWN) known.clear();
  known.add(key);
}
