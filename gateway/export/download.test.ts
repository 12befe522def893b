import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createThrottle } from '../throttle/throttle.ts';
import { ExportLost, SealedFile } from './export-file.store.ts';
import { ExportJobStore } from './export-job.store.ts';
import { readCsv } from './testing/read-csv.ts';
import { openScratchExports, type Answer, type Gateway, type ScratchExports, type SignedIn } from './testing/scratch-exports.ts';
import { sampleLetter, sampleObservation, sampleReport } from './testing/sample-record.ts';

let world: ScratchExports;
let gateway: Gateway;

beforeAll(async () => {
  world = await openScratchExports();
  gateway = await world.start();
});
afterAll(() => world.close());

beforeEach(() => {
  world.graph.allow = () => true;
  world.graph.reports = [sampleReport()];
  world.graph.documents = [];
  world.graph.asked.length = 0;
});

const states = async (who: SignedIn, from = gateway) =>
  JSON.parse((await from.get(`/download/state?patient=${who.viewer.patientId ?? ''}`, who)).text) as { id: string; state: string; part: number; text: string }[];

/** Waits until the newest file is in one of these states. */
async function reaches(who: SignedIn, wanted: readonly string[], from = gateway) {
  for (let tries = 0; tries < 200; tries += 1) {
    const [newest] = await states(who, from);
    if (newest !== undefined && wanted.includes(newest.state)) return newest;
    await sleep(20);
  }
  throw new Error(`no file came to be ${wanted.join(' or ')}`);
}

async function made(who: SignedIn, format: string): Promise<string> {
  expect(await gateway.post('/download', { format }, who)).toMatchObject({ status: 303, location: '/download#files' });
  return (await reaches(who, ['ready'])).id;
}

const addressOf = async (who: SignedIn, id: string): Promise<string> => (await gateway.post('/download/file', { id }, who)).location;
const fetched = async (who: SignedIn, id: string): Promise<Answer> => gateway.get(await addressOf(who, id), who);
const chunkCount = async (id: string): Promise<number> => (await world.pool.query('select 1 from export_chunk where job_id = $1', [id])).rowCount ?? 0;

describe('REC-1 a patient downloads the record', () => {
  it.each([
    ['pdf', 'application/pdf', /^%PDF-1\.7/],
    ['fhir', 'application/fhir+json; charset=utf-8', /^\{"resourceType":"Bundle"/],
    ['csv', 'text/csv; charset=utf-8', /^\uFEFFSample taken/],
  ])('as %s', async (format, type, begins) => {
    const who = await world.signIn();
    const file = await fetched(who, await made(who, format));
    expect(file).toMatchObject({ status: 200, headers: { 'content-type': type, 'cache-control': 'no-store', 'content-length': String(file.body.length), 'x-content-type-options': 'nosniff' } });
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="health-record-\d{4}-\d\d-\d\d\.(?:pdf|json|csv)"$/);
    expect(file.text).toMatch(begins);
  });

  it('reads page by page as the person who asked, and says at each page that it is a download (ACS-6)', async () => {
    world.graph.reports = Array.from({ length: 120 }, () => sampleReport());
    const who = await world.signIn();
    const id = await made(who, 'csv');
    const reads = world.graph.asked.filter(({ name }) => name === 'DownloadReports');
    expect(reads.map(({ variables }) => [variables['kind'], variables['after']])).toEqual([['LABORATORY', null], ['LABORATORY', '50'], ['LABORATORY', '100'], ['RADIOLOGY', null]]);
    expect(reads.every(({ access }) => access.purpose === 'download' && access.viewer?.sessionId === who.sessionId && access.viewer.accountId === who.viewer.accountId)).toBe(true);
    expect(new Set(reads.map(({ access }) => access.requestId)).size).toBe(4);
    const rows = readCsv((await fetched(who, id)).text.slice(1));
    expect(rows).toHaveLength(121);
    expect(rows[1]?.slice(4, 10)).toEqual(['Haemoglobin', 'HB', '4.00', 'g/L', '115 - 165', 'Below the usual range']);
  });

  it('shows what is being read, how far it is, and then the file; without script too', async () => {
    const who = await world.signIn();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    world.graph.allow = ({ name }) => (name === 'DownloadDocuments' ? promise : true);
    await gateway.post('/download', { format: 'pdf' }, who);
    let now = await reaches(who, ['running']);
    while (now.part < 6) now = await reaches(who, ['running']);
    expect(now.text).toBe('Part 6 of 7: letters and documents.');
    const page = await gateway.get('/download', who);
    expect(page.text).toContain('<progress max="7" value="6"');
    expect(page.text).toContain('See how far it is');
    // One at a time: the form is not there while a file is made.
    expect(page.text).not.toContain('name="format"');
    resolve(true);
    await reaches(who, ['ready']);
    const ready = await gateway.get('/download', who);
    expect(ready.text).toContain('action="/download/file"');
    expect(ready.text).not.toContain('<progress');
  });
  it('asks what kind of file', async () => {
    const who = await world.signIn();
    for (const format of ['', 'exe']) {
      const page = await gateway.post('/download', { format }, who);
      expect(page).toMatchObject({ status: 422 });
      expect(page.text).toContain('Choose what kind of file to make');
    }
    expect(await states(who)).toEqual([]);
  });

  it('refuses other sites and people who are not signed in', async () => {
    expect(await gateway.get('/download', null)).toMatchObject({ status: 303, location: '/sign-in?return=%2Fdownload' });
    expect(await gateway.post('/download', { format: 'pdf' }, null)).toMatchObject({ status: 303 });
    expect(await gateway.get('/download/state', null)).toMatchObject({ status: 401, text: '[]' });
  });

  it('makes one file at a time for an account, in whatever window it is asked for', async () => {
    const who = await world.signIn();
    const elsewhere = await world.signIn(who.viewer);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    world.graph.allow = ({ name }) => (name === 'DownloadDetails' ? promise : true);
    await gateway.post('/download', { format: 'pdf' }, who);
    for (const each of [who, elsewhere]) {
      const again = await gateway.post('/download', { format: 'csv' }, each);
      expect(again.status).toBe(422);
      expect(again.text).toContain('A file is being made already');
    }
    resolve(true);
    await reaches(who, ['ready']);
    expect((await gateway.post('/download', { format: 'csv' }, elsewhere)).status).toBe(303);
    await reaches(elsewhere, ['ready']);
  });

  it('makes twenty files a day for an account, and not one more', async () => {
    const who = await world.signIn();
    const throttle = createThrottle(world.pool);
    for (let count = 0; count < 19; count += 1) await throttle.check(`export:${who.viewer.accountId}`, { most: 20, seconds: 86_400 }, new Date());
    await made(who, 'csv');
    const page = await gateway.post('/download', { format: 'csv' }, who);
    expect(page.status).toBe(422);
    expect(page.text).toContain('as many files as one can in a day');
    await made(await world.signIn(), 'csv');
  });
});

