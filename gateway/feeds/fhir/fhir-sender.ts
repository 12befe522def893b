import type { Pool } from 'pg';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirRefused, refused } from '@cie/kit/fhir/fhir-refused.ts';
import { recordRooms } from '@cie/kit/names.ts';
import { routeOfEvent } from '../event-route.ts';
import type { SenderDirectory } from '../sender-directory.ts';
import { hashOfToken, type ConfiguredSender, type SenderKey } from '../sender.store.ts';
import { roomOfType } from './fhir-types.ts';
import type { FhirPiece } from './read-fhir-request.ts';

/** What a request shows of who sends it. */
export interface FhirClaim {
  /** The bearer token; null when none was shown. */
  readonly token: string | null;
  /** `x-cie-sender`: `application|facility`, or the facility alone. Counts in a sandbox only. */
  readonly name: string | null;
}

/** Whose message it is, as the inbox keeps it, with what staff have set; null for a stranger in a sandbox. */
export interface FhirSender extends SenderKey {
  /** `application|facility`: the namespace of its ids. Never cut apart again. */
  readonly key: string;
  readonly configured: ConfiguredSender | null;
}

export interface FhirSenders {
  /** By token; in a sandbox also by what the request or the message calls itself. Throws FhirRefused (401) for nobody. */
  identify(claim: FhirClaim, read: () => FhirElement): Promise<FhirSender>;
  /** The same as far as the request alone tells, before its body is read; null where only a message can say it. Throws FhirRefused (401). */
  prove(claim: FhirClaim): Promise<FhirSender | null>;
}

/** A token proves a sender (abuse case 23); a name proves nothing, so it counts where anyone may send anyway. */
export function fhirSenders(database: Pool, directory: SenderDirectory, isSandbox: boolean): FhirSenders {
  async function byToken(token: string): Promise<FhirSender> {
    const { rows: [key] } = await database.query<SenderKey>('select application, facility from feed_sender where token_sha256 = $1', [hashOfToken(token)]);
    const configured = key === undefined ? null : await directory.find(key.application, key.facility);
    if (configured === null) throw refused('unknown-token', 401, 'login', 'The token is not one of a registered sender. Ask the exchange for one.');
    return known(configured);
  }

  async function byName(names: readonly string[]): Promise<FhirSender> {
    for (const name of names) {
      const [facility = '', application = 'FHIR'] = name.split('|').toReversed();
      const configured = await directory.find(application, facility);
      if (configured !== null) {
        // Whoever has a certificate or token would be impersonated by a name.
        if (configured.certificates.length > 0 || configured.hasToken) throw refused('sender-not-proved', 401, 'login', 'This sender proves itself. Send its token.');
        return known(configured);
      }
    }
    return { ...senderOf({ application: 'FHIR', facility: (names[0] ?? '').replaceAll(/[|\p{Cc}]/gu, ' ').slice(0, 200) }), configured: null };
  }

  async function prove({ token }: FhirClaim): Promise<FhirSender | null> {
    if (token !== null) return byToken(token);
    if (!isSandbox) throw refused('token-missing', 401, 'login', 'This address takes messages only from senders that show their token. Ask the exchange for one.');
    return null;
  }

  return {
    prove,
    // Asked again after the body: a token can be replaced while it comes in.
    identify: async (claim, read) => (await prove(claim)) ?? byName(claim.name === null ? namesOrNone(read) : [claim.name]),
  };
}

/** What cannot be read names nobody; what is wrong with it is said when it is checked. */
function namesOrNone(read: () => FhirElement): readonly string[] {
  try {
    return namesIn(read());
  } catch (error) {
    if (error instanceof FhirRefused) return [];
    throw error;
  }
}

function known(configured: ConfiguredSender): FhirSender {
  return { ...senderOf(configured), configured };
}

function senderOf({ application, facility }: SenderKey): Omit<FhirSender, 'configured'> {
  return { key: `${application}|${facility}`, application, facility };
}

/** What a message calls its sender: MessageHeader.source, `meta.source`, or the organisation that its header names. */
function namesIn(root: FhirElement): readonly string[] {
  const resources = root.type === 'Bundle' ? root.elements('entry').flatMap((entry) => entry.element('resource') ?? []) : [root];
  const header = resources.find((each) => each.type === 'MessageHeader');
  const source = header?.element('source');
  const sender = header?.element('sender')?.text('reference') ?? null;
  const organisation = root.elements('entry').find((entry) => entry.text('fullUrl') === sender)?.element('resource');
  return [source?.text('name'), source?.text('endpoint'), root.element('meta')?.text('source'), ...(organisation?.elements('identifier').map((each) => each.text('value')) ?? [])].flatMap((each) => each ?? []);
}

/** A sender registered for some HL7 v2 events may send the FHIR types of the rooms that those events go to, and people. Throws FhirRefused. */
export function requireAgreed(piece: FhirPiece, sender: ConfiguredSender | null): void {
  if (sender === null || sender.events.length === 0) return;
  const rooms = agreedRooms(sender);
  const other = piece.bundle.entries.find(({ resource }) => !['identity', ...rooms].includes(roomOfType(resource.type) ?? 'identity'));
  if (other !== undefined) throw refused('type-not-agreed', 403, 'not-supported', 'is of a type that this sender was not registered for. Ask the exchange to add it.', other.resource.path);
}

/** Rooms that the events of a sender go to; all where none are listed. */
export function agreedRooms({ events }: Pick<ConfiguredSender, 'events'>): readonly string[] {
  return events.length === 0 ? recordRooms : [...new Set(events.map(routeOfEvent))];
}
