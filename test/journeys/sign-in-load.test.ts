import { describe, expect, it } from 'vitest';
import { sandboxPeople } from '@cie/local/simulators/sandbox-people.ts';
import { sharedExchange } from '../setup/shared-exchange.ts';
import { measureUnderSignIns } from '../speed/record-query.ts';

describe.skipIf(process.platform !== 'linux')('REG-7 hashing of passwords', () => {
  it('does not delay a record query while fifty people at once sign in', async () => {
    const { idle, during, signInsPerSecond, busy } = await measureUnderSignIns(sharedExchange(), sandboxPeople[0]?.nhsNumber ?? '', { lanes: 2, seconds: 4, warmUp: 60 });
    console.log(
      `record query: idle p50 ${idle.p50.toFixed(1)} p99 ${idle.p99.toFixed(1)} ms; with ${signInsPerSecond.toFixed(0)} sign-ins a second p50 ${during.p50.toFixed(1)} p99 ${during.p99.toFixed(1)} ms; ` +
      `ratio p50 × ${(during.p50 / idle.p50).toFixed(2)}, p99 × ${(during.p99 / idle.p99).toFixed(2)}; told to try again: ${busy}`,
    );
    expect(signInsPerSecond, 'sign-ins a second').toBeGreaterThan(0.5);
    // Fifty hashes in the request's way would be more than a second. The rest is what fifty connections cost, on any machine.
    expect(during.p50, 'median in milliseconds').toBeLessThan(Math.max(idle.p50 * 6, 150));
    expect(during.p99, 'p99 in milliseconds').toBeLessThan(Math.max(idle.p99 * 10, 600));
  });
});
