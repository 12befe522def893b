import type { AccessContext } from '@cie/kit/access-context.ts';
import { describe, expect, it, vi } from 'vitest';
import { startRecordsReminders } from './records-reminders.ts';

const now = new Date('2026-11-23T12:00:00Z');

describe('SAR-1 the records team is reminded', () => {
  it('at once, by the gateway’s clock, and again after sharing did not answer', async () => {
    const asked: unknown[] = [];
    const complaints: string[] = [];
    const sharing = {
      command: async (name: string, _input: unknown, access?: AccessContext): Promise<unknown> => {
        asked.push([name, access?.now, access?.viewer]);
        if (asked.length === 1) throw new Error('The room does not answer.');
        return { said: 0 };
      },
    };
    const reminders = startRecordsReminders({ sharing, log: { warn: (_fields, message) => void complaints.push(message) }, clock: () => now, every: 2 });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1));
    await reminders.close();
    expect(asked[0]).toEqual(['records-reminders', now, null]);
    expect(complaints).toEqual(['the records team could not be reminded']);
  });
});
