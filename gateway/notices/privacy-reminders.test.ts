import type { AccessContext } from '@cie/kit/access-context.ts';
import { describe, expect, it, vi } from 'vitest';
import { startPrivacyReminders } from './privacy-reminders.ts';

const now = new Date('2026-11-22T12:00:00Z');

describe('ACS-5 reminders of answers that are due', () => {
  it('are asked for at once and again, also after a room did not answer, and end with the gateway', async () => {
    const asked: (readonly [string, Date | undefined])[] = [];
    const complaints: string[] = [];
    const sharing = {
      command: async (name: string, _input: unknown, access?: AccessContext): Promise<unknown> => {
        asked.push([name, access?.now]);
        if (asked.length === 1) throw new Error('The room does not answer.');
        return { due: 0 };
      },
    };
    const reminders = startPrivacyReminders({ sharing, log: { warn: (_fields, message) => void complaints.push(message) }, clock: () => now, every: 2 });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2));
    await reminders.close();
    expect(asked[0]).toEqual(['privacy-reminders', now]);
    expect(complaints).toEqual(['the privacy officer could not be reminded']);
  });
});
