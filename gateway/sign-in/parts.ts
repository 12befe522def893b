import type { Attempt, AttemptStore, ProviderName } from './attempt.store.ts';
import type { PageSender } from '../pages/page.ts';
import type { RedemptionCodeStore } from './redemption-code.store.ts';
import type { Person } from './session.store.ts';
import type { CookieSessions } from './sessions.ts';

/** One way in: from an attempt to a person. */
export interface SignInProvider {
  authorizationAddress(attempt: Attempt & { state: string }): Promise<URL>;
  /** The person whom the provider's answer proves. Throws when anything about the answer is wrong. */
  identify(attempt: Attempt, state: string, query: URLSearchParams): Promise<Person>;
}

/** What the routes of sign-in work with, built once at start-up. */
export interface SignInParts {
  readonly attempts: AttemptStore;
  readonly codes: RedemptionCodeStore;
  readonly sessions: CookieSessions;
  readonly providers: Readonly<Record<ProviderName, SignInProvider>>;
  readonly pages: PageSender;
  /** Scheme, host and port of the exchange itself. */
  readonly ownOrigin: string;
  readonly clock: () => Date;
}
