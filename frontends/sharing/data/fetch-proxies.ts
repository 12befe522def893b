import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { proxiesQuery, resumeProxyMutation, suspendProxyMutation } from './operations.ts';
import type { ProxiesQuery, ProxyState } from './operations.ts';

export type Proxy = NonNullable<NonNullable<ProxiesQuery['patient']>['proxies']>[number];

/** Everybody who acts, or asks to act, for the reader; null when it is not their own record. */
export async function fetchProxies(ask: Ask, patient: string): Promise<readonly Proxy[] | null> {
  return (await ask(proxiesQuery, { patient })).patient?.proxies ?? null;
}

/** Stops somebody who acts for the reader, or objects to their request; it works on their next request. */
export async function suspendProxy(ask: Ask, id: string): Promise<void> {
  await ask(suspendProxyMutation, { id });
}

/** Lifts what the reader had stopped; how it stands then, which the support desk or a birthday may decide. */
export async function resumeProxy(ask: Ask, id: string): Promise<ProxyState> {
  return (await ask(resumeProxyMutation, { id })).resumeProxy.state;
}
