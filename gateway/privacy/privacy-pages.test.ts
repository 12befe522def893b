import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { OwnEmergency, PrivacyCaseRecord, PrivacyPage } from '@cie/kit/privacy.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify, { type InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { Session, Sessions } from '../sign-in/sessions.ts';
import { registerPrivacy } from './register-privacy.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ownOrigin = 'https://exchange.example';
const officer: Viewer = { ...testViewer, kind: 'professional', name: 'Priya Officer', organisation: 'QRV', role: 'Privacy Officer', proofing: null, duties: ['privacy-officer'] };
const patient: Viewer = { ...testViewer, patientId: randomUUID() };
const id = randomUUID();
const found: PrivacyCaseRecord = {
  id, kind: 'emergency', patientId: randomUUID(), accountId: randomUUID(), who: 'Dr <b>Sample</b>', role: 'Consultant', organisation: 'RAS', ownRecord: true, category: 'unconscious',
  openedAt: '2026-11-01T10:00:00.000Z', until: '2026-11-01T10:30:00.000Z', dispute: { at: '2026-11-02T10:00:00.000Z', answerBy: '2026-11-17T00:00:00.000Z', overdue: true }, outcome: null,
  reason: 'Found <script>alert(1)</script> collapsed', disputeText: 'Not <i>right</i>', decisions: [], seen: [{ at: '2026-11-01T10:02:00.000Z', areas: ['results'], doors: ['emergency'], action: 'read' }], seenMore: true,
};
const queue: PrivacyPage = { cases: [found], next: null, counts: { disputed: 1, open: 0, overdue: 1 } };
const own: OwnEmergency = {
  id, who: found.who, role: 'Consultant', organisation: 'RAS', category: 'unconscious', reason: found.reason, openedAt: found.openedAt, until: found.until, dispute: null, answer: null,
};
const person = { nhsNumber: '9990007772', familyName: 'Quillby', givenName: 'Perdita', birthDate: '1980-03-31' };
const answers: Readonly<Record<string, unknown>> = {
  'privacy-cases': queue, 'privacy-case': found, 'decide-privacy-case': found, 'record-flags': { flags: [], next: null }, 'own-emergencies': [own], 'dispute-emergency': own, 'person-for-privacy': person,
};

/** Asks the pages as this viewer; `instead` answers for a room. Resolves with what the rooms were asked as well. */
async function ask(viewer: Viewer | null, request: InjectOptions, instead: Readonly<Record<string, () => unknown>> = {}) {
  const asked: (readonly [string, unknown])[] = [];
  const command = async (name: string, input: unknown, access?: AccessContext) => {
    expect(access?.viewer).toEqual(viewer);
    asked.push([name, input]);
    return (instead[name] ?? (() => answers[name]))();
  };
  const app = Fastify();
  const session = viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: now, idleUntil: now };
  // Only the viewer of a session is read.
  const sessions = { read: async () => session as Session | null } as Partial<Sessions> as Sessions;
  const room = { command } as never; // commands are all that these pages ask of a room
  await registerPrivacy(app, { sessions, rooms: { sharing: room, identity: room }, settings: { CIE_PUBLIC_URL: ownOrigin }, clock: () => now });
  const response = await app.inject(request);
  await app.close();
  return { status: response.statusCode, body: response.body, location: response.headers.location, cache: response.headers['cache-control'], asked };
}

const post = (url: string, payload: string, origin = ownOrigin): InjectOptions => ({ method: 'POST', url, payload, headers: { origin, 'content-type': 'application/x-www-form-urlencoded' } });
const unavailable = () => {
  throw new CieError('ROOM_UNAVAILABLE', 'secret words of a database');
};

