import type { Pool } from 'pg';
import { errorKind } from '@cie/kit/errors.ts';
import { FhirRefused, refused } from '@cie/kit/fhir/fhir-refused.ts';
import type { FeedLog } from '../feed-log.ts';
import { GroupCommit } from '../group-commit.ts';
import { HELD_SENDER_OFF } from '../judge-arrival.ts';
import { storeMessages, type NewMessage, type StoredMessage, type Verdict } from '../inbox.store.ts';
import { batchAnswer, pieceAnswer, refusalAnswer, type FhirAnswer, type PieceOutcome } from './fhir-answer.ts';
import { keysAt, storeFhir, type NewFhirMessage } from './fhir-inbox.store.ts';
import { addressesOf, arrivalOf, controlIdOf, eventOf, keyOfAddress, MOST_PEOPLE, peopleNamed } from './fhir-message.ts';
import { requireAgreed, type FhirClaim, type FhirSender, type FhirSenders } from './fhir-sender.ts';
import { refusedMessage } from './refused-fhir.ts';
import { readFhirRequest, readRoot, type FhirPiece, type FhirTarget } from './read-fhir-request.ts';

export interface FhirReceiver {
  /** Stores what was sent, then answers. Never rejects: our own faults are answered 503. */
  receive(bytes: Uint8Array, target: FhirTarget, claim: FhirClaim): Promise<FhirAnswer>;
}

export interface FhirReceiverParts {
  readonly database: Pool;
  readonly senders: FhirSenders;
  readonly log: FeedLog;
  /** Address of the exchange, for locations. */
  readonly publicUrl: string;
  readonly onQueued: () => void;
}

const groups = { most: 200, heaviest: 16_000_000, weigh: ({ arrival }: NewMessage) => arrival.bytes.byteLength };
const QUEUED: Verdict = { acknowledged: 'AA', state: 'queued', code: null, reason: null };
export const HELD_UNKNOWN_FHIR_SENDER = { code: 'unknown-sender', reason: 'No sender is registered under this name. Register it (application FHIR or *), then replay.' };

/** What takes FHIR in: the message is committed before anything is answered (ING-1, ING-3). */
export function createFhirReceiver(parts: FhirReceiverParts): FhirReceiver {
  const { database, senders, log, publicUrl, onQueued } = parts;

  // Many senders share one flush to disk, as in receiver.ts.
  const commits = new GroupCommit<NewFhirMessage, StoredMessage>((group) => storeFhir(database, group), groups);
  const refusals = new GroupCommit<NewMessage, StoredMessage>((group) => storeMessages(database, group), groups);

  async function receive(bytes: Uint8Array, target: FhirTarget, claim: FhirClaim): Promise<FhirAnswer> {
    let sender: FhirSender | null = null;
    try {
      const read = once(() => readRoot(bytes));
      sender = await senders.identify(claim, read);
      const request = readFhirRequest(bytes, read(), target);
      if (request.kind === 'one') {
        const [outcome] = await store([request.piece], sender);
        if (outcome instanceof FhirRefused) throw outcome;
        if (outcome === undefined) throw new Error('A message was stored without an outcome.');
        return pieceAnswer(outcome, publicUrl);
      }
      const pieces = request.entries.flatMap((entry) => (entry instanceof FhirRefused ? [] : [entry]));
      const outcomes = [...(await store(pieces, sender))];
      return batchAnswer(request.entries.map((entry) => (entry instanceof FhirRefused ? entry : (outcomes.shift() ?? refused('not-stored', 503, 'transient', UNAVAILABLE)))), publicUrl);
    } catch (error) {
      if (!(error instanceof FhirRefused)) {
        log.warn({ error: errorKind(error) }, 'FHIR message not stored');
        return refusalAnswer(refused('unavailable', 503, 'transient', UNAVAILABLE));
      }
      return sender === null ? refusalAnswer(error) : keepRefused(bytes, target, sender, error);
    }
  }

  /** Stores pieces; what may not be stored is an outcome of its own. */
  async function store(pieces: readonly FhirPiece[], sender: FhirSender): Promise<readonly (PieceOutcome | FhirRefused)[]> {
    const outcomes = await Promise.all(pieces.map(async (piece): Promise<PieceOutcome | FhirRefused> => {
      const message = await newMessage(piece, sender);
      return message instanceof FhirRefused ? message : { piece, sender: sender.key, controlId: message.arrival.controlId, stored: await commits.add(message) };
    }));
    note(outcomes);
    return outcomes;
  }

  async function newMessage(piece: FhirPiece, sender: FhirSender): Promise<NewFhirMessage | FhirRefused> {
    const { key, configured } = sender;
    try {
      requireAgreed(piece, configured);
      const { keys, elsewhere } = peopleNamed(piece.bundle);
      if (keys.length + elsewhere.length > MOST_PEOPLE) throw refused('too-many-people', 413, 'too-costly', `names more than ${MOST_PEOPLE} people. Send it in parts.`, 'Bundle.entry');
      const known = await keysAt(database, key, elsewhere);
      const orderKeys = [...new Map([...keys, ...elsewhere.map((address) => known.get(address) ?? keyOfAddress(key, address))].map((each) => [each.toString('base64'), each])).values()];
      const verdict: Verdict = configured === null ? { acknowledged: 'AA', state: 'held', ...HELD_UNKNOWN_FHIR_SENDER } : configured.enabled ? QUEUED : { acknowledged: 'AA', state: 'held', ...HELD_SENDER_OFF };
      return { arrival: arrivalOf(piece, sender, orderKeys), verdict, organisation: configured?.organisation ?? null, addresses: addressesOf(piece, key, controlIdOf(piece)) };
    } catch (error) {
      if (error instanceof FhirRefused) return error;
      throw error;
    }
  }

  async function keepRefused(bytes: Uint8Array, target: FhirTarget, sender: FhirSender, refusal: FhirRefused): Promise<FhirAnswer> {
    try {
      await refusals.add(refusedMessage({ bytes, target, sender, refusal }));
      return refusalAnswer(refusal);
    } catch (error) {
      log.warn({ error: errorKind(error) }, 'refused FHIR message not stored');
      return refusalAnswer(refused('unavailable', 503, 'transient', UNAVAILABLE));
    }
  }

  function note(outcomes: readonly (PieceOutcome | FhirRefused)[]): void {
    const stored = outcomes.flatMap((each): { event: string; stored: StoredMessage }[] => (each instanceof FhirRefused ? [] : [{ event: eventOf(each.piece), stored: each.stored }]));
    if (stored.some((each) => each.stored.state === 'queued')) onQueued();
    for (const each of stored.filter(({ stored: { state } }) => state !== 'queued' && state !== 'applied')) log.info({ event: each.event, state: each.stored.state, code: each.stored.code ?? undefined }, 'message kept aside');
  }

  return { receive };
}

export const UNAVAILABLE = 'The exchange could not store the message now. Nothing is wrong with it: send it again later.';

/** Parses once: a large body costs time. A refusal is said again each time. */
function once<T>(read: () => T): () => T {
  let done: { readonly value: T } | null = null;
  return () => (done ??= { value: read() }).value;
}
