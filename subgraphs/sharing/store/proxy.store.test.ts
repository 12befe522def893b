import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Room } from '@cie/kit/room.ts';
import { takeOwnNotices } from '@cie/kit/testing/own-notices.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSharing } from '../start.ts';

const noticeKey = randomBytes(32).toString('base64url');
let server: RoomServer;
let sharing: Room;
let run: ReturnType<typeof createOperationRunner>;
let owner: Client;
let service: Client;

beforeAll(async () => {
  server = await openRoomServer();
  sharing = await startSharing({ ...server.settings, CIE_NOTICE_KEY: noticeKey });
  run = createOperationRunner(sharing, (fault) => expect.unreachable(JSON.stringify(fault)));
  [owner, service] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end(), sharing.close()]);
});

const now = new Date('2026-11-22T12:00:00Z');
const desk: Viewer = {
  ...testViewer, kind: 'professional', accountId: randomUUID(), name: 'Dana Desk', organisation: 'QRV', role: 'Support desk', proofing: null, duties: ['support-desk'],
};
const patientViewer = (patientId: string | null, name = 'Parent Sample'): Viewer => ({ ...testViewer, accountId: randomUUID(), patientId, name, email: `${randomUUID()}@example.test` });
const as = (viewer: Viewer | null, at = now): AccessContext => ({ requestId: randomUUID(), viewer, now: at });

async function ask(viewer: Viewer | null, query: string, variables: Record<string, unknown> = {}, at = now) {
  const result = await run({ query, variables }, as(viewer, at));
  return { data: result.data ?? null, codes: (result.errors ?? []).map((error) => error.extensions['code']) };
}

async function command(name: string, input: object, viewer: Viewer | null = desk, at = now): Promise<unknown> {
  return sharing.commands[name]?.(input, as(viewer, at));
}

const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => pick(error, 'code'));

interface Child {
  readonly id: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
}

/** A valid number that is never issued, of which nobody else knows. */
function newNhsNumber(): string {
  for (;;) {
    const number = `9997${String(randomInt(1_000_000)).padStart(6, '0')}`;
    if (parseNhsNumber(number).ok) return number;
  }
}

async function newChild(birthDate = '2016-05-04'): Promise<Child> {
  const child = { id: randomUUID(), nhsNumber: newNhsNumber(), birthDate };
  await know(child);
  return child;
}

async function know({ id, nhsNumber, birthDate }: Child): Promise<void> {
  await sharing.commands['know-patient']?.({ patientId: id, nhsNumber, birthDate, organisation: 'RQM' });
}

const request = `mutation ($input: ProxyRequestInput!) { requestProxy(input: $input) { id state basis reason relationship birthDate until } }`;
const open = `query ($id: ID!) { patient(id: $id) { id doors labels until proxyBasis access { results } } }`;
const wish = ({ nhsNumber, birthDate }: Pick<Child, 'nhsNumber' | 'birthDate'>, basis = 'PARENTAL_RESPONSIBILITY') => ({
  input: { nhsNumber, birthDate, basis, evidence: 'Full birth certificate, number 123', relationship: 'my daughter' },
});
const consent = { consent: 'given', consentBy: 'Asked by Dana Desk on the phone' };

async function requested(parent: Viewer, child: Child, basis?: string): Promise<string> {
  const { data } = await ask(parent, request, wish(child, basis));
  return String(pick(data, 'requestProxy', 'id'));
}

async function verified(parent: Viewer, child: Child, details: object = {}): Promise<string> {
  const id = await requested(parent, child);
  await command('verify-proxy', { id, labels: ['general'], evidence: 'Birth certificate seen', ...consent, ...details });
  return id;
}

async function logOf(patientId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
  // Written by append_access_entry as an object.
  return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
}

/** Takes what waits to be sent, and what of it concerns these two. */
async function messagesTo(parent: Viewer, child: Child): Promise<string[]> {
  return (await takeOwnNotices(service, noticeKey)).flatMap((notice) => {
    if (notice.kind !== 'message') return [];
    const said = `${notice.template} ${Object.values(notice.values).join(' ')}`.trim();
    return [
      ...('accountId' in notice.to && notice.to.accountId === parent.accountId ? [`proxy: ${said}`] : []),
      ...('patientId' in notice.to && notice.to.patientId === child.id ? [`patient: ${said}`] : []),
    ];
  });
}