describe('ACS-5 the privacy officer’s pages', () => {
  const addresses = ['/privacy-officer', `/privacy-officer/cases/${id}`, '/privacy-officer/flags', '/privacy-officer/flags/new', `/privacy-officer/flags/${id}/lift`];

  it.each(addresses)('%s is not there for anybody else, and asks no room', async (url) => {
    for (const viewer of [patient, { ...officer, duties: [] }, { ...officer, duties: ['support-desk', 'records-team', 'integration'] as const }, { ...officer, onlyPatientId: randomUUID() }]) {
      expect(await ask(viewer, { url })).toMatchObject({ status: 404, asked: [] });
    }
    expect(await ask(null, { url })).toMatchObject({ status: 303, location: `/sign-in?return=${encodeURIComponent(url)}` });
    expect(await ask(officer, { url })).toMatchObject({ status: 200, cache: 'no-store' });
  });

  it('counts what is overdue, marks who opened their own record, and lists nothing that anybody wrote', async () => {
    const { body } = await ask(officer, { url: '/privacy-officer' });
    expect(body).toMatch(/1 answer is overdue[^]*Their own record[^]*Overdue since 16 November 2026/);
    expect(body).not.toMatch(/collapsed|Not &lt;i/);
  });

  it('leads to the reviews when nobody waits for an answer, and says there too what was just done', async () => {
    const noDispute = { 'privacy-cases': () => ({ ...queue, cases: [], counts: { disputed: 0, open: 1, overdue: 0 } }) };
    expect(await ask(officer, { url: '/privacy-officer?done=decided' }, noDispute)).toMatchObject({ status: 303, location: '/privacy-officer?list=open&done=decided' });
    expect(await ask(officer, { url: '/privacy-officer' }, noDispute)).toMatchObject({ status: 303, location: '/privacy-officer?list=open' });
    expect((await ask(officer, { url: '/privacy-officer?list=open&done=decided' }, noDispute)).body).toContain('The case is decided.');
  });

  it('shows a case with its person and areas, every text as text', async () => {
    const { body } = await ask(officer, { url: `/privacy-officer/cases/${id}` });
    expect(body).toMatch(/Perdita Quillby[^]*born 31 March 1980[^]*Looked at test results[^]*There was more/);
    expect(body).toContain('Dr &lt;b&gt;Sample&lt;/b&gt;');
    expect(body).toContain('Not &lt;i&gt;right&lt;/i&gt;');
    expect(body).not.toContain('<script>alert');
  });

  it('a case can be read and decided while identity does not answer; without sharing the page says so', async () => {
    const alone = await ask(officer, { url: `/privacy-officer/cases/${id}` }, { 'person-for-privacy': unavailable });
    expect([alone.status, alone.body.includes('Not available right now')]).toEqual([200, true]);
    const down = await ask(officer, { url: '/privacy-officer' }, { 'privacy-cases': unavailable });
    expect([down.status, down.body.includes('secret')]).toEqual([503, false]);
  });

  it('decides with all that is asked for, and says everything that is missing at once', async () => {
    const url = `/privacy-officer/cases/${id}`;
    const nothing = await ask(officer, post(url, 'outcome=&note=&answer='));
    expect(nothing.status).toBe(422);
    expect(nothing.asked.map(([name]) => name)).not.toContain('decide-privacy-case');
    for (const text of ['Choose what you found', 'Write down what you looked into', 'Answer the patient in your own words']) expect(nothing.body).toContain(text);
    const done = await ask(officer, post(url, 'outcome=not-justified&note=Asked+the+ward&answer=We+are+sorry'));
    expect(done).toMatchObject({ status: 303, location: '/privacy-officer?done=decided' });
    expect(done.asked.at(-1)).toEqual(['decide-privacy-case', { id, outcome: 'not-justified', note: 'Asked the ward', answer: 'We are sorry' }]);
    expect((await ask(officer, post(url, 'outcome=justified', 'https://elsewhere.example'))).asked).toEqual([]);
    expect(await ask(officer, { url: '/privacy-officer/cases/no-id' })).toMatchObject({ status: 404, asked: [] });
  });

  it('flags a record by a number that is one, and a day that was', async () => {
    const wrong = await ask(officer, post('/privacy-officer/flags/new', 'nhsNumber=123&day=31&month=2&year=1980&why='));
    expect([wrong.status, wrong.asked]).toEqual([422, []]);
    const done = await ask(officer, post('/privacy-officer/flags/new', 'nhsNumber=999+000+7772&day=31&month=3&year=1980&staffEmail=&why=A+colleague+of+ours'));
    expect(done).toMatchObject({ status: 303, location: '/privacy-officer/flags?done=flagged', asked: [['flag-record', { nhsNumber: '9990007772', birthDate: '1980-03-31', staffEmail: '', why: 'A colleague of ours' }]] });
  });
});

