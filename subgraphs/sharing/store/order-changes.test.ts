import { randomUUID } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessActions } from '../domain/access-entry.ts';
import { decideUntilUnchanged } from '../domain/open-record.ts';
import { startSharing } from '../start.ts';

let service: Client;
beforeAll(async () => {
  const server = await openRoomServer();
  await (await startSharing(server.settings)).close();
  service = await server.connect('sharing', 'service');
});
afterAll(() => service.end());

const append = async (patient: string, action: string): Promise<string> => (await service.query<{ seq: string }>('select log_access($1, now(), $2) as seq', [patient, JSON.stringify({ action })])).rows[0]?.seq ?? '';

const mint = (patient: string, known?: string | Readonly<Record<string, string>>, more: object = {}) => {
  const opening = { door: 'invited', labels: '0', organisations: '*', delayed: 'n', until: null };
  const request = { patient, viewer: randomUUID(), request: 'r', entry: { action: 'read' }, rooms: ['results'], members: [{ patient, openings: [opening] }], ...(known === undefined ? {} : { known: typeof known === 'string' ? { [patient]: known } : known }), ...more };
  return service.query("select passes from pass.mint($1, now(), '30 seconds')", [JSON.stringify([request])]);
};

const lengthOf = async (patient: string): Promise<number> => Number((await service.query<{ seq: string }>('select seq from access_log_head where patient_id = $1', [patient])).rows[0]?.seq ?? 0);

describe('ACS-3, abuse case 10: no pass by a decision from before a change', () => {
  /** What can come between a decision and its pass without taking anything from anybody. */
  const harmless = new Set([
    'read', 'viewed-as', 'downloaded', 'calendar-read', 'log-downloaded', 'refused', 'changed', 'invited', 'invitation-accepted', 'summary-shared', 'summary-opened', 'summary-stopped',
    'emergency-started', 'reason-stated', 'request-received', 'request-previewed', 'proxy-requested', 'proxy-started', 'proxy-resumed',
  ]);

  it.each(accessActions)('%s between decision and pass', async (action) => {
    const patient = randomUUID();
    const known = await append(patient, 'read');
    await append(patient, action);
    const minted = mint(patient, known).then(({ rows }) => rows.length, (error: unknown): unknown => Reflect.get(Object(error), 'code'));
    expect(await minted).toBe(harmless.has(action) ? 1 : 'CR002');
    // What was refused left no entry either: the log names passes that were made.
    expect(await lengthOf(patient)).toBe(harmless.has(action) ? 3 : 2);
  });

  it('goes by the chain of that person alone, and by nothing that was known before', async () => {
    const [patient, other] = [randomUUID(), randomUUID()];
    await append(patient, 'invitation-revoked');
    const known = await append(patient, 'invitation-revoked');
    await append(other, 'invitation-revoked');
    expect((await mint(patient, known)).rows).toHaveLength(1);
    expect((await mint(randomUUID(), '0')).rows).toHaveLength(1);
  });
});

describe('deciding anew', () => {
  const changed = new CieError('SHARING_CHANGED', 'changed');
  const failing = (times: number, error: Error) => {
    let [asked, forgotten] = [0, 0];
    const answer = decideUntilUnchanged(async () => {
      asked += 1;
      if (asked <= times) throw error;
      return 'open';
    }, () => { forgotten += 1; });
    return answer.then((open) => [open, asked, forgotten], () => ['refused', asked, forgotten]);
  };

  it('happens up to twice, each time by what is found anew, and only for that reason', async () => {
    expect(await failing(0, changed)).toEqual(['open', 1, 0]);
    expect(await failing(2, changed)).toEqual(['open', 3, 2]);
    expect(await failing(3, changed)).toEqual(['refused', 3, 2]);
    expect(await failing(1, new Error('the database is gone'))).toEqual(['refused', 1, 0]);
  });
});
