import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { answerError } from '../server/answer-error.ts';
import type { Session } from '../sign-in/sessions.ts';
import { registerReaders } from './register-readers.ts';

const now = new Date('2026-11-23T12:00:00Z');
const patient: Viewer = { ...testViewer, patientId: randomUUID() };
const id = randomUUID();
const trust = 'Imperial College Healthcare NHS Trust';

const carer = { id: 'invitation-1', kind: 'PATIENT', name: 'A <b>carer</b>', role: null, team: false, doors: ['INVITED'], labels: ['GENERAL', 'SOCIAL_CARE'], ownGroup: false, basis: null, until: '2026-12-13T00:00:00Z', organisation: null };
const readers = [
  carer,
  { ...carer, id: 'invitation-2', kind: 'PROFESSIONAL', name: 'Diabetes', team: true, ownGroup: true, until: null, organisation: { name: trust } },
  { ...carer, id: 'proxy-3', name: 'A parent', doors: ['PROXY'], basis: 'PARENTAL_RESPONSIBILITY' },
  { ...carer, id: 'organisation-RYJ', kind: 'PROFESSIONAL', name: trust, doors: ['OWN_ORGANISATION'], labels: [], ownGroup: true, until: null, organisation: { name: trust } },
  { ...carer, id: 'review-5', kind: 'PROFESSIONAL', name: 'Dr Reviewer' },
  { ...carer, id: 'emergency-4', kind: 'PROFESSIONAL', name: 'Dr Urgent', doors: ['EMERGENCY'], until: '2026-11-23T12:30:00Z' },
];
const labelHistory = [{ label: 'MENTAL_HEALTH', since: '2026-11-03T09:00:00Z', by: 'RULE' }, { label: 'GENERAL', since: '2026-11-07T09:00:00Z', by: 'PATIENT' }];
const report = { id, name: 'HIV <i>antibody</i>', availableFrom: '2026-11-05T00:00:00Z', organisation: { odsCode: 'RYJ' }, labelHistory };
const look = { id: '7', at: '2026-11-07T10:00:00Z', action: 'READ', who: 'Dr <b>Sample</b>', kind: 'PROFESSIONAL', role: 'Consultant', doors: ['INVITED'], own: false, reason: null, organisation: { name: trust } };
const sight = {
  more: false,
  could: [{ ...carer, id: 'copy-1', name: 'SAR-7', spans: [{ from: null, to: '2026-11-07T16:30:00Z' }] }, { ...carer, spans: [{ from: '2026-11-07T09:00:00Z', to: null }] }, { ...carer, id: 'organisation-RYJ', name: trust, doors: ['OWN_ORGANISATION'], spans: [{ from: null, to: null }] }],
  did: [look, { ...look, at: '2026-11-07T10:00:30Z' }, { ...look, at: '2026-11-07T11:15:00Z' }, { ...look, who: 'Test Viewer', action: 'VIEWED_AS', doors: ['SELF'], own: true, reason: 'Diabetes' }],
};
const answers: Readonly<Record<string, object>> = { RecordReaders: { readers }, SeenReport: { report }, ItemSight: { sight } };

/** The page as this viewer gets it, and what the graph was asked. */
async function page(path: string, { viewer = patient, answer = answers }: { viewer?: Viewer | null; answer?: Readonly<Record<string, object | null>> } = {}) {
  const asked: (readonly [string, Record<string, unknown>])[] = [];
  const app = Fastify();
  app.setErrorHandler(answerError);
  const session = viewer === null ? null : { id: 's', viewer, client: 'widget', expiresAt: now, idleUntil: now };
  await registerReaders(app, {
    // Only the viewer of a session is read.
    sessions: { read: async () => session as Session | null },
    execute: async (name, variables) => {
      asked.push([name, variables]);
      const patientFields = answer[name];
      if (patientFields === undefined) return { data: null, errors: [{ message: 'secret words', extensions: { code: 'INTERNAL_ERROR' } }] } as never;
      return { data: { patient: patientFields === null ? null : { id: patient.patientId, ...patientFields } } };
    },
    clock: () => now,
  });
  const response = await app.inject({ method: 'GET', url: path, headers: { accept: 'text/html' } });
  await app.close();
  return { response, asked };
}

