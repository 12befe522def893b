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
  read(form: URLSearchParams, params: Readonly<Record<string, unknown>>): SimulatedSignIn | 'refused' | { readonly problem: string };
}
