import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noGrants, type Grants, type InvitationGrant } from './grants.ts';
import { itemSight, mostEntries, mostLabels, type SeenItem } from './item-sight.ts';
import type { LoggedAccess } from './read-access-log.ts';

const patient = randomUUID();
const owner: Viewer = { ...testViewer, kind: 'patient', patientId: patient, proofing: 'P9', duties: [] };
const as = (viewer: Viewer, now = '2026-11-20T12:00Z'): AccessContext => ({ requestId: 'request', viewer, now: new Date(now) });
const at = (text: string): Date => new Date(`2026-11-${text}Z`);

const invitation = (change: Partial<InvitationGrant> = {}): InvitationGrant => ({
  patientId: patient, id: randomUUID(), accountId: randomUUID(), teamId: null, kind: 'patient', name: 'Carer', role: null, organisation: null,
  labels: [0], createdAt: at('01T09:00'), revokedAt: null, until: null, ...change,
});
const item = (change: Partial<SeenItem> = {}): SeenItem => ({ area: 'results', organisation: 'RYJ', labels: [{ label: 0, since: at('05T09:00') }], availableFrom: null, ...change });

function stores(grants: Partial<Grants>, entries: readonly Partial<LoggedAccess>[] = []) {
  const all = entries.map((each): LoggedAccess => ({
    patientId: patient, seq: 1, at: at('10T10:00'), action: 'read', who: 'Somebody', account: null, kind: 'patient', role: null, organisation: null,
    doors: ['invited'], areas: ['results'], reason: null, request: 'request', ...each,
  }));
  return {
    grants: { grants: async () => ({ ...noGrants, ...grants }) },
    log: { between: async (_ids: readonly string[], start: Date, end: Date, most: number) => all.filter((each) => each.at >= start && each.at < end).slice(0, most) },
  };
}

async function could(grants: Partial<Grants>, what: SeenItem, day: string): Promise<(string | Date | null)[][]> {
  const sight = await itemSight(as(owner), stores(grants), [patient], what, day);
  return (sight?.could ?? []).map(({ name, spans }) => [name, ...spans.flatMap(({ from, to }) => [from, to])]);
}