describe('ACC-4 a request to act for somebody', () => {
  it('opens nothing, is in the patient’s access log, and both sides are told', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    const { data } = await ask(parent, request, wish(child));
    expect(data).toMatchObject({ requestProxy: { state: 'REQUESTED', basis: 'PARENTAL_RESPONSIBILITY', relationship: 'my daughter', birthDate: child.birthDate, until: null } });
    expect((await ask(parent, open, { id: child.id })).data).toEqual({ patient: null });
    expect((await ask(parent, '{ me { records { door } } }')).data).toEqual({ me: { records: [] } });
    expect((await logOf(child.id))[0]).toMatchObject({ action: 'proxy-requested', who: 'Parent Sample', doors: [] });
    expect((await messagesTo(parent, child)).toSorted()).toEqual(['patient: proxy-requested', 'proxy: proxy-requested']);
  });

  it('is answered alike for a person who has no record, and the desk finds that out', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    const one = await ask(parent, request, wish(child));
    const other = await ask(parent, request, wish({ ...child, birthDate: '2016-05-05' }));
    const shape = (answer: unknown) => JSON.stringify(answer).replaceAll(/[0-9a-f-]{36}/g, 'id').replaceAll(/2016-05-0\d/g, 'day');
    expect(shape(other)).toBe(shape(one));
    const list = await ask(parent, '{ me { proxyRequests { state reason until } } }');
    expect(list.data).toEqual({ me: { proxyRequests: [{ state: 'REQUESTED', reason: null, until: null }, { state: 'REQUESTED', reason: null, until: null }] } });
    const id = String(pick(other.data, 'requestProxy', 'id'));
    expect(await command('proxy', { id })).toMatchObject({ patientId: null, nhsNumber: child.nhsNumber, birthDate: '2016-05-05' });
    expect(await codeOf(command('verify-proxy', { id, labels: ['general'], evidence: 'seen', ...consent }))).toBe('PROXY_PATIENT_UNKNOWN');
    expect(await command('refuse-proxy', { id, reason: 'OTHER', text: 'Nobody has this number.' })).toMatchObject({ state: 'refused', reason: 'OTHER' });
    const after = await ask(parent, '{ me { proxyRequests { state reason } } }');
    expect(pick(after.data, 'me', 'proxyRequests')).toContainEqual({ state: 'REFUSED', reason: null });
  });

  it('waits once when it is made twice, and is verified when the record comes later', async () => {
    const parent = patientViewer(randomUUID());
    const nobodyYet = { nhsNumber: newNhsNumber(), birthDate: '2015-02-03' };
    const first = await ask(parent, request, wish(nobodyYet));
    expect(await ask(parent, request, wish(nobodyYet))).toEqual(first);
    const child = { id: randomUUID(), ...nobodyYet };
    await know(child);
    const id = String(pick(first.data, 'requestProxy', 'id'));
    await command('verify-proxy', { id, labels: ['general'], evidence: 'seen', ...consent });
    expect((await ask(parent, open, { id: child.id })).data).toMatchObject({ patient: { doors: ['PROXY'] } });
  });

  it('gives way to a corrected one: the desk reads the correction alone, the log keeps both, and what was objected to stays so', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2012-04-05')];
    const first = await requested(parent, child);
    await messagesTo(parent, child);
    const corrected = await ask(parent, request, { input: { ...wish(child, 'COURT_APPOINTMENT').input, evidence: 'Court order 77 of 2026' } });
    const id = String(pick(corrected.data, 'requestProxy', 'id'));
    expect(corrected.data).toMatchObject({ requestProxy: { basis: 'COURT_APPOINTMENT', state: 'REQUESTED' } });
    expect((await ask(parent, '{ me { proxyRequests { id basis } } }')).data).toEqual({ me: { proxyRequests: [{ id, basis: 'COURT_APPOINTMENT' }] } });
    expect(await command('proxy', { id })).toMatchObject({ basis: 'court-appointment', evidence: 'Court order 77 of 2026' });
    // Whoever of the desk has the first one open cannot verify what they have not read.
    for (const name of ['proxy', 'verify-proxy', 'refuse-proxy']) {
      expect([name, await codeOf(command(name, { id: first, labels: ['general'], evidence: 'seen', ...consent, reason: 'OTHER', text: 'x' }))]).toEqual([name, 'PROXY_UNKNOWN']);
    }
    expect((await logOf(child.id)).map((each) => each['action'])).toEqual(['proxy-requested', 'proxy-requested']);
    expect((await messagesTo(parent, child)).toSorted()).toEqual(['patient: proxy-requested', 'proxy: proxy-requested']);

    const young = patientViewer(child.id, 'Young Sample');
    await ask(young, 'mutation ($id: ID!) { suspendProxy(id: $id) { id } }', { id });
    const again = await requested(parent, child);
    expect((await ask(young, '{ me { patient { proxies { id state } } } }')).data).toEqual({ me: { patient: { proxies: [{ id: again, state: 'SUSPENDED' }] } } });
    expect(await codeOf(command('verify-proxy', { id: again, labels: ['general'], evidence: 'seen', ...consent }))).toBe('PROXY_PATIENT_OBJECTS');
    // Corrections count as well, so that nobody is written to without end.
    for (const evidence of ['Another certificate', 'Yet another certificate']) await ask(parent, request, { input: { ...wish(child).input, evidence } });
    expect((await ask(parent, request, wish(child, 'COURT_APPOINTMENT'))).codes).toEqual(['PROXY_TOO_MANY']);
  });

  it('of two corrections sent at once one waits', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    await Promise.all(['first', 'second', 'third'].map((each) => ask(parent, request, { input: { ...wish(child).input, evidence: `The ${each} certificate` } })));
    expect(pick((await ask(parent, '{ me { proxyRequests { id } } }')).data, 'me', 'proxyRequests')).toHaveLength(1);
  });

  it.each([
    ['a parent of a person of 16', 'PARENTAL_RESPONSIBILITY', '2010-11-22'],
    ['written consent of a child of 12', 'WRITTEN_CONSENT', '2013-11-23'],
    ['an attorney of a person of 17', 'POWER_OF_ATTORNEY', '2008-11-23'],
  ])('is refused for %s, with or without a record, and leaves nothing', async (_what, basis, birthDate) => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild(birthDate)];
    for (const nhsNumber of [child.nhsNumber, newNhsNumber()]) {
      expect((await ask(parent, request, wish({ nhsNumber, birthDate }, basis))).codes).toEqual(['PROXY_AGE']);
    }
    expect(await logOf(child.id)).toEqual([]);
    expect((await ask(parent, '{ me { proxyRequests { id } } }')).data).toEqual({ me: { proxyRequests: [] } });
  });

  it('that is refused says why where that is safe: too little was shown, or 16; never pressure', async () => {
    const told = { EVIDENCE_NOT_ENOUGH: 'EVIDENCE_NOT_ENOUGH', AGE_16: 'AGE_16', APPLICATION_REJECTED_COERCION: null, OTHER: null };
    for (const [reason, shown] of Object.entries(told)) {
      const [parent, child] = [patientViewer(randomUUID()), await newChild()];
      await command('refuse-proxy', { id: await requested(parent, child), reason, text: 'Words of the desk' });
      expect((await ask(parent, '{ me { proxyRequests { state reason } } }')).data).toEqual({ me: { proxyRequests: [{ state: 'REFUSED', reason: shown }] } });
    }
  });

  it('is for people whose identity is proved, about others, with evidence, five times a day', async () => {
    const parent = patientViewer(randomUUID());
    const child = await newChild();
    expect((await ask({ ...parent, proofing: 'P5' }, request, wish(child))).codes).toEqual(['PROVED_ONLY']);
    expect((await ask(desk, request, wish(child))).codes).toEqual(['PROVED_ONLY']);
    expect((await ask(null, request, wish(child))).codes).toEqual(['PROVED_ONLY']);
    expect((await ask({ ...parent, patientId: child.id }, request, wish(child))).codes).toEqual(['PROXY_SELF']);
    expect((await ask(parent, request, { input: { ...wish(child).input, evidence: ' none ' } })).codes).toEqual(['PROXY_EVIDENCE']);
    for (let day = 1; day <= 5; day += 1) expect((await ask(parent, request, wish({ ...child, birthDate: `2011-01-0${day}` }))).codes).toEqual([]);
    expect((await ask(parent, request, wish(child))).codes).toEqual(['PROXY_TOO_MANY']);
    expect((await ask(parent, request, wish(child), new Date(now.getTime() + 86_400_000))).codes).toEqual([]);
  });

  it('is asked five times a day by requests sent at once as well', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    const days = Array.from({ length: 12 }, (_each, at) => `2012-02-${String(at + 10)}`);
    const answers = await Promise.all(days.map((birthDate) => ask(parent, request, wish({ ...child, birthDate }))));
    expect(answers.flatMap((each) => each.codes)).toEqual(Array.from({ length: 7 }, () => 'PROXY_TOO_MANY'));
  });

  it('is never verified by the person of the desk who asked, nor in a launched session', async () => {
    const child = await newChild();
    const parent = { ...patientViewer(randomUUID()), email: `Dana.${randomUUID()}@example.test` };
    const asking: Viewer = { ...desk, email: parent.email.toUpperCase() };
    const id = await requested(parent, child);
    const answer = { id, labels: ['general'], evidence: 'Birth certificate seen', ...consent };
    expect(await codeOf(command('verify-proxy', answer, asking))).toBe('OWN_ACCOUNT');
    expect(await codeOf(command('verify-proxy', answer, { ...desk, accountId: parent.accountId }))).toBe('OWN_ACCOUNT');
    expect(await codeOf(command('verify-proxy', answer, { ...desk, onlyPatientId: child.id }))).toBe('DESK_ONLY');
    expect(await codeOf(command('verify-proxy', answer))).toBe('done');
    expect(await codeOf(command('review-proxy', { id, outcome: 'continue', ...consent }, asking))).toBe('OWN_ACCOUNT');
  });

  it('leaves number, evidence and address unreadable in the database', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    await verified(parent, child);
    const { rows } = await service.query<{ row: string }>(`select to_jsonb(p)::text || encode(sealed, 'escape') as row from proxy p where account_id = $1`, [parent.accountId]);
    for (const secret of [child.nhsNumber, 'certificate', 'daughter', parent.email ?? '', 'phone']) expect(rows[0]?.row).not.toContain(secret);
  });
});

