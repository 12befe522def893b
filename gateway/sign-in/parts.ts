import type { RoomLinks } from '@cie/kit/room.ts';
import type { Graph } from '../graph/graph.ts';
import type { Courier } from '../notices/courier.ts';
import type { Attempt, AttemptStore, ProviderName } from './attempt.store.ts';
import type { PageSender } from '../pages/page.ts';
import type { KnownDeviceStore } from './known-device.store.ts';
import type { PendingStore } from './pending.store.ts';
import type { RedemptionCodeStore } from './redemption-code.store.ts';
import type { RegistrationRooms } from './registration-link.ts';
import type { ArrivalStore } from './professionals/arrival.store.ts';
import type { VouchedProfessional } from './professionals/vouched-professional.ts';
import type { Person } from './session.store.ts';
import type { CookieSessions } from './sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';

/** A trust's own way in, as the page where people choose names it. */
export interface TrustWayIn {
  readonly provider: ProviderName;
  readonly name: string;
}

/** One way in: from an attempt to a person. */
export interface SignInProvider {
  /** Where to send the browser; `extra` wins over the parameters of the provider's profile. */
  authorizationAddress(attempt: Attempt & { state: string }, extra?: Readonly<Record<string, string>>): Promise<URL>;
  /** The person whom the provider's answer proves; a professional still has to come to one role. Throws when anything about the answer is wrong. */
  identify(attempt: Attempt, state: string, query: URLSearchParams): Promise<Person | VouchedProfessional>;
}

/** What the routes of sign-in work with, built once at start-up. */
export interface SignInParts {
  readonly attempts: AttemptStore;
  readonly codes: RedemptionCodeStore;
  readonly pending: PendingStore;
  readonly arrivals: ArrivalStore;
  readonly devices: KnownDeviceStore;
  readonly throttle: Throttle;
  readonly rooms: RegistrationRooms & Pick<RoomLinks, 'sharing'>;
  readonly sessions: CookieSessions;
  /** Runs a registered operation for the person who is signed in. */
  readonly execute: Graph['execute'];
  /** Drained by who ends sessions or closes sharing, before they answer. */
  readonly courier: Pick<Courier, 'drain'>;
  readonly providers: ReadonlyMap<ProviderName, SignInProvider>;
  /** Trusts with a provider of their own. */
  readonly trusts: readonly TrustWayIn[];
  readonly pages: PageSender;
  /** Scheme, host and port of the exchange itself. */
  readonly ownOrigin: string;
  readonly clock: () => Date;
}