describe('ACS-8 who could see an item on a day', () => {
  it('goes by the label that it had then', async () => {
    const moved = item({ labels: [{ label: 0, since: at('05T09:00') }, { label: 2, since: at('10T14:00') }] });
    const grants = { invitations: [invitation(), invitation({ name: 'Therapist', labels: [2] })] };
    expect(await could(grants, moved, '2026-11-09')).toEqual([['Carer', null, null]]);
    expect(await could(grants, moved, '2026-11-10')).toEqual([['Carer', null, at('10T14:00')], ['Therapist', at('10T14:00'), null]]);
    expect(await could(grants, moved, '2026-11-11')).toEqual([['Therapist', null, null]]);
  });

  it(`takes ${mostLabels} labels, not one more, and decides no oftener for them`, async () => {
    const moved = (count: number) => item({ labels: Array.from({ length: count }, (_each, index) => ({ label: index % 2 === 0 ? 0 : 2, since: new Date(at('10T08:00').getTime() + index * 60_000) }) as const) });
    let decided = 0;
    const counted = { ...invitation(), get labels() { decided += 1; return [0, 2] as const; } };
    const grants = { invitations: [counted] };
    expect(await could(grants, moved(1), '2026-11-10')).toEqual([['Carer', at('10T08:00'), null]]);
    const once = decided;
    expect(await could(grants, moved(mostLabels), '2026-11-10')).toEqual([['Carer', at('10T08:00'), null]]);
    expect(decided).toBe(2 * once);
    await expect(could(grants, moved(mostLabels + 1), '2026-11-10')).rejects.toMatchObject({ code: 'SIGHT_LABELS' });
  });

  it('looks at what held on the day, and not at everything that ever did', async () => {
    const past = Array.from({ length: 3000 }, () => invitation({ revokedAt: at('02T09:00') }));
    const expired = Array.from({ length: 3000 }, () => invitation({ until: at('03T09:00') }));
    expect(await could({ invitations: [...past, ...expired, invitation({ name: 'Sister' })] }, item(), '2026-11-10')).toEqual([['Sister', null, null]]);
  });

  it('is nobody before it came into the record', async () => {
    expect(await could({ invitations: [invitation()] }, item(), '2026-11-04')).toEqual([]);
    expect(await could({ invitations: [invitation()] }, item(), '2026-11-05')).toEqual([['Carer', at('05T09:00'), null]]);
  });

  it('goes by release for carers and not for professionals (RES-3)', async () => {
    const waiting = item({ availableFrom: at('15T00:00') });
    const grants = { invitations: [invitation(), invitation({ name: 'Dr Sample', kind: 'professional', organisation: 'RAS' })] };
    expect(await could(grants, waiting, '2026-11-14')).toEqual([['Dr Sample', null, null]]);
    expect(await could(grants, waiting, '2026-11-15')).toEqual([['Carer', null, null], ['Dr Sample', null, null]]);
  });

  it('goes by who supplied it for staff of a hospital (abuse case 16)', async () => {
    const care = [{ patientId: patient, organisation: 'R1K', since: at('01T09:00') }];
    expect(await could({ care }, item({ organisation: 'R1K' }), '2026-11-10')).toHaveLength(1);
    expect(await could({ care }, item(), '2026-11-10')).toEqual([]);
  });

  it('counts who could for minutes of the day only, in London time', async () => {
    const emergency = { patientId: patient, id: randomUUID(), accountId: randomUUID(), name: 'Dr Sample', role: null, organisation: 'RYJ', startedAt: at('09T23:50'), endsAt: at('10T00:20') };
    expect(await could({ emergencies: [emergency] }, item(), '2026-11-09')).toEqual([['Dr Sample', at('09T23:50'), null]]);
    expect(await could({ emergencies: [emergency] }, item(), '2026-11-10')).toEqual([['Dr Sample', null, at('10T00:20')]]);
    // Until the end of October clocks in London are an hour ahead: 23:30 UTC is the next day.
    const early = item({ labels: [{ label: 0, since: new Date('2026-06-01T00:00Z') }] });
    const summer = { ...emergency, startedAt: new Date('2026-07-01T23:30Z'), endsAt: new Date('2026-07-02T00:00Z') };
    expect(await could({ emergencies: [summer] }, early, '2026-07-01')).toEqual([]);
    expect(await could({ emergencies: [summer] }, early, '2026-07-02')).toHaveLength(1);
  });

  it('names every while of the day and hides no gap between them', async () => {
    const accountId = randomUUID();
    const again = [invitation({ accountId, revokedAt: at('10T09:00') }), invitation({ accountId, createdAt: at('10T15:00') })];
    expect(await could({ invitations: again }, item(), '2026-11-10')).toEqual([['Carer', null, at('10T09:00'), at('10T15:00'), null]]);
    const thirdTime = again.map((each, index) => (index === 1 ? { ...each, revokedAt: at('10T16:00') } : each)).concat(invitation({ accountId, createdAt: at('10T18:00'), until: at('10T19:00') }));
    expect(await could({ invitations: thirdTime }, item(), '2026-11-10')).toEqual([['Carer', null, at('10T09:00'), at('10T15:00'), at('10T16:00'), at('10T18:00'), at('10T19:00')]]);
    const awayAndBack = item({ labels: [{ label: 0, since: at('05T09:00') }, { label: 2, since: at('10T08:00') }, { label: 0, since: at('10T14:00') }] });
    expect(await could({ invitations: [invitation({ labels: [0] })] }, awayAndBack, '2026-11-10')).toEqual([['Carer', null, at('10T08:00'), at('10T14:00'), null]]);
  });

  it('is one while where one right takes over from another at the same moment', async () => {
    const accountId = randomUUID();
    const replaced = [invitation({ accountId, revokedAt: at('10T09:00') }), invitation({ accountId, createdAt: at('10T09:00') })];
    expect(await could({ invitations: replaced }, item(), '2026-11-10')).toEqual([['Carer', null, null]]);
  });

  it('of today goes up to this moment', async () => {
    expect(await could({ invitations: [invitation({ createdAt: at('20T12:00') })] }, item(), '2026-11-20')).toEqual([['Carer', at('20T12:00'), null]]);
    expect(await could({ invitations: [invitation({ createdAt: at('20T12:01') })] }, item(), '2026-11-20')).toEqual([]);
    await expect(itemSight(as(owner), stores({}), [patient], item(), '2026-11-21')).rejects.toMatchObject({ code: 'SIGHT_DAY' });
    await expect(itemSight(as(owner), stores({}), [patient], item(), '2026-02-30')).rejects.toMatchObject({ code: 'SIGHT_DAY' });
  });
});

