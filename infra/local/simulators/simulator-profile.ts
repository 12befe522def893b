import type { Html } from '@cie/gateway/pages/html.ts';

/** Somebody who signs in at a simulated provider, with the claims that the provider would know of them. */
export interface SimulatedSignIn {
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What makes one provider out of the general simulator. */
export interface SimulatorProfile {
  readonly title: string;
  /** Part of the cookie names: the simulators share one host, and cookies know no ports. */
  readonly name: string;
  /** Scope → the claims it opens; those of `openid` go into the ID token. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** Parameters of the authorization request beyond those of OpenID Connect. */
  readonly extraParams: readonly string[];
  /** The page's content: whom to sign in as. Every form posts to `action`. */
  choices(action: string, params: Readonly<Record<string, unknown>>): Html;
  /** Reads the posted form; a text says what is wrong with it. */
  read(form: URLSearchParams, params: Readonly<Record<string, unknown>>): SimulatedSignIn | 'refused' | 'unavailable' | { readonly problem: string };
  /** An app whose people are signed in with this provider and may be handed over to the exchange. */
  readonly app?: SimulatedApp;
}

/** An app that opens the exchange for a person who is signed in there. */
export interface SimulatedApp {
  readonly title: string;
  /** Path of the exchange that it opens, and the parameter of that address that carries its token. */
  readonly handOverPath: string;
  readonly tokenParameter: string;
  /** Parameter of the authorization request in which the exchange sends the token on. */
  readonly authorizationParameter: string;
  /** The page's content: as whom to open the exchange. Every form posts to `action`. */
  choices(action: string): Html;
  /** Whom to hand over, and whether the provider will know them without asking; null when the form names nobody. */
  read(form: URLSearchParams): { readonly signIn: SimulatedSignIn; readonly isKnown: boolean } | null;
}
