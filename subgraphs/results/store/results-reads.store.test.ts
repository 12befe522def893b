import type { RoomReader } from '@cie/kit/database/room-reader.ts';
import { EntityManager } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { createResultsReads } from './results-reads.store.ts';

describe('RES-1 a page of reports', () => {
  it('reads the tests of all its reports, and each of their fields, in one query', async () => {
    const asked: unknown[] = [];
    const manager = Object.create(EntityManager.prototype, {
      query: { value: (_sql: string, parameters: readonly unknown[]) => Promise.resolve(asked.push(parameters[1]) > 0 ? [{ reportId: 'r2' }] : []) },
    }) as EntityManager; // Only `query` is called on it.
    const reader: RoomReader = { read: (_patient, query) => query(manager) };
    const reads = createResultsReads(reader, { current: 'a', keys: new Map() });
    const patient = { id: 'p', ids: ['p'], passes: [] };

    const found = await Promise.all(['r1', 'r2', 'r3', 'r2'].map((id) => reads.observations(patient, id)));
    expect(asked).toEqual([['r1', 'r2', 'r3']]);
    expect(found.map((each) => each.length)).toEqual([0, 1, 0, 1]);
  });
});
