import type { AccessContext } from '@cie/kit/access-context.ts';
import { describe, expect, it, vi } from 'vitest';
import { startProxyWarnings } from './proxy-warnings.ts';

const now = new Date('2026-11-22T12:00:00Z');

/** A sharing room that fails as often as it is told, and what was asked and complained about. */
function scene(failures: number) {
  const asked: { name: string; now: Date | undefined }[] = [];
  const complaints: string[] = [];
  const sharing = {
    command: async (name: string, _input: unknown, access?: AccessContext): Promise<unknown> => {
      asked.push({ name, now: access?.now });
      if (asked.length <= failures) throw new Error('The room does not answer.');
      return { said: 0 };
    },
  };
  const log = { warn: (_fields: object, message: string) => void complaints.push(message) };
  return { asked, complaints, options: { sharing, log, clock: () => now } };
}

describe('ACC-4 warnings before a review and an end', () => {
  it('are asked for at once, by the gateway’s clock, and end with the gateway', async () => {
    const { asked, complaints, options } = scene(0);
    const warnings = startProxyWarnings(options);
    await warnings.close();
    expect(asked).toEqual([{ name: 'proxy-warnings', now }]);
    expect(complaints).toEqual([]);
  });

  it('are asked for again and again, also after a room did not answer', async () => {
    const { asked, complaints, options } = scene(2);
    const warnings = startProxyWarnings({ ...options, every: 2 });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(3));
    await warnings.close();
    const count = asked.length;
    expect(complaints).toEqual(['proxies could not be warned', 'proxies could not be warned']);
    await new Promise((wake) => setTimeout(wake, 20));
    expect(asked).toHaveLength(count);
  });
});
