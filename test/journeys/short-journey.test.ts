import { afterAll, beforeAll, describe, it } from 'vitest';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside, type Inside } from '../setup/inside.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';
import { takeShortJourney } from '../setup/short-journey.ts';

describe('OPS-1 the whole exchange as one process', () => {
  let exchange: ExchangeClient;
  let own: Inside;
  beforeAll(() => {
    exchange = sharedExchange();
    own = inside(exchange);
  });
  afterAll(() => own.close());

  it('takes a result from a hospital to its patient, a clinician of that hospital, and the access log (ING-1, RES-1, DOC-1, APT-1, ACS-4, ACS-6)', () => takeShortJourney(exchange, own));
});
