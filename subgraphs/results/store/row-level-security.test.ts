import { randomUUID } from 'node:crypto';
import { Label } from '@cie/kit/names.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { signPass, type PassContent } from '@cie/kit/testing/sign-pass.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAs, professionalOf } from '../testing/professionals.ts';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';

const tables = ['report', 'observation', 'observation_version', 'waiting_report', 'report_attachment', 'release_decision'];
const patient = randomUUID();
const other = randomUUID();

let test: TestRoom;
let service: Client;

beforeAll(async () => {
  test = await openTestRoom();
  service = await test.server.connect('results', 'service');
  for (const person of [patient, other]) {
    await test.file(person, { filler: 'A', issuedAt: '202604010900' });
    await test.file(person, { filler: 'A', issuedAt: '202604011000', lines: ['OBX|1|NM|K^Potassium^L||5.10|mmol/L|||||C'] });
    const recently = new Date(Date.now() - 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 12);
    await test.file(person, { filler: 'B', organisation: 'RQM', section: 'CT', service: 'CTH^CT head^L', issuedAt: recently, lines: ['OBX|1|TX|CTH^CT head^L||No bleed.||||||F', `OBX|2|ED|PDF^Report^L||^AP^PDF^Base64^${Buffer.from('%PDF-1.7').toString('base64')}||||||F`] });
    await extendScan(person);
  }
});
afterAll(async () => {
  await service.end();
  await test.close();
});

/** A professional's decision that leaves the scan waiting. */
async function extendScan(person: string): Promise<void> {
  const { make, see } = decideAs(test, professionalOf('RQM'), person);
  const found = await see('reports(kind: RADIOLOGY) { edges { node { id } } }');
  await make('extendDelay', String(pick(found, 'reports', 'edges', 0, 'node', 'id')), { days: 1 });
}

/** Rows of each table that the service's role sees, whatever its query asks, with this text as its pass. */
async function seen(pass: string | null): Promise<Record<string, number>> {
  await service.query('begin');
  try {
    if (pass !== null) await service.query("select set_config('cie.pass', $1, true)", [pass]);
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const found = await service.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      counts[table] = found.rows[0]?.count ?? -1;
    }
    return counts;
  } finally {
    await service.query('rollback');
  }
}

const nothing = { report: 0, observation: 0, observation_version: 0, waiting_report: 0, report_attachment: 0, release_decision: 0 };
/** The laboratory report with its corrected test; the scan waits, of which only the notice is seen. */
const released = { ...nothing, report: 1, observation: 1, observation_version: 1, waiting_report: 1 };
const scan = { report: 1, observation: 2, observation_version: 0, waiting_report: 1, report_attachment: 1, release_decision: 1 };
const whole = { ...scan, report: 2, observation: 3, observation_version: 1 };
const sign = (content: Partial<PassContent> = {}) => test.server.sign({ room: 'results', patient, ...content });

/** Signs with the right key what a careless edit of a pass would say. */
function altered(change: (parts: string[]) => void): string {
  const parts = sign().split('|');
  change(parts);
  return parts.join('|');
}

describe('the database opens to passes only (abuse cases 26, 27, 30)', () => {
  it('shows the whole of the named patient, and of nobody else, to a pass with everything', async () => {
    expect(await seen(sign({ delayed: true }))).toEqual(whole);
  });

  it('withholds the delayed report, not its notice', async () => {
    expect(await seen(sign())).toEqual(released);
  });

  it.each<[string, () => string | null]>([
    ['no pass', () => null],
    ['an empty pass', () => ''],
    ['words', () => 'open sesame'],
    ['blanks and bars', () => ' | || |||||||||||| '],
    ['a pass signed with another key', () => signPass(Buffer.alloc(32, 7), { room: 'results', patient })],
    ['a pass signed with an empty key', () => signPass(Buffer.alloc(0), { room: 'results', patient })],
    ["another room's pass", () => test.server.sign({ room: 'documents', patient })],
    ["another room's pass under this room's name", () => altered((parts) => (parts[1] = 'documents'))],
    ['an expired pass', () => sign({ expiresAt: new Date(Date.now() - 1) })],
    ['an unknown key', () => sign({ keyId: '2' })],
    ['a pass whose patient was changed', () => altered((parts) => (parts[3] = other))],
    ['a pass whose labels were changed', () => altered((parts) => (parts[5] = '0'))],
    ['a pass whose expiry was changed', () => altered((parts) => (parts[10] = String(Date.now() + 60_000)))],
    ['a pass without signature', () => altered((parts) => (parts[12] = ''))],
    ['a signature that is no hex', () => altered((parts) => (parts[12] = 'zz'.repeat(32)))],
    ['a signature in capitals', () => altered((parts) => (parts[12] = parts[12]?.toUpperCase() ?? ''))],
    ['a pass with a part too many', () => `${sign()}|`],
    ['a refusal: no labels', () => sign({ labels: [] })],
    ['labels that nothing here has', () => sign({ labels: [Label.socialCare] })],
    ['organisations that supplied nothing', () => sign({ organisations: ['RAS'] })],
    ['no organisations', () => sign({ organisations: [] })],
  ])('shows nothing for %s', async (_name, pass) => {
    expect(await seen(pass())).toEqual(nothing);
  });

  it('shows what one organisation supplied to a pass for that one', async () => {
    expect(await seen(sign({ delayed: true, organisations: ['RQM'] }))).toEqual(scan);
  });

  it('shows to a good pass beside bad ones what the good one opens', async () => {
    expect(await seen(`rubbish ${sign({ expiresAt: new Date(0) })} ${sign()}`)).toEqual(released);
  });

  it('does not mix what two passes open', async () => {
    const two = `${sign({ organisations: ['RYJ'] })} ${test.server.sign({ room: 'results', patient: other, organisations: ['RQM'], delayed: true })}`;
    expect(await seen(two)).toEqual(whole);
  });

  it('forgets the pass with its transaction', async () => {
    await seen(sign());
    expect(await seen(null)).toEqual(nothing);
  });
});

describe('what the role of the service may do besides', () => {
  it.each([
    ['read the key', 'select * from pass.key'],
    ['call the verification itself', 'select pass.verified()'],
    ['make functions in the schema of passes', "create function pass.patients2() returns int language sql as 'select 1'"],
    ['put a function of its own before those of the verification', "create function pg_temp.hmac(bytea, bytea, text) returns bytea language sql as $$ select ''::bytea $$"],
    ['make tables or functions', 'create function public.now2() returns timestamptz language sql as $$ select now() $$'],
    ['write a report', `delete from report where patient_id = '${patient}'`],
    ['read the marks of messages', 'select * from applied_message'],
    ['switch the policy off', 'alter table report disable row level security'],
    ['become the owner', 'set role results_owner'],
    ['become the feed', 'set role results_feed'],
  ])('cannot %s', async (_name, sql) => {
    await expect(service.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });
});