describe('ACC-4 the desk verifies, and the record opens by the door of a proxy', () => {
  it('shows the labels that were agreed, no delayed items, until the birthday that ends it, and the log says by which door', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    const id = await requested(parent, child);
    const answer = await command('verify-proxy', { id, labels: ['general', 'socialCare'], evidence: 'Birth certificate, seen 22 November', ...consent });
    expect(answer).toMatchObject({ state: 'active', labels: ['general', 'socialCare'], verifier: 'Dana Desk', checked: 'Birth certificate, seen 22 November', until: '2029-05-03T23:00:00.000Z' });
    const opened = await ask(parent, open, { id: child.id });
    expect(opened.data).toMatchObject({ patient: { doors: ['PROXY'], labels: ['GENERAL', 'SOCIAL_CARE'], proxyBasis: 'PARENTAL_RESPONSIBILITY', until: '2029-05-03T23:00:00.000Z' } });
    expect(JSON.stringify(opened.data)).toContain('|proxy|0,3|*|n|');
    expect((await ask(parent, '{ me { records { patient { id } door basis } } }')).data).toEqual({ me: { records: [{ patient: { id: child.id }, door: 'PROXY', basis: 'PARENTAL_RESPONSIBILITY' }] } });
    const log = await logOf(child.id);
    expect(log.map((each) => each['action'])).toEqual(['proxy-requested', 'proxy-started', 'read']);
    expect(log[1]).toMatchObject({ who: 'Dana Desk', organisation: 'QRV' });
    expect(log[2]).toMatchObject({ who: 'Parent Sample', doors: ['proxy'] });
    expect(await messagesTo(parent, child)).toEqual(expect.arrayContaining(['patient: proxy-started', 'proxy: proxy-started']));
  });

  it.each([
    ['no label', { labels: [] }, 'PROXY_LABELS'],
    ['nothing seen', { evidence: '  ' }, 'PROXY_EVIDENCE'],
    ['a child who says no', { consent: 'refused' }, 'PROXY_PATIENT_REFUSED'],
    ['nobody who asked the child', { consentBy: '' }, 'PROXY_CONSENT'],
    ['a day that has passed', { until: '2026-11-21' }, 'PROXY_UNTIL'],
    ['a day that is none', { until: '2026-02-30' }, 'PROXY_UNTIL'],
    ['more than five years', { until: '2031-11-23' }, 'PROXY_UNTIL'],
  ])('does not open with %s', async (_what, details, code) => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild(`2017-0${randomInt(1, 10)}-1${randomInt(0, 10)}`)];
    const id = await requested(parent, child);
    expect(await codeOf(command('verify-proxy', { id, labels: ['general'], evidence: 'seen', ...consent, ...details }))).toBe(code);
    expect((await ask(parent, open, { id: child.id })).data).toEqual({ patient: null });
  });

  it.each([
    ['written consent without the consent', 'WRITTEN_CONSENT', '1950-03-01', 'cannot-decide', 'PROXY_CONSENT'],
    ['a parent of a child of 15', 'PARENTAL_RESPONSIBILITY', '2010-11-23', 'given', 'done'],
    ['written consent of a person of 13', 'WRITTEN_CONSENT', '2013-11-22', 'given', 'done'],
    ['an attorney of an adult who cannot decide', 'POWER_OF_ATTORNEY', '1950-03-02', 'cannot-decide', 'done'],
    ['a court for a child', 'COURT_APPOINTMENT', '2020-03-02', 'cannot-decide', 'done'],
  ])('knows who may act by which right: %s', async (_what, basis, birthDate, heard, code) => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild(birthDate)];
    const id = await requested(parent, child, basis);
    expect(await codeOf(command('verify-proxy', { id, labels: ['general'], evidence: 'seen', consent: heard, consentBy: 'Dr Who Assessed' }))).toBe(code);
  });

  it('no longer opens to a parent whose child has turned 16 since they asked', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2010-11-23')];
    const id = await requested(parent, child);
    expect(await codeOf(command('verify-proxy', { id, labels: ['general'], evidence: 'seen', ...consent }, desk, new Date('2026-11-23T00:00:00Z')))).toBe('PROXY_AGE');
  });

  it.each([
    ['a child of 10', 'PARENTAL_RESPONSIBILITY', '2016-05-04', '2031-11-23T00:00:00.000Z', '2029-05-03T23:00:00.000Z'],
    ['a child of 12 who agreed', 'PARENTAL_RESPONSIBILITY', '2014-05-04', '2030-05-03T23:00:00.000Z', null],
    ['a child of 14', 'PARENTAL_RESPONSIBILITY', '2012-05-04', '2028-05-03T23:00:00.000Z', null],
    ['an adult', 'WRITTEN_CONSENT', '1950-03-03', '2031-11-23T00:00:00.000Z', null],
  ])('says until when it runs without a last day, and keeps to it: %s', async (_what, basis, birthDate, longestUntil, reviewDue) => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild(birthDate)];
    const id = await requested(parent, child, basis);
    expect(await command('proxy', { id })).toMatchObject({ longestUntil });
    await command('verify-proxy', { id, labels: ['general'], evidence: 'seen', ...consent });
    expect(await command('proxy', { id })).toMatchObject({ longestUntil, reviewDue, until: reviewDue ?? longestUntil });
  });

  it('is for the desk alone', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild()];
    const id = await requested(parent, child);
    for (const viewer of [null, parent, patientViewer(child.id), { ...desk, duties: [] }, { ...desk, duties: ['privacy-officer'] as const }]) {
      for (const [name, input] of Object.entries({
        'proxy-requests': { list: 'requested' }, proxy: { id }, 'verify-proxy': { id, labels: ['general'], evidence: 'seen', ...consent }, 'refuse-proxy': { id, reason: 'OTHER', text: 'x' },
        'review-proxy': { id, outcome: 'continue', ...consent }, 'end-proxy': { id, reason: 'OTHER', text: 'x' },
      })) expect([name, await codeOf(command(name, input, viewer))]).toEqual([name, 'DESK_ONLY']);
    }
  });

  it('lists what waits, page by page, oldest first', async () => {
    for (let each = 0; each < 3; each += 1) await requested(patientViewer(randomUUID()), await newChild());
    const ids: unknown[] = [];
    let after: unknown = null;
    do {
      const page = await command('proxy-requests', { list: 'requested', after });
      ids.push(...(pick(page, 'proxies') as { id: string }[]).map(({ id }) => id));
      after = pick(page, 'next');
    } while (after !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pick(await command('proxy-requests', { list: 'requested' }), 'counts', 'requested')).toBe(ids.length);
    expect(await codeOf(command('proxy-requests', { list: 'requested', after: "' or 1" }))).toBe('CURSOR_INVALID');
  });
});