describe('ACS-5 the patient’s page about emergencies', () => {
  it('is for the person alone', async () => {
    for (const viewer of [officer, { ...patient, proofing: 'P5' as const }, { ...patient, patientId: null }]) {
      for (const url of ['/opened-in-emergency', `/opened-in-emergency/${id}`]) expect(await ask(viewer, { url })).toMatchObject({ status: 404, asked: [] });
    }
    for (const url of ['/opened-in-emergency', `/opened-in-emergency/${id}`]) expect(await ask(null, { url })).toMatchObject({ status: 303, location: `/sign-in?return=${encodeURIComponent(url)}` });
  });

  it('says who, when and why as text, and leads to the form', async () => {
    const { body, cache } = await ask(patient, { url: '/opened-in-emergency' });
    expect(body).toContain('Dr &lt;b&gt;Sample&lt;/b&gt;, Consultant, The Hillingdon Hospitals NHS Foundation Trust');
    expect(body).toContain(`/opened-in-emergency/${id}`);
    expect([body.includes('<script>alert'), cache]).toEqual([false, 'no-store']);
  });

  it('sends a dispute from a page of ours, and leads back when there is nothing to dispute', async () => {
    const url = `/opened-in-emergency/${id}`;
    const done = await ask(patient, post(url, 'text=I+was+at+home+then'));
    expect(done).toMatchObject({ status: 303, location: '/opened-in-emergency?done=asked', asked: [['dispute-emergency', { id, text: 'I was at home then' }]] });
    expect((await ask(patient, post(url, 'text=I+was+at+home+then', 'https://elsewhere.example'))).asked).toEqual([]);
    const refused = (code: string) => ({ 'dispute-emergency': () => { throw new CieError(code, 'Say more.'); } });
    expect(await ask(patient, post(url, 'text=x'), refused('DISPUTE_TEXT'))).toMatchObject({ status: 422 });
    expect(await ask(patient, post(url, 'text=x'), refused('DISPUTE_TWICE'))).toMatchObject({ status: 303, location: '/opened-in-emergency' });
    expect(await ask(patient, { url: `/opened-in-emergency/${randomUUID()}` })).toMatchObject({ status: 303, location: '/opened-in-emergency' });
  });

  it.each([
    ['waits', { dispute: { at: now.toISOString(), answerBy: '2026-12-08T00:00:00.000Z', overdue: false, text: 'I was at home' }, answer: null }, 'You get an answer by <strong>the end of 7 December 2026</strong>'],
    ['is overdue', { dispute: { at: now.toISOString(), answerBy: '2026-12-08T00:00:00.000Z', overdue: true, text: 'I was at home' }, answer: null }, 'We should have answered you by the end of 7 December 2026.'],
    ['was found right unasked', { answer: { outcome: 'justified' as const, text: null, at: now.toISOString() } }, 'What the privacy officer found'],
  ])('an emergency that %s', async (_how, change, words) => {
    const { body } = await ask(patient, { url: '/opened-in-emergency' }, { 'own-emergencies': () => [{ ...own, ...change }] });
    expect(body).toContain(words);
  });
});
