import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { describe, expect, it } from 'vitest';
import { fetchAhead } from './fetch-home.ts';

const now = '2026-11-23T12:00:00Z';

/** What the first page learns when the latest entry about an emergency is this one. */
async function ahead(action: string | null) {
  const asked: unknown[] = [];
  const ask = (async (_operation: unknown, variables: unknown) => {
    asked.push(variables);
    return { patient: { id: 'p', accessLog: { edges: action === null ? [] : [{ node: { id: '1', action } }] }, waitingReports: null, appointments: null } };
  }) as Ask; // answers are those of the one operation that is asked
  return { found: await fetchAhead(ask, 'p', now), asked };
}

describe('ACS-5 the first page tells a person that their record was opened in an emergency', () => {
  it('of the last 30 days, until they disputed it or it was looked into', async () => {
    const { found, asked } = await ahead('EMERGENCY_STARTED');
    expect(found).toEqual({ emergency: true, waiting: [], next: null });
    expect(asked).toEqual([{ patient: 'p', recently: '2026-10-24T12:00:00.000Z' }]);
    for (const later of ['EMERGENCY_DISPUTED', 'EMERGENCY_ANSWERED', null]) expect((await ahead(later)).found?.emergency).toBe(false);
  });
});
