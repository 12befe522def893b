/** The part of oidc-provider 9 that the simulators use; the package ships no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { JWK } from 'jose';

  export interface Context {
    readonly req: IncomingMessage;
    readonly oidc: {
      readonly provider: Provider;
      readonly params?: Readonly<Record<string, unknown>>;
      readonly client?: { readonly clientId: string };
      readonly session?: { grantIdFor(clientId: string): string | undefined };
      readonly route?: string;
      readonly entities?: { readonly AuthorizationCode?: { readonly grantId?: string } };
      readonly result?: { readonly login?: object; readonly consent?: { readonly grantId?: string } };
    };
  }

  export interface Account {
    readonly accountId: string;
    claims(use: string, scope: string): Promise<Readonly<Record<string, unknown>> & { readonly sub: string }>;
  }

  export interface Interaction {
    readonly uid: string;
    readonly params: Readonly<Record<string, unknown>>;
  }

  export type InteractionResult =
    | { readonly login: { readonly accountId: string; readonly remember: boolean }; readonly consent: { readonly grantId: string } }
    | { readonly error: string; readonly error_description: string };

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface Configuration {
    readonly adapter: new (model: string) => object;
    readonly clients: readonly object[];
    readonly jwks: { readonly keys: readonly JWK[] };
    readonly scopes: readonly string[];
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly extraParams: readonly string[];
    readonly responseTypes: readonly string[];
    readonly clientAuthMethods: readonly string[];
    readonly enabledJWA: Readonly<Record<string, readonly string[]>>;
    readonly cookies: object;
    readonly features: Readonly<Record<string, { readonly enabled: boolean }>>;
    readonly pkce: { required(): boolean };
    readonly ttl: Readonly<Record<string, number>>;
    readonly interactions: { readonly policy: Policy; url(context: Context, interaction: Interaction): string };
    findAccount(context: Context, subject: string, token?: { readonly grantId?: string }): Promise<Account | undefined>;
    loadExistingGrant(context: Context): Promise<Grant | undefined>;
    renderError(context: { type: string; body: string }, out: Readonly<Record<string, string>>): Promise<void>;
  }

  export interface Session {
    readonly id: string;
    save(seconds: number): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    readonly Grant: { new (of: { accountId: string; clientId: string }): Grant; find(id: string): Promise<Grant | undefined> };
    readonly Session: new (payload: object) => Session;
    readonly AccessToken: { find(token: string): Promise<{ readonly grantId?: string } | undefined> };
    use(middleware: (context: { readonly oidc?: Context['oidc']; body: unknown }, next: () => Promise<void>) => Promise<void>): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: InteractionResult, options: { mergeWithLastSubmission: boolean }): Promise<void>;
  }

  export interface Policy {
    remove(prompt: string): void;
    add(prompt: interactionPolicy.Prompt, index: number): void;
  }

  export namespace interactionPolicy {
    class Check {
      constructor(reason: string, description: string, check: (context: Context) => boolean);
    }
    class Prompt {
      constructor(info: { name: string; requestable: boolean }, ...checks: Check[]);
    }
    function base(): Policy;
  }
}
