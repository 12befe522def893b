import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { answerError } from '../server/answer-error.ts';
import type { Session } from '../sign-in/sessions.ts';
import { registerLabels } from './register-labels.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ownOrigin = 'http://localhost:4000';
const patient: Viewer = { ...testViewer, patientId: randomUUID() };
const id = randomUUID();
const sharing = {
  invitations: [
    { id: 'i1', name: 'Diabetes <b>team</b>', email: null, labels: ['GENERAL'], state: 'ACCEPTED', goneAt: null },
    { id: 'i2', name: null, email: 'aunt@example.net', labels: ['GENERAL', 'SEXUAL_HEALTH'], state: 'PENDING', goneAt: null },
  ],
  proxies: [],
  readers: [],
};
const held = { label: 'GENERAL', labelHistory: [{ label: 'MENTAL_HEALTH', since: '2026-05-03T09:00:00Z', by: 'RULE' }, { label: 'GENERAL', since: '2026-06-07T09:00:00Z', by: 'PATIENT' }] };
const report = { id, name: 'HIV <i>antibody</i>', organisation: { odsCode: 'RYJ', name: 'Imperial College Healthcare NHS Trust' }, ...held };
const answerOf = (item: object) => ({ data: { patient: { id: patient.patientId, ...sharing, ...item } } });

interface Asking {
  readonly viewer?: Viewer | null;
  readonly path?: string;
  readonly answer?: object;
  readonly form?: Readonly<Record<string, string>>;
  readonly origin?: string;
}

/** The page as this viewer gets it, and what the graph was asked. */
async function page({ viewer = patient, path = `/label/report/${id}`, answer = answerOf({ report }), form, origin = ownOrigin }: Asking = {}) {
  const asked: (readonly [string, Record<string, unknown>])[] = [];
  const app = Fastify();
  app.setErrorHandler(answerError);
  const session = viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: now, idleUntil: now };
  await registerLabels(app, {
    // Only the viewer of a session is read.
    sessions: { read: async () => session as Session | null },
    execute: async (name, variables) => {
      asked.push([name, variables]);
      return answer;
    },
    settings: { CIE_PUBLIC_URL: ownOrigin },
    clock: () => now,
  });
  const response = await app.inject(form === undefined
    ? { method: 'GET', url: path, headers: { accept: 'text/html' } }
    : { method: 'POST', url: path, headers: { accept: 'text/html', origin, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(form).toString() });
  await app.close();
  return { response, asked };
}

