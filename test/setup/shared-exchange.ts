import { inject } from 'vitest';
import { reachExchange, type ExchangeClient } from './exchange.ts';

/** The exchange that all journeys of a run share. */
export function sharedExchange(): ExchangeClient {
  return reachExchange(inject('exchange'));
}