describe('ACC-4 the patient sees and suspends a proxy', () => {
  const suspend = `mutation ($id: ID!) { suspendProxy(id: $id) { state reason canSuspend canResume } }`;
  const resume = `mutation ($id: ID!) { resumeProxy(id: $id) { state reason canSuspend canResume } }`;
  const proxies = '{ me { patient { proxies { name basis state reason labels canSuspend canResume } } } }';

  it('from the proxy’s next request on nothing opens, and a suspension can be lifted again (abuse case 10)', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2013-11-22')];
    const young = patientViewer(child.id, 'Young Sample');
    const id = await verified(parent, child);
    expect((await ask(young, proxies)).data).toEqual({
      me: { patient: { proxies: [{ name: 'Parent Sample', basis: 'PARENTAL_RESPONSIBILITY', state: 'ACTIVE', reason: null, labels: ['GENERAL'], canSuspend: true, canResume: false }] } },
    });
    expect((await ask(young, suspend, { id })).data).toEqual({ suspendProxy: { state: 'SUSPENDED', reason: 'PATIENT_SUSPENDED', canSuspend: false, canResume: true } });
    expect((await ask(parent, open, { id: child.id })).data).toEqual({ patient: null });
    expect((await ask(parent, '{ me { records { door } proxyRequests { state reason } } }')).data).toEqual({ me: { records: [], proxyRequests: [{ state: 'SUSPENDED', reason: null }] } });
    expect((await ask(young, resume, { id })).data).toMatchObject({ resumeProxy: { state: 'ACTIVE' } });
    expect((await ask(parent, open, { id: child.id })).data).toMatchObject({ patient: { doors: ['PROXY'] } });
    expect((await logOf(child.id)).map((each) => each['action'])).toEqual(['proxy-requested', 'proxy-started', 'proxy-suspended', 'refused', 'proxy-resumed', 'read']);
    expect(await messagesTo(parent, child)).toEqual(expect.arrayContaining(['patient: proxy-suspended', 'proxy: proxy-suspended']));
  });

  it('cannot lift what the desk has suspended, and the desk not what the patient has', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2012-03-04')];
    const young = patientViewer(child.id, 'Young Sample');
    const id = await verified(parent, child);
    await command('review-proxy', { id, outcome: 'suspend', reason: 'ROLE_DEACTIVATED_SAFEGUARDING' });
    await ask(young, suspend, { id });
    expect((await ask(young, resume, { id })).data).toMatchObject({ resumeProxy: { state: 'SUSPENDED', reason: 'ROLE_DEACTIVATED_SAFEGUARDING', canResume: false } });
    expect((await ask(parent, open, { id: child.id })).data).toEqual({ patient: null });
    await ask(young, suspend, { id });
    await command('review-proxy', { id, outcome: 'continue', ...consent });
    expect((await ask(parent, open, { id: child.id })).data).toEqual({ patient: null });
    expect((await ask(parent, '{ me { proxyRequests { state reason } } }')).data).toEqual({ me: { proxyRequests: [{ state: 'SUSPENDED', reason: null }] } });
  });

  it('can object to a request, which stays as it was to who asked; the desk cannot verify it', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2012-03-05')];
    const id = await requested(parent, child);
    expect((await ask(patientViewer(child.id), suspend, { id })).data).toMatchObject({ suspendProxy: { state: 'SUSPENDED', reason: 'PATIENT_SUSPENDED' } });
    expect((await ask(parent, '{ me { proxyRequests { state reason } } }')).data).toEqual({ me: { proxyRequests: [{ state: 'REQUESTED', reason: null }] } });
    expect(await codeOf(command('verify-proxy', { id, labels: ['general'], evidence: 'seen', ...consent }))).toBe('PROXY_PATIENT_OBJECTS');
    expect(await command('proxy', { id })).toMatchObject({ state: 'requested', reason: 'PATIENT_SUSPENDED' });
    expect(await command('refuse-proxy', { id, reason: 'APPLICATION_REJECTED_COERCION' })).toMatchObject({ state: 'refused' });
    expect((await ask(parent, '{ me { proxyRequests { state reason } } }')).data).toEqual({ me: { proxyRequests: [{ state: 'REFUSED', reason: null }] } });
  });

  it('abuse case 11: a proxy shares nothing onward, sees nothing of who shares, and changes no other proxy', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2012-03-06')];
    const other = patientViewer(randomUUID(), 'Other Parent');
    const [mine, theirs] = [await verified(parent, child), await verified(other, child)];
    const sharing = 'query ($id: ID!) { patient(id: $id) { proxies { id } invitations { id } accessLog(first: 5) { edges { cursor } } } }';
    expect((await ask(parent, sharing, { id: child.id })).data).toEqual({ patient: { proxies: null, invitations: null, accessLog: null } });
    for (const id of [mine, theirs]) {
      expect((await ask(parent, suspend, { id })).codes).toEqual(['PROXY_UNKNOWN']);
      expect((await ask(parent, resume, { id })).codes).toEqual(['PROXY_UNKNOWN']);
    }
    expect((await ask({ ...parent, patientId: null }, suspend, { id: mine })).codes).toEqual(['OWN_RECORD_ONLY']);
    expect((await ask(parent, 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id } }', {
      input: { nhsNumber: child.nhsNumber, birthDate: child.birthDate, category: 'OTHER', reason: 'I would like to see everything.' },
    })).codes).toEqual(['PROFESSIONALS_ONLY']);
    // An invitation by a proxy is to their own record: there is no way to name another.
    const friend = patientViewer(randomUUID(), 'A Friend');
    await ask(parent, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: friend.email, labels: ['GENERAL'] } });
    expect((await ask(friend, open, { id: child.id })).data).toEqual({ patient: null });
    expect((await ask(friend, '{ me { records { patient { id } } } }')).data).toEqual({ me: { records: [{ patient: { id: parent.patientId } }] } });
  });

  it('ends with the patient’s opting out; a request is then as if it were objected to', async () => {
    const child = await newChild('2012-03-07');
    const [parent, asking] = [patientViewer(randomUUID()), patientViewer(randomUUID())];
    await verified(parent, child);
    const waiting = await requested(asking, child);
    await messagesTo(parent, child);
    await command('close-sharing', { patientId: child.id }, null);
    expect((await ask(parent, open, { id: child.id })).data).toEqual({ patient: null });
    expect((await ask(asking, '{ me { proxyRequests { state } } }')).data).toEqual({ me: { proxyRequests: [{ state: 'REQUESTED' }] } });
    expect(await codeOf(command('verify-proxy', { id: waiting, labels: ['general'], evidence: 'seen', ...consent }))).toBe('PROXY_PATIENT_OBJECTS');
    expect(await messagesTo(parent, child)).toEqual(['proxy: proxy-ended']);
  });
});

