import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { proxyRequestsQuery, requestProxyMutation } from './operations.ts';
import type { ProxyRequestInput, ProxyRequestsQuery } from './operations.ts';

export type ProxyRequest = NonNullable<ProxyRequestsQuery['me']>['proxyRequests'][number];

/** The reader's own requests to act for others, newest first; null when signed out. */
export async function fetchProxyRequests(ask: Ask): Promise<readonly ProxyRequest[] | null> {
  return (await ask(proxyRequestsQuery, {})).me?.proxyRequests ?? null;
}

/** Asks to act for somebody. Throws AskError 'refused' with what to correct. */
export async function requestProxy(ask: Ask, input: ProxyRequestInput): Promise<void> {
  await ask(requestProxyMutation, { input });
}