describe('ACS-8 who did see an item on a day', () => {
  const did = async (entries: readonly Partial<LoggedAccess>[], grants: Partial<Grants> = {}, what = item()): Promise<string[]> =>
    ((await itemSight(as(owner), stores(grants, entries), [patient], what, '2026-11-10'))?.did ?? []).map(({ who }) => who);

  it('is who opened its part of the record on that day', async () => {
    const grants = { invitations: [invitation({ accountId: owner.accountId })] };
    const reads = [{ who: 'Carer', account: owner.accountId }, { who: 'Letters only', areas: ['documents' as const] }, { who: 'Refused', action: 'refused' as const, doors: [] }, { who: 'The day after', at: at('11T10:00') }];
    expect(await did(reads, grants)).toEqual(['Carer']);
  });

  it('is nobody whose door did not show its label then', async () => {
    const [seeing, blind] = [invitation({ labels: [2] }), invitation()];
    const what = item({ labels: [{ label: 2, since: at('05T09:00') }] });
    const reads = [{ who: 'Therapist', account: seeing.accountId }, { who: 'Carer', account: blind.accountId }];
    expect(await did(reads, { invitations: [seeing, blind] }, what)).toEqual(['Therapist']);
  });

  it('is a member of a team that was invited, and staff of the hospital that supplied it', async () => {
    const team = invitation({ teamId: randomUUID(), accountId: null, kind: 'professional', name: 'Team', organisation: 'RAS', labels: [0] });
    const reads = [{ who: 'Member', account: randomUUID(), organisation: 'RAS' }, { who: 'Staff', account: randomUUID(), organisation: 'RYJ', doors: ['own-organisation' as const] }];
    expect(await did(reads, { invitations: [team], care: [{ patientId: patient, organisation: 'RYJ', since: at('01T09:00') }] })).toEqual(['Member', 'Staff']);
    const other = item({ organisation: 'RQM' });
    expect(await did(reads, { invitations: [team], care: [{ patientId: patient, organisation: 'RYJ', since: at('01T09:00') }] }, other)).toEqual(['Member']);
  });

  it('is the patient themself from when it was released', async () => {
    const self = [{ who: 'Self', doors: ['self' as const] }];
    expect(await did(self)).toEqual(['Self']);
    expect(await did(self, {}, item({ availableFrom: at('10T10:00') }))).toEqual(['Self']);
    expect(await did(self, {}, item({ availableFrom: at('10T10:01') }))).toEqual([]);
  });

  it('names a look of which nothing kept says what it showed', async () => {
    expect(await did([{ who: 'Unknown', account: randomUUID() }])).toEqual(['Unknown']);
  });

  it('says when a day has more entries than are looked through', async () => {
    const reads = (count: number) => Array.from({ length: count }, () => ({ doors: ['self' as const] }));
    const seen = async (count: number) => itemSight(as(owner), stores({}, reads(count)), [patient], item(), '2026-11-10');
    expect((await seen(mostEntries))?.more).toBe(false);
    const over = await seen(mostEntries + 1);
    expect([over?.more, over?.did.length]).toEqual([true, mostEntries]);
  });
});

describe('ACS-8 only the owner of a record looks back', () => {
  it('is null for a professional, a carer, and for the owner as somebody else', async () => {
    const readers: AccessContext[] = [
      as({ ...owner, kind: 'professional', patientId: null, proofing: null, organisation: 'RYJ' }), as({ ...owner, patientId: randomUUID() }), as({ ...owner, proofing: 'P5' }),
      { ...as(owner), viewAs: 'organisation-RYJ' },
    ];
    for (const reader of readers) expect(await itemSight(reader, stores({}), [patient], item(), '2026-11-10')).toBeNull();
    expect(await itemSight(as(owner), stores({}), [patient], item(), '2026-11-10')).not.toBeNull();
  });
});