/** What people read, without markup. */
const textOf = (body: string): string => body.slice(body.indexOf('<main')).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('ACS-7 the page from which patients look as somebody else', () => {
  it('names everybody to whom the record is open, with what they see, and leads there', async () => {
    const { response } = await page('/view-as');
    expect(response.statusCode).toBe(200);
    for (const words of [
      'A &lt;b&gt;carer&lt;/b&gt;', 'Can see general health, social care, until the end of 12 December 2026.', `Team, ${trust}`, 'Parent or guardian',
      'Can see general health, social care, and whatever their own hospital group supplied.', 'Can see only what their own hospital group supplied.', 'until 12:30pm', 'Dr Reviewer Checks a copy of your record that was asked for',
    ]) expect(textOf(response.body)).toContain(words);
    for (const { id: as } of readers) expect(response.body).toContain(`href="/record?as=${as}"`);
    expect(textOf(response.body)).toMatch(/People and teams you invited .* People who act for you .* Hospitals that care for you .* For a short time/);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('says so when the record is open to nobody else', async () => {
    expect(textOf((await page('/view-as', { answer: { RecordReaders: { readers: [] } } })).response.body)).toContain('Nobody else can read your record now.');
  });
});

describe('ACS-8 the page that says who could and who did see an item', () => {
  const path = `/who-saw/report/${id}`;

  it('of the day that was asked for, in times of London, with its label of that day', async () => {
    const { response, asked } = await page(`${path}?on=2026-11-07`);
    expect(response.statusCode).toBe(200);
    expect(asked).toEqual([
      ['SeenReport', { patient: patient.patientId, id }],
      ['ItemSight', {
        patient: patient.patientId, on: '2026-11-07',
        item: { area: 'RESULTS', organisation: 'RYJ', labels: labelHistory.map(({ label, since }) => ({ label, since })), availableFrom: report.availableFrom },
      }],
    ]);
    const text = textOf(response.body);
    for (const words of [
      'HIV &lt;i&gt;antibody&lt;/i&gt;', 'On 7 November 2026', 'It was filed under mental health. At 9am you moved it to general health. You could see it yourself.',
      'A &lt;b&gt;carer&lt;/b&gt; You invited them from 9am on ', `Professionals of ${trust} who care for you`, 'All day',
      'Whoever asked for a copy of your record, request SAR-7 The records team let them have a copy from midnight to 4:30pm',
      `Dr &lt;b&gt;Sample&lt;/b&gt; Consultant, ${trust} You invited them 10am, 11:15am`, 'You as Diabetes would see it',
    ]) expect(text).toContain(words);
    expect(response.body).not.toMatch(/<title>[^<]*HIV|<i>antibody|<b>Sample/);
  });

  it.each([
    ['2026-11-02', 'It was not in your record yet on that day.'],
    ['2026-11-03', 'It came into your record at 9am. It was filed under mental health. You could not see it yourself yet: you could from 5 November 2026.'],
    ['2026-11-05', 'It was filed under mental health. You could see it yourself.'],
    ['2026-11-08', 'It was filed under general health, where you had moved it. You could see it yourself.'],
  ])('on %s: %s', async (on, words) => {
    expect(textOf((await page(`${path}?on=${on}`)).response.body)).toContain(words);
  });

  it.each([
    ['RULE', 'It was filed under mental health. At 9am it was filed under general health, after what a hospital sent.', 'It was filed under general health.'],
    ['FORMER_OWNER', 'It was filed under mental health. At 9am whoever had this record then moved it to general health.', 'It was filed under general health, where whoever had this record then had moved it.'],
  ])('does not call the patient’s what they did not choose: %s', async (by, onTheDay, later) => {
    const [came, moved] = labelHistory;
    const text = async (on: string): Promise<string> => textOf((await page(`${path}?on=${on}`, { answer: { ...answers, SeenReport: { report: { ...report, labelHistory: [came, { ...moved, by }] } } } })).response.body);
    expect(await text('2026-11-07')).toContain(onTheDay);
    expect(await text('2026-11-08')).toContain(later);
  });

  it('names every while of the day at which somebody could see it', async () => {
    const at = (time: string): string => `2026-11-07T${time}:00Z`;
    const shown = async (spans: readonly object[], on = '2026-11-07'): Promise<string> =>
      textOf((await page(`${path}?on=${on}`, { answer: { ...answers, ItemSight: { sight: { ...sight, did: [], could: [{ ...carer, spans }] } } } })).response.body);
    expect(await shown([{ from: null, to: at('09:00') }, { from: at('15:00'), to: null }])).toContain('You invited them from midnight to 9am and from 3pm on ');
    expect(await shown([{ from: null, to: at('09:00') }, { from: at('15:00'), to: at('16:10') }, { from: at('18:00'), to: at('19:00') }])).toContain('from midnight to 9am, from 3pm to 4:10pm and from 6pm to 7pm');
    expect(await shown([{ from: null, to: null }])).toContain('You invited them All day ');
    expect(await shown([{ from: null, to: null }], '2026-11-23')).toContain('You invited them All day until now');
  });

  it('calls nobody else "You" who came as an owner: an owner whose record was joined is named (ACC-5)', async () => {
    const did = [{ ...look, who: 'Ben Joined', role: null, organisation: null, doors: ['SELF'] }, { ...look, who: 'Test Viewer', at: '2026-11-07T11:00:00Z', doors: ['SELF'], own: true }];
    const text = textOf((await page(`${path}?on=2026-11-07`, { answer: { ...answers, ItemSight: { sight: { ...sight, did } } } })).response.body);
    expect(text).toContain('Ben Joined Signed in as the owner, or as the owner of a record joined to yours 10am');
    expect(text).toContain('You It is your own record 11am');
  });

  it('says from when on the patient could see it, where that was within the day', async () => {
    const released = { ...report, availableFrom: '2026-11-09T11:30:00Z' };
    const text = async (on: string, item: object = released): Promise<string> => textOf((await page(`${path}?on=${on}`, { answer: { ...answers, SeenReport: { report: item } } })).response.body);
    expect(await text('2026-11-08')).toContain('You could not see it yourself yet: you could from 9 November 2026.');
    expect(await text('2026-11-09')).toContain('You could see it yourself from 11:30am on.');
    expect(await text('2026-11-10')).toContain('You could see it yourself.');
    expect(await text('2026-11-03', { ...report, availableFrom: '2026-11-03T08:00:00Z' })).toContain('You could see it yourself.');
  });

  it('asks about a radiology report in the form of a document as about any other that waits (RES-3)', async () => {
    const document = { ...report, title: 'CT of the chest', availableFrom: '2026-12-01T09:00:00Z' };
    const { response, asked } = await page(`/who-saw/document/${id}?on=2026-11-07`, { answer: { ...answers, SeenDocument: { document } } });
    expect(asked.at(-1)?.[1]).toMatchObject({ item: { availableFrom: document.availableFrom } });
    expect(textOf(response.body)).toContain('You could not see it yourself yet: you could from 1 December 2026.');
  });

  it('is about today unless told otherwise, and about no day to come', async () => {
    expect((await page(path)).asked.at(-1)?.[1]).toMatchObject({ on: '2026-11-23' });
    expect((await page(`${path}?day=7&month=November&year=2026`)).asked.at(-1)?.[1]).toMatchObject({ on: '2026-11-07' });
    for (const [query, problem] of [['on=2026-11-24', 'Choose today or a day before it'], ['day=31&month=2&year=2026', 'Enter a real date'], ['on=yesterday', 'Enter a real date'], ['day=&month=&year=2026', 'Enter a real date']]) {
      const { response, asked } = await page(`${path}?${query ?? ''}`);
      expect([response.statusCode, asked.at(-1)?.[1]]).toMatchObject([422, { on: '2026-11-23' }]);
      expect(response.body).toContain(problem);
    }
    expect((await page(`${path}?on=2026-11-22`)).response.body).toContain('The day after');
    expect((await page(path)).response.body).not.toContain('The day after');
  });

  it.each([
    ['document', 'SeenDocument', { document: { ...report, title: 'Clinic letter' } }, 'DOCUMENTS'],
    ['appointment', 'SeenAppointment', { appointment: { ...report, clinic: null, start: null } }, 'APPOINTMENTS'],
    ['care-item', 'SeenCareItem', { careItemLabel: { ...report, organisation: null } }, 'RESULTS'],
  ])('is there for a %s too', async (kind, query, answer, area) => {
    const { response, asked } = await page(`/who-saw/${kind}/${id}`, { answer: { ...answers, [query]: answer } });
    expect(response.statusCode).toBe(200);
    expect(asked.map(([name]) => name)).toEqual([query, 'ItemSight']);
    expect(asked.at(-1)?.[1]).toMatchObject({ item: { area, organisation: kind === 'care-item' ? 'PATIENT' : 'RYJ' } });
  });
});

describe('ACS-7 ACS-8 these pages are for the person whose record it is', () => {
  it('there is nothing for anybody else, nor about what is not in the record', async () => {
    for (const viewer of [testViewer, { ...patient, proofing: 'P5' as const }, { ...patient, kind: 'professional' as const }]) {
      for (const path of ['/view-as', `/who-saw/report/${id}`]) {
        const { response, asked } = await page(path, { viewer });
        expect([response.statusCode, asked]).toEqual([404, []]);
      }
    }
    for (const [path, answer] of [[`/who-saw/report/${id}`, { SeenReport: { report: null } }], ['/who-saw/report/x', answers], [`/who-saw/measurement/${id}`, answers], [`/who-saw/report/${id}`, { SeenReport: { report: { ...report, labelHistory: null } } }]] as const) {
      const { response } = await page(path, { answer });
      expect([response.statusCode, response.body.includes('We cannot show this')]).toEqual([404, true]);
    }
  });

  it('whoever is signed out signs in first, and a room that does not answer is no empty list', async () => {
    expect((await page(`/who-saw/report/${id}?on=2026-11-07`, { viewer: null })).response.headers.location).toBe(`/sign-in?return=${encodeURIComponent(`/who-saw/report/${id}?on=2026-11-07`)}`);
    for (const [path, answer] of [['/view-as', {}], ['/view-as', { RecordReaders: { readers: null } }], [`/who-saw/report/${id}`, {}], [`/who-saw/report/${id}`, { SeenReport: { report } }]] as const) {
      const { response } = await page(path, { answer });
      expect(response.statusCode).toBe(503);
      expect(response.body).not.toContain('secret words');
    }
  });
});
