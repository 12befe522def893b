import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import type { ShownResultTask } from '@cie/kit/result-tasks.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import type { Session } from '../sign-in/sessions.ts';
import { registerResultTasks } from './result-tasks.routes.ts';

const now = new Date('2026-11-23T12:00:00Z');
const clinician: Viewer = { ...testViewer, kind: 'professional', organisation: 'RYJ', role: 'Consultant', proofing: null };
const task: ShownResultTask = {
  patientId: randomUUID(), reportId: randomUUID(), organisation: 'RYJ', kind: 'radiology', requester: 'Dr <b>Ada</b> Woodhouse', site: 'Charing Cross Hospital', availableFrom: '2026-11-28T09:00:00.000Z',
};

/** The page as this viewer gets it, and whom the results room was asked for. */
async function page(viewer: Viewer | null, answer: () => unknown = () => [task]) {
  const asked: (Viewer | null | undefined)[] = [];
  const app = Fastify();
  const session = viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: now, idleUntil: now };
  await registerResultTasks(app, {
    // Only the viewer of a session is read.
    sessions: { read: async () => session as Session | null },
    rooms: {
      results: {
        command: async (_name: string, _input: unknown, access?: AccessContext) => {
          asked.push(access?.viewer);
          return answer();
        },
      },
    },
    clock: () => now,
  });
  const response = await app.inject({ method: 'GET', url: '/results-to-open' });
  await app.close();
  return { response, asked };
}

describe('RES-4 the list of results that nobody has opened', () => {
  it('leads to each result, says who asked for it and from when patients can read it, and names no patient', async () => {
    const { response, asked } = await page(clinician);
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain(`/record?view=results&amp;patient=${task.patientId}&amp;report=${task.reportId}`);
    expect(response.body).toContain('Dr &lt;b&gt;Ada&lt;/b&gt; Woodhouse');
    expect(response.body).toContain('from 28 November 2026');
    expect(response.body).toContain('Charing Cross Hospital, Imperial College Healthcare NHS Trust');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(asked).toEqual([clinician]);
  });

  it('says so when there is none, and when the room does not answer', async () => {
    expect((await page(clinician, () => [])).response.body).toContain('has been opened by a professional');
    const { response } = await page(clinician, () => {
      throw new Error('secret words of a database');
    });
    expect(response.statusCode).toBe(503);
    expect(response.body).not.toContain('secret');
  });

  it.each<[string, Viewer]>([
    ['patients', testViewer],
    ['the support desk', { ...clinician, duties: ['support-desk'] }],
    ['a professional without organisation', { ...clinician, organisation: null }],
    ['a session that was launched for one patient', { ...clinician, onlyPatientId: randomUUID() }],
  ])('is not there for %s', async (_name, viewer) => {
    const { response, asked } = await page(viewer);
    expect([response.statusCode, asked]).toEqual([404, []]);
  });

  it('asks who is signed out to sign in, and comes back', async () => {
    const { response } = await page(null);
    expect([response.statusCode, response.headers.location]).toEqual([303, '/sign-in?return=%2Fresults-to-open']);
  });
});
