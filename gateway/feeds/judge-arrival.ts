import type { Verdict } from './inbox.store.ts';
import type { Arrival, Refusal } from './read-arrival.ts';
import type { ConfiguredSender, SenderKey } from './sender.ts';

/** What is known of who sends, apart from what the message says of itself. */
export interface Caller {
  /** SHA-256 fingerprint of the client certificate; null over a connection without TLS. */
  readonly certificate: string | null;
  /** The sender whose own token was shown; null when none was. */
  readonly token: SenderKey | null;
  /** Message types (MSH-9.1) that this way in takes; null for all. */
  readonly types: readonly string[] | null;
  /** Whether it could have shown a token: over HTTP, a sender with a token of its own has to. */
  readonly canShowToken: boolean;
}

/** Whoever reaches the port, on a machine or in a network where that proves enough. */
export const anyCaller: Caller = { certificate: null, token: null, types: null, canShowToken: false };

const QUEUED: Verdict = { acknowledged: 'AA', state: 'queued', code: null, reason: null };

/** What can be told of a message without a room; what the rooms say follows when it is dispatched. `sender` is whom MSH-3 and MSH-4 claim. */
export function judgeArrival(arrival: Pick<Arrival, 'event' | 'refusal'>, sender: ConfiguredSender | null, caller: Caller): Verdict {
  if (arrival.refusal !== null) return refuse(arrival.refusal);
  const [type = ''] = arrival.event.split('^');
  if (caller.types !== null && !caller.types.includes(type)) return refuse(WRONG_PORT);
  const unproved = whyUnproved(sender, caller);
  if (unproved !== null) return refuse(unproved);
  if (sender === null) return hold(HELD_UNKNOWN_SENDER);
  if (!sender.enabled) return hold(HELD_SENDER_OFF);
  if (sender.events.length > 0 && !sender.events.includes(arrival.event)) return refuse(EVENT_NOT_AGREED);
  return QUEUED;
}

/**
 * Abuse case 23: MSH-3 and MSH-4 are only a claim. A certificate or a token must be the claimed sender's; a sender nobody registered
 * has none, and holding its message would let a stranger's word be replayed once somebody registers that name.
 */
function whyUnproved(sender: ConfiguredSender | null, { certificate, token, canShowToken }: Caller): typeof NOT_ITS_CERTIFICATE | null {
  if (token !== null) return sender?.application === token.application && sender.facility === token.facility ? null : NOT_ITS_TOKEN;
  if (certificate !== null) return sender?.certificates.includes(certificate) === true ? null : NOT_ITS_CERTIFICATE;
  if (sender === null) return null;
  if (canShowToken && sender.hasToken) return TOKEN_MISSING;
  return sender.certificates.length > 0 ? CERTIFICATE_MISSING : null;
}

/** Also what the dispatcher says of a message that was queued before its sender was removed. */
export const HELD_UNKNOWN_SENDER = { code: 'unknown-sender', reason: 'No sender is registered for this MSH-3 and MSH-4. Register it, then replay.' };
export const HELD_SENDER_OFF = { code: 'sender-off', reason: 'This sender is switched off. Switch it on, then replay.' };
export const HELD_SENDER_MOVED = { code: 'sender-moved', reason: 'The message came for another organisation than its sender speaks for now. Set the sender right, then replay; or close it, and have it sent again under a new id.' };
export const HELD_UNSUPPORTED_EVENT = { code: 'unsupported-event', reason: 'This exchange keeps messages of this event but cannot apply them. Replay when it can.' };

const WRONG_PORT = { code: 'wrong-port', reason: 'This port does not take messages of this type (MSH-9.1). Send it to the port of its type.' };
const NOT_ITS_CERTIFICATE = { code: 'sender-not-proved', reason: 'The client certificate is not one of the sender that MSH-3 and MSH-4 name. Correct them, or ask the exchange to register the certificate.' };
const CERTIFICATE_MISSING = { code: 'sender-not-proved', reason: 'The sender that MSH-3 and MSH-4 name sends with a client certificate. Use the TLS port.' };
const TOKEN_MISSING = { code: 'sender-not-proved', reason: 'The sender that MSH-3 and MSH-4 name has a token of its own. Show that one.' };
const NOT_ITS_TOKEN = { code: 'sender-not-proved', reason: 'The token is not that of the sender that MSH-3 and MSH-4 name.' };
const EVENT_NOT_AGREED = { code: 'event-not-agreed', reason: 'This sender was not registered for this message type and event (MSH-9). Ask the exchange to add it.' };

function refuse({ code, reason }: Pick<Refusal, 'code' | 'reason'>): Verdict {
  return { acknowledged: 'AR', state: 'refused', code, reason };
}

function hold(why: { code: string; reason: string }): Verdict {
  return { acknowledged: 'AA', state: 'held', ...why };
}