describe('ACC-5, abuse case 59: a proxy of a record that was joined to another', () => {
  it('opens the one that was verified, named by the id that stands for the person, and parted again as before', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2016-05-06')];
    const other = await newChild('2016-05-06');
    await verified(parent, child);
    const links = (version: number, groups: object[]) => command('record-links', { version, groups }, null);
    const version = Date.now();
    await links(version, [{ survivingId: other.id, patientIds: [child.id, other.id] }]);
    const joined = await ask(parent, open, { id: child.id });
    expect(joined.data).toMatchObject({ patient: { id: other.id, doors: ['PROXY'], proxyBasis: 'PARENTAL_RESPONSIBILITY' } });
    expect(new Set(String(pick(joined.data, 'patient', 'access', 'results')).match(/[0-9a-f]{8}-[0-9a-f-]{27}(?=\|proxy\|)/g))).toEqual(new Set([child.id]));
    expect((await ask(parent, '{ me { records { patient { id } } } }')).data).toEqual({ me: { records: [{ patient: { id: other.id } }] } });
    await links(version + 1, [{ survivingId: child.id, patientIds: [child.id] }, { survivingId: other.id, patientIds: [other.id] }]);
    expect((await ask(parent, open, { id: other.id })).data).toEqual({ patient: null });
    expect((await ask(parent, open, { id: child.id })).data).toMatchObject({ patient: { id: child.id, doors: ['PROXY'] } });
  });
});

