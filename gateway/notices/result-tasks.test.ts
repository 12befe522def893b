import type { AccessContext } from '@cie/kit/access-context.ts';
import { describe, expect, it, vi } from 'vitest';
import { startResultTasks } from './result-tasks.ts';

const now = new Date('2026-11-22T12:00:00Z');

describe('RES-4 tasks for results that nobody has opened', () => {
  it('are raised at once and again, also after the room did not answer', async () => {
    const asked: unknown[] = [];
    const complaints: string[] = [];
    const results = {
      command: async (name: string, _input: unknown, access?: AccessContext): Promise<unknown> => {
        asked.push([name, access?.now]);
        if (asked.length === 1) throw new Error('The room does not answer.');
        return { raised: 0 };
      },
    };
    const tasks = startResultTasks({ results, log: { warn: (_fields, message) => void complaints.push(message) }, clock: () => now, every: 2 });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2));
    await tasks.close();
    const count = asked.length;
    await new Promise((wake) => setTimeout(wake, 20));
    expect(asked).toHaveLength(count);
    expect(asked[0]).toEqual(['raise-result-tasks', now]);
    expect(complaints).toEqual(['tasks for unopened results could not be raised']);
  });
});