describe('REC-1 whose record may be downloaded', () => {
  it('tells staff that they take no copy, by whatever door they read (ACS-5)', async () => {
    const who = await world.signIn({ kind: 'professional', patientId: null, organisation: 'RYJ', proofing: null });
    const patientId = 'a7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0001';
    // Sharing opens no door for a download; its own tests show that.
    world.graph.allow = () => false;
    for (const answer of [await gateway.get(`/download?patient=${patientId}`, who), await gateway.post('/download', { format: 'pdf', patient: patientId }, who), await gateway.get('/download', who)]) {
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Only the person whose record it is, and those who act for them, can take a copy');
    }
    expect(world.graph.asked.every(({ access }) => access.purpose === 'download')).toBe(true);
  });

  it('answers a record that is not open, one that is none, and no record alike (abuse case 1)', async () => {
    world.graph.allow = () => false;
    const who = await world.signIn();
    const nobody = await world.signIn({ patientId: null });
    const unproved = await world.signIn({ proofing: 'P5' });
    const pages = [
      await gateway.get('/download?patient=a7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0002', who), await gateway.get('/download?patient=x', who),
      await gateway.post('/download', { format: 'pdf', patient: 'a7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0002' }, who), await gateway.get('/download', nobody), await gateway.get('/download', unproved),
    ];
    expect(pages.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
  });

  it('lets a proxy download the record they act for, and says whose it is', async () => {
    const who = await world.signIn();
    const child = 'a7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0003';
    expect((await gateway.get(`/download?patient=${child}`, who)).text).toContain('Download the record of Sample Person');
    expect(await gateway.post('/download', { format: 'csv', patient: child }, who)).toMatchObject({ status: 303, location: `/download?patient=${child}#files` });
    for (let tries = 0; tries < 100 && !(await gateway.get(`/download?patient=${child}`, who)).text.includes('Ready.'); tries += 1) await sleep(20);
    // Files of one record are not shown among those of another.
    expect(await states(who)).toEqual([]);
    expect(world.graph.asked.filter(({ name }) => name === 'DownloadReports').every(({ variables }) => variables['patient'] === child)).toBe(true);
  });
});

describe('SAR-1 the copy that a request was granted', () => {
  const request = 'b7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0001';
  const patient = 'a7c1c3ce-2a50-4d6e-9a9e-3a1d1c1c0004';

  it.each([['somebody else’s record', patient], ['the reader’s own, which opens to them anyhow', null]])('is read by that request and no other right, at every page: %s', async (_whose, named) => {
    const who = await world.signIn();
    const patientId = named ?? who.viewer.patientId ?? '';
    const address = `/download?patient=${patientId}&request=${request}`;
    const page = await gateway.get(address, who);
    expect(page.text).toContain('Download the copy that you asked for: ABCD-1234</h1>');
    expect(page.text).toContain('You asked for the records of Mabel Asked-For.');
    expect(page.text).toContain(`href="/records-request/${request}"`);
    expect(page.text).not.toContain('Sample Person’s');
    expect(await gateway.post('/download', { format: 'csv', patient: patientId, request }, who)).toMatchObject({ status: 303, location: `${address}#files` });
    const copies = async () => JSON.parse((await gateway.get(`/download/state?patient=${patientId}&request=${request}`, who)).text) as { id: string; state: string }[];
    await expect.poll(async () => (await copies()).map(({ state }) => state), { timeout: 5000 }).toEqual(['ready']);
    const [copy] = await copies();
    expect((await fetched(who, copy?.id ?? '')).status).toBe(200);
    // The page itself, the form, each part of the file, and fetching it.
    expect(world.graph.asked.map(({ name, access }) => [name, access.purpose, access.copyOf]).filter(([, purpose, of]) => purpose !== 'download' || of !== request)).toEqual([]);
    expect(world.graph.asked.filter(({ name }) => name === 'DownloadReports')).toHaveLength(2);
    // It is none of the ordinary downloads of that record, nor of another request.
    const other = request.replace('0001', '0002');
    for (const query of [`patient=${patientId}`, `patient=${patientId}&request=${other}`]) {
      expect(JSON.parse((await gateway.get(`/download/state?${query}`, who)).text)).toEqual([]);
      expect((await gateway.get(`/download?${query}`, who)).text).not.toContain(copy?.id);
    }
  });

  it('is not handed out once the request opens nothing any more, whatever else does', async () => {
    const who = await world.signIn();
    await gateway.post('/download', { format: 'csv', patient: who.viewer.patientId ?? '', request }, who);
    const copies = async () => JSON.parse((await gateway.get(`/download/state?patient=${who.viewer.patientId ?? ''}&request=${request}`, who)).text) as { id: string; state: string }[];
    await expect.poll(async () => (await copies()).map(({ state }) => state), { timeout: 5000 }).toEqual(['ready']);
    const [copy] = await copies();
    world.graph.allow = ({ access }) => access.copyOf === undefined;
    expect(await gateway.post('/download/file', { id: copy?.id ?? '' }, who)).toMatchObject({ status: 404 });
    expect(await gateway.get(`/download?patient=${who.viewer.patientId ?? ''}&request=${request}`, who)).toMatchObject({ status: 403 });
    expect(await gateway.get('/download', who)).toMatchObject({ status: 200 });
    for (const wrong of ['x', `${request}'`]) expect(await gateway.post('/download', { format: 'csv', request: wrong }, who)).toMatchObject({ status: 403 });
  });
});

describe('REC-1 doors and sessions in the middle of a download', () => {
  it('ends when the door shuts, and keeps nothing of what was read (abuse case 10)', async () => {
    world.graph.reports = Array.from({ length: 120 }, () => sampleReport());
    const who = await world.signIn();
    world.graph.allow = ({ variables }) => variables['after'] !== '50';
    await gateway.post('/download', { format: 'csv' }, who);
    const { id, text } = await reaches(who, ['failed']);
    expect(text).toContain('not open to you for a download any more');
    expect(await chunkCount(id)).toBe(0);
    expect(world.graph.asked.at(-1)?.variables['after']).toBe('50');
  });

  it('ends when the session ends: nothing more is read, and nothing stays (abuse case 33)', async () => {
    world.graph.reports = Array.from({ length: 120 }, () => sampleReport());
    const who = await world.signIn();
    const reached = Promise.withResolvers<void>();
    world.graph.allow = async ({ variables }) => {
      if (variables['after'] === '50') {
        await who.signOut();
        reached.resolve();
      }
      return true;
    };
    await gateway.post('/download', { format: 'csv' }, who);
    await reached.promise;
    // Another account's file shows that the worker has gone on.
    await made(await world.signIn(), 'csv');
    expect(world.graph.asked.some(({ variables, access }) => variables['after'] === '100' && access.viewer?.sessionId === who.sessionId)).toBe(false);
    expect((await world.pool.query('select 1 from export_job where session_id = $1', [who.sessionId])).rowCount).toBe(0);
  });

  it('does not hand out a ready file once the door is shut', async () => {
    const who = await world.signIn();
    const id = await made(who, 'csv');
    const address = await addressOf(who, id);
    world.graph.allow = () => false;
    expect(await gateway.post('/download/file', { id }, who)).toMatchObject({ status: 404 });
    expect(await gateway.get(address, who)).toMatchObject({ status: 410 });
  });

  it('asks a room again that did not answer, and says so when it goes on', async () => {
    const who = await world.signIn();
    let failures = 0;
    world.graph.allow = ({ name }) => (name === 'DownloadReports' && (failures += 1) < 3 ? 'ROOM_TIMEOUT' : true);
    await made(who, 'csv');
    world.graph.allow = ({ name }) => (name === 'DownloadReports' ? 'ROOM_TIMEOUT' : true);
    await gateway.post('/download', { format: 'csv' }, who);
    expect((await reaches(who, ['failed'])).text).toContain('a part of the record did not answer');
  });

  it('begins anew after a fault of ours, three times, and logs its kind only (abuse case 62)', async () => {
    const who = await world.signIn();
    world.graph.allow = ({ name }) => {
      if (name === 'DownloadReports') throw new Error('a secret value');
      return true;
    };
    const before = world.warnings.length;
    await gateway.post('/download', { format: 'csv' }, who);
    await reaches(who, ['failed']);
    expect(world.graph.asked.filter(({ name }) => name === 'DownloadReports')).toHaveLength(3);
    expect(world.warnings.slice(before)).toEqual([{ kind: 'Error' }, { kind: 'Error' }, { kind: 'Error' }]);
  });
});

describe('REC-1 a download survives the gateway', () => {
  it('is begun anew by the next process when one stops in the middle', async () => {
    const who = await world.signIn();
    const reached = Promise.withResolvers<void>();
    const held = Promise.withResolvers<boolean>();
    world.graph.allow = ({ variables }) => {
      if (variables['kind'] !== 'LABORATORY') return true;
      reached.resolve();
      return held.promise;
    };
    await gateway.post('/download', { format: 'csv' }, who);
    await reached.promise;
    const stopped = gateway.close();
    held.resolve(true);
    await stopped;
    const [row] = (await world.pool.query<{ state: string; attempts: number }>('select state, attempts from export_job where session_id = $1', [who.sessionId])).rows;
    expect(row).toEqual({ state: 'waiting', attempts: 0 });
    gateway = await world.start();
    const { id } = await reaches(who, ['ready']);
    expect(readCsv((await fetched(who, id)).text.slice(1))).toHaveLength(2);
  });

  it('is taken over from a process that died, and the dead one writes nothing when it wakes up', async () => {
    const who = await world.signIn();
    await gateway.close();
    const store = new ExportJobStore(world.pool);
    await store.add({ viewer: who.viewer, patientId: who.viewer.patientId ?? '', requestId: null, format: 'csv' }, new Date());
    const claimed = await store.claim(new Date());
    if (claimed === null) throw new Error('nothing was claimed');
    const late = new SealedFile(world.pool, claimed, Buffer.alloc(32));
    await late.write('x'.repeat(300_000));

    gateway = await world.start();
    await sleep(200);
    expect((await states(who))[0]?.state).toBe('running');
    await gateway.close();
    gateway = await world.start({ clock: () => new Date(Date.now() + 61_000) });
    const { id } = await reaches(who, ['ready']);
    await expect(late.write('x'.repeat(300_000))).rejects.toThrow(ExportLost);
    expect(await store.proceed(claimed, 1, new Date())).toBeNull();
    expect(await store.finish(claimed, { keyId: 'a', wrapped: Buffer.alloc(1) }, { chunks: 1, size: 1 }, new Date())).toBe(false);
    expect(readCsv((await fetched(who, id)).text.slice(1))).toHaveLength(2);
    await gateway.close();
    gateway = await world.start();
  });
});

describe('abuse case 53: a shared download address', () => {
  it('works once, within a minute, for the session it was made for', async () => {
    const who = await world.signIn();
    const [other, same] = [await world.signIn(), await world.signIn(who.viewer)];
    const id = await made(who, 'csv');
    const first = await addressOf(who, id);
    expect((await gateway.get(first, other)).status).toBe(410);
    expect((await gateway.get(first, who)).status).toBe(410);
    // The same person, signed in elsewhere.
    expect((await gateway.get(await addressOf(who, id), same)).status).toBe(410);
    const used = await addressOf(who, id);
    expect((await gateway.get(used, who)).status).toBe(200);
    const again = await gateway.get(used, who);
    expect(again.status).toBe(410);
    expect(again.text).toContain('This address does not work any more');
    expect((await gateway.get(await addressOf(who, id), null)).status).toBe(303);
    expect((await gateway.post('/download/file', { id }, other)).status).toBe(404);
  });

  it('is late after a minute', async () => {
    const who = await world.signIn();
    const id = await made(who, 'csv');
    const address = await addressOf(who, id);
    const later = await world.start({ clock: () => new Date(Date.now() + 61_000) });
    expect((await later.get(address, who)).status).toBe(410);
    await later.close();
  });
});

describe('abuse cases 25 and 63: what is kept of a file', () => {
  it('is cipher text, in chunks that cannot be exchanged, left out or cut off', async () => {
    world.graph.reports = Array.from({ length: 400 }, () => sampleReport({ observations: Array.from({ length: 5 }, () => sampleObservation()) }));
    const who = await world.signIn();
    const id = await made(who, 'fhir');
    const { rows } = await world.pool.query<{ number: number; sealed: Buffer }>('select number, sealed from export_chunk where job_id = $1 order by number', [id]);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.some(({ sealed }) => sealed.includes('Haemoglobin') || sealed.includes('resourceType'))).toBe(false);
    expect((await fetched(who, id)).status).toBe(200);
    const [, one, two] = rows;
    await world.pool.query('update export_chunk set sealed = case number when 1 then $2::bytea else $3::bytea end where job_id = $1 and number in (1, 2)', [id, two?.sealed, one?.sealed]);
    await expect(fetched(who, id)).rejects.toThrow(/.+/);
    await world.pool.query('update export_chunk set sealed = case number when 1 then $3::bytea else $2::bytea end where job_id = $1 and number in (1, 2)', [id, two?.sealed, one?.sealed]);
    await world.pool.query('update export_job set chunks = chunks - 1 where id = $1', [id]);
    await expect(fetched(who, id)).rejects.toThrow(/.+/);
  });

  it('goes with the session, and after two hours', async () => {
    const who = await world.signIn();
    const id = await made(who, 'csv');
    const store = new ExportJobStore(world.pool);
    const inTwoHours = new Date(Date.now() + 2 * 3_600_000 + 1000);
    await world.pool.query('update session set last_seen_at = $2 where id = $1', [who.sessionId, inTwoHours]);
    await store.sweep(inTwoHours);
    expect((await states(who)).map(({ state, text }) => [state, text])).toEqual([['expired', 'This file has been deleted. Make it again if you need it.']]);
    expect(await chunkCount(id)).toBe(0);
    expect(await gateway.post('/download/file', { id }, who)).toMatchObject({ status: 404 });

    const leaving = await world.signIn();
    const gone = await made(leaving, 'csv');
    await leaving.signOut();
    expect(await chunkCount(gone)).toBe(0);
  });

  it('goes when a session has stood idle', async () => {
    const who = await world.signIn();
    const id = await made(who, 'csv');
    await new ExportJobStore(world.pool).sweep(new Date(Date.now() + 31 * 60_000));
    expect((await world.pool.query('select 1 from export_job where id = $1', [id])).rowCount).toBe(0);
  });

  it('is stored by no browser and no cache on the way', async () => {
    const who = await world.signIn();
    const id = await made(who, 'pdf');
    const answers = [await gateway.get('/download', who), await fetched(who, id), await gateway.get(`/download/state?patient=${who.viewer.patientId ?? ''}`, who)];
    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(['no-store', 'no-store', 'no-store']);
  });
});

describe('REC-1 letters in a download', () => {
  it('carries a file that the graph gives, and only names one that was taken back or is too large', async () => {
    const [pdf, withdrawn, large] = [sampleLetter({ text: null, mediaType: 'application/pdf' }), sampleLetter({ text: null, mediaType: 'application/pdf', status: 'WITHDRAWN' }), sampleLetter({ text: null, mediaType: 'application/pdf', size: 6_000_000 })];
    world.graph.documents = [pdf, withdrawn, large];
    for (const letter of world.graph.documents) world.graph.files.set(letter.id, 'JVBERi0=');
    const who = await world.signIn();
    const bundle = (await fetched(who, await made(who, 'fhir'))).text;
    expect(bundle.match(/JVBERi0=/g)).toHaveLength(1);
    expect(world.graph.asked.filter(({ name }) => name === 'DownloadDocumentFile').map(({ variables }) => variables['document'])).toEqual([pdf.id]);
  });
});