describe('abuse case 12: a child turns 13, then 16', () => {
  const at = (text: string) => new Date(text);
  const doorsOf = async (parent: Viewer, child: Child, moment: string) => pick((await ask(parent, open, { id: child.id }, at(moment))).data, 'patient', 'doors') ?? null;

  it('is closed from the first second of the 13th birthday, opens after a review with the child’s consent, and closes for good at 16', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2016-07-10')];
    const id = await verified(parent, child, { consent: 'cannot-decide', consentBy: 'Dana Desk: ten years old' });
    expect(await doorsOf(parent, child, '2029-07-09T22:59:59Z')).toEqual(['PROXY']);
    expect(await doorsOf(parent, child, '2029-07-09T23:00:00Z')).toBeNull();
    const shown = await ask(parent, '{ me { records { door } proxyRequests { state reason } } }', {}, at('2029-07-10T09:00:00Z'));
    expect(shown.data).toEqual({ me: { records: [], proxyRequests: [{ state: 'SUSPENDED', reason: 'ROLE_SUSPENDED_PENDING_REVIEW' }] } });
    expect(pick(await command('proxy-requests', { list: 'reviews' }, desk, at('2029-07-10T09:00:00Z')), 'proxies')).toEqual(expect.arrayContaining([expect.objectContaining({ id })]));

    await command('review-proxy', { id, outcome: 'continue', consent: 'given', consentBy: 'Dana Desk, video call' }, desk, at('2029-07-11T09:00:00Z'));
    expect(await doorsOf(parent, child, '2029-07-11T09:00:01Z')).toEqual(['PROXY']);
    expect((await logOf(child.id)).map((each) => each['action'])).toContain('proxy-reviewed');
    await command('review-proxy', { id, outcome: 'continue', consent: 'given', consentBy: 'Dana Desk', until: '2033-01-31' }, desk, at('2031-01-31T09:00:00Z'));
    expect(await doorsOf(parent, child, '2032-07-09T22:59:59Z')).toEqual(['PROXY']);
    expect(await doorsOf(parent, child, '2032-07-09T23:00:00Z')).toBeNull();
    const end = await ask(parent, '{ me { proxyRequests { state reason } } }', {}, at('2032-07-10T09:00:00Z'));
    expect(end.data).toEqual({ me: { proxyRequests: [{ state: 'SUSPENDED', reason: 'AGE_16' }] } });
    expect(await codeOf(command('review-proxy', { id, outcome: 'continue', ...consent }, desk, at('2032-07-10T09:00:00Z')))).toBe('PROXY_AGE');
    const young = patientViewer(child.id);
    expect((await ask(young, 'mutation ($id: ID!) { resumeProxy(id: $id) { state reason canSuspend canResume } }', { id }, at('2032-07-10T09:00:00Z'))).data)
      .toEqual({ resumeProxy: { state: 'SUSPENDED', reason: 'AGE_16', canSuspend: false, canResume: false } });
  });

  it('a pass that is made just before the birthday does not outlive it', async () => {
    const now13 = new Date();
    const parent = patientViewer(randomUUID());
    const child = await newChild('2014-01-02');
    const id = await verified(parent, child);
    const end = new Date(now13.getTime() + 5000);
    await service.query('update proxy set ends_at = $2 where id = $1', [id, end]);
    const { data } = await ask(parent, open, { id: child.id }, now13);
    expect(Number(String(pick(data, 'patient', 'access', 'results')).split('|')[10])).toBeLessThanOrEqual(end.getTime());
  });

  it('both sides are warned 90 and 30 days before, and told on the day, each once', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2016-07-10')];
    await verified(parent, child, { consent: 'cannot-decide', consentBy: 'Dana Desk: ten years old' });
    await messagesTo(parent, child);
    const said = async (moment: string): Promise<string[]> => {
      await Promise.all([command('proxy-warnings', {}, null, at(moment)), command('proxy-warnings', {}, null, at(moment))]);
      await command('proxy-warnings', {}, null, at(moment));
      return (await messagesTo(parent, child)).toSorted();
    };
    expect(await said('2029-04-10T22:00:00Z')).toEqual([]);
    expect(await said('2029-04-11T01:00:00Z')).toEqual(['patient: proxy-review-due 2029-07-10', 'proxy: proxy-review-due 2029-07-10']);
    expect(await said('2029-06-10T12:00:00Z')).toEqual(['patient: proxy-review-due 2029-07-10', 'proxy: proxy-review-due 2029-07-10']);
    expect(await said('2029-06-20T12:00:00Z')).toEqual([]);
    expect(await said('2029-07-09T23:10:00Z')).toEqual(['patient: proxy-suspended', 'proxy: proxy-suspended']);
    expect(await said('2029-07-10T23:10:00Z')).toEqual([]);
    const told = (await logOf(child.id)).filter((each) => each['action'] === 'proxy-suspended');
    expect(told).toMatchObject([{ who: 'The Care Information Exchange', account: null }]);
  });

  it('both sides are warned before the end, and told when it has come', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2015-09-09')];
    await verified(parent, child, { until: '2027-01-31' });
    await messagesTo(parent, child);
    const said = async (moment: string): Promise<string[]> => {
      await command('proxy-warnings', {}, null, at(moment));
      return (await messagesTo(parent, child)).toSorted();
    };
    expect(await said('2026-12-01T12:00:00Z')).toEqual(['patient: proxy-ends 2027-02-01', 'proxy: proxy-ends 2027-02-01']);
    expect(await said('2027-01-20T12:00:00Z')).toEqual(['patient: proxy-ends 2027-02-01', 'proxy: proxy-ends 2027-02-01']);
    expect(await said('2027-02-01T00:00:00Z')).toEqual(['patient: proxy-ended', 'proxy: proxy-ended']);
    expect((await logOf(child.id)).at(-1)).toMatchObject({ action: 'proxy-ended', who: 'The Care Information Exchange' });
  });
});