describe('ACS-1 the page about the label of an item', () => {
  it('says which label it has, who sees it, whom each other label would show it to, and which it has had', async () => {
    const { response, asked } = await page();
    expect(response.statusCode).toBe(200);
    expect(asked).toEqual([['LabelledReport', { patient: patient.patientId, id }]]);
    for (const words of [
      'HIV &lt;i&gt;antibody&lt;/i&gt;', 'aunt@example.net and Diabetes &lt;b&gt;team&lt;/b&gt;', 'Shared with aunt@example.net. No longer with Diabetes &lt;b&gt;team&lt;/b&gt;.', 'Shared with nobody.',
      'Mental health, from 3 May 2026 at 10am, when it arrived', 'General health, from 7 June 2026 at 10am, chosen by you', 'staff of Imperial College Healthcare NHS Trust', `/record?view=results&amp;report=${id}`,
    ]) expect(response.body).toContain(words);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body).not.toMatch(/<title>[^<]*HIV|<i>antibody|<b>team/);
  });

  it('does not say that nobody sees what a hospital’s own staff still see (ACS-4)', async () => {
    const readers = [{ ids: ['invitation-i1', 'organisation-RYJ'], ownGroup: true, organisation: { odsCode: 'RYJ' } }];
    const { body } = (await page({ answer: answerOf({ report, readers }) })).response;
    const choices = body.slice(body.indexOf('Which label should it have?'), body.indexOf('Move it</button>'));
    expect(choices).toContain('Shared with nobody. No longer with aunt@example.net. Diabetes &lt;b&gt;team&lt;/b&gt; still sees it: their hospital group supplied it.');
    expect(choices).toContain('Shared with aunt@example.net. Diabetes &lt;b&gt;team&lt;/b&gt; still sees it: their hospital group supplied it.');
    expect(choices).not.toMatch(/No longer with[^.]*Diabetes/);
    expect(choices).toContain('The staff of Imperial College Healthcare NHS Trust who care for you see it under every label.');
    const social = { ...report, label: 'SOCIAL_CARE' };
    expect((await page({ answer: answerOf({ report: social, readers }) })).response.body).toMatch(/Nobody\. Diabetes &lt;b&gt;team&lt;\/b&gt; still sees it/);
    expect((await page({ answer: answerOf({ report: social }) })).response.body).not.toContain('still sees it');
  });

  it('does not call the patient’s what another person chose while their records were joined (ACC-5)', async () => {
    const labelHistory = [{ label: 'GENERAL', since: '2026-05-03T09:00:00Z', by: 'FORMER_OWNER' }, { label: 'MENTAL_HEALTH', since: '2026-06-07T09:00:00Z', by: 'RULE' }];
    const { body } = (await page({ answer: answerOf({ report: { ...report, labelHistory: [held.labelHistory[0], ...labelHistory] } }) })).response;
    expect(body).toContain('General health, from 3 May 2026 at 10am, chosen by whoever had this record then');
    expect(body).toContain('Mental health, from 7 June 2026 at 10am, after what a hospital sent later');
    expect(body).not.toContain('chosen by you');
  });

  it.each([
    ['document', 'LabelledDocument', { document: { id, title: '', type: 'Clinic letter', organisation: { odsCode: 'PATIENT', name: '' }, ...held } }, 'Clinic letter'],
    ['appointment', 'LabelledAppointment', { appointment: { id, start: '2026-07-01T08:00:00Z', clinic: null, organisation: { odsCode: 'RXX', name: 'A trust' }, ...held } }, 'Appointment, 1 July 2026'],
    ['care-item', 'LabelledCareItem', { careItemLabel: { id, name: 'Penicillin', organisation: null, ...held } }, 'Penicillin'],
  ])('is there for a %s too', async (kind, query, item, name) => {
    const { response, asked } = await page({ path: `/label/${kind}/${id}`, answer: answerOf(item) });
    expect([response.statusCode, asked[0]?.[0]]).toEqual([200, query]);
    expect(response.body).toContain(name);
  });

  it('moves the item, and says so when the page comes back', async () => {
    const { response, asked } = await page({ form: { label: 'SEXUAL_HEALTH' }, answer: { data: { changeRecord: {} } } });
    expect([response.statusCode, response.headers.location]).toEqual([303, `/label/report/${id}?done=moved`]);
    expect(asked).toEqual([['MoveReport', { patient: patient.patientId, id, label: 'SEXUAL_HEALTH' }]]);
    expect((await page({ path: `/label/report/${id}?done=moved` })).response.body).toContain('It is under General health now.');
  });

  it('asks again where none of the four was chosen, and moves nothing', async () => {
    for (const form of [{}, { label: 'EVERYTHING' }]) {
      const { response, asked } = await page({ form });
      expect([response.statusCode, asked.map(([name]) => name)]).toEqual([422, ['LabelledReport']]);
      expect(response.body).toContain('Choose the label that it should have');
    }
  });

  it('is not there for what is not in the record, for other kinds and ids, or for anybody without a record of their own', async () => {
    for (const asking of [
      { answer: answerOf({ report: null }) }, { answer: { data: { patient: null } } }, { path: `/label/measurement/${id}` }, { path: '/label/constructor/x' }, { path: '/label/report/x' },
      { viewer: testViewer }, { viewer: { ...patient, proofing: 'P5' as const } }, { viewer: { ...patient, kind: 'professional' as const } },
    ]) expect((await page(asking)).response.statusCode).toBe(404);
    for (const code of ['REPORT_UNKNOWN', 'CHANGE_NOT_ALLOWED']) {
      expect((await page({ form: { label: 'GENERAL' }, answer: { errors: [{ extensions: { code } }] } })).response.statusCode).toBe(404);
    }
  });

  it('asks who is signed out to sign in, refuses forms of other sites (abuse case 49), and says so when a room does not answer', async () => {
    expect((await page({ viewer: null })).response.headers.location).toBe(`/sign-in?return=${encodeURIComponent(`/label/report/${id}`)}`);
    const foreign = await page({ form: { label: 'GENERAL' }, origin: 'https://other.example' });
    expect([foreign.response.statusCode, foreign.asked]).toEqual([403, []]);
    for (const asking of [{}, { form: { label: 'GENERAL' } }]) {
      const { response } = await page({ ...asking, answer: { data: null, errors: [{ message: 'secret words', extensions: { code: 'INTERNAL_ERROR' } }] } });
      expect(response.statusCode).toBe(503);
      expect(response.body).not.toContain('secret');
    }
  });
});