describe('ACC-4 what the database insists on', () => {
  it('lets nobody act without a verifier, an end within five years, a label and an answer of the patient', async () => {
    const [parent, child] = [patientViewer(randomUUID()), await newChild('2014-01-03')];
    const id = await requested(parent, child);
    const good = { verifier: "'Desk'", started_at: 'now()', reviewed_at: 'now()', ends_at: "now() + interval '5 years'", labels: "'{0}'", consent: "'given'" };
    const set = (values: Record<string, string>) => Object.entries({ ...values, decided: "'active'" }).map(([name, value]) => `${name} = ${value}`).join(', ');
    for (const [name, bad] of Object.entries({ verifier: 'null', ends_at: "now() + interval '6 years'", labels: "'{}'", consent: "'refused'", reviewed_at: 'null' })) {
      await expect(service.query(`update proxy set ${set({ ...good, [name]: bad })} where id = $1`, [id])).rejects.toThrow('violates check constraint');
    }
    await service.query(`update proxy set ${set(good)} where id = $1`, [id]);
  });

  it('lets the service neither remove a proxy nor turn it into another person’s', async () => {
    for (const sql of ['delete from proxy', 'truncate proxy', 'update proxy set account_id = gen_random_uuid()', "update proxy set birth_date = '2000-01-01'", 'delete from proxy_told']) {
      await expect(service.query(sql)).rejects.toThrow('permission denied');
    }
  });
});
