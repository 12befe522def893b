import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { startFakeScanner } from '@cie/kit/testing/fake-scanner.ts';
import { takeOwnNotices } from '@cie/kit/testing/own-notices.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSharing } from '../start.ts';
import { createGrantStore } from '../store/grant.store.ts';

export interface Patient {
  readonly id: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
}

/** A moment of the tests; the sweep of evidence goes by the machine's clock. */
export const now = new Date('2026-11-23T12:00:00Z');
export const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);
export const daysAgo = (count: number): Date => new Date(Date.now() - count * 86_400_000);

const member = (name: string): Viewer => ({
  ...testViewer, kind: 'professional', accountId: randomUUID(), name, organisation: 'QRV', role: 'Records team', proofing: null, duties: ['records-team'], email: `${randomUUID()}@records.example.test`,
});
export const staff = member('Robin Ledger');
/** Decides about what `staff` looked at. */
export const colleague = member('Alex Register');
export const person = (details: Partial<Viewer> = {}): Viewer => ({ ...testViewer, accountId: randomUUID(), name: 'Ada Asker', email: `${randomUUID()}@example.test`, ...details });

export const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => pick(error, 'code'));

/** A valid number that is never issued, of which nobody else knows. */
function newNhsNumber(): string {
  for (;;) {
    const number = `9996${String(randomInt(1_000_000)).padStart(6, '0')}`;
    if (parseNhsNumber(number).ok) return number;
  }
}

/** What the copy holds, and why the rest is left out. */
export const decision = (...released: string[]) => ({
  released, withheld: ['general', 'sexualHealth', 'mentalHealth', 'socialCare'].filter((label) => !released.includes(label)).map((label) => ({ label, reason: 'not-covered' })),
});

export type RecordsWorld = Awaited<ReturnType<typeof openRecordsWorld>>;

/** Sharing with requests for records on their way: each step in one call. */
export async function openRecordsWorld() {
  const server = await openRoomServer();
  const scanner = await startFakeScanner();
  scanner.behaviour = { answers: 'stream: OK' };
  const noticeKey = randomBytes(32).toString('base64url');
  const settings = { ...server.settings, CIE_NOTICE_KEY: noticeKey, CIE_SCAN: 'clamd', CIE_CLAMD: scanner.address };
  const warned: unknown[] = [];
  const log = { warn: (...line: unknown[]) => void warned.push(line) };
  const sharing = await startSharing(settings, log);
  const [owner, service] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);

  const command = async (name: string, input: object, viewer: Viewer | null = staff, at = now): Promise<unknown> => sharing.commands[name]?.(input, { requestId: randomUUID(), viewer, now: at });
  const until = async (is: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await is()) return;
      await sleep(20);
    }
    throw new Error(`It did not come to be so. ${JSON.stringify(warned)}`);
  };
  const fileState = async (file: string): Promise<unknown> => (await service.query<{ state: string }>('select state from evidence where id = $1', [file])).rows[0]?.state;

  const newPatient = async (birthDate = '1948-05-04'): Promise<Patient> => {
    const patient = { id: randomUUID(), nhsNumber: newNhsNumber(), birthDate };
    await sharing.commands['know-patient']?.({ patientId: patient.id, nhsNumber: patient.nhsNumber, birthDate, organisation: 'RYJ' });
    return patient;
  };
  const requested = async (viewer: Viewer, { nhsNumber, birthDate }: Patient, basis = 'power-of-attorney', at = now): Promise<string> =>
    String(pick(await command('request-records', { basis, name: 'Mabel Asked-For', nhsNumber, birthDate, relationship: 'my aunt', wanted: null }, viewer, at), 'id'));
  const evidence = async (viewer: Viewer, id: string): Promise<string> => {
    const file = String(pick(await command('begin-evidence', { id, fileName: 'paper.pdf', mediaType: 'application/pdf' }, viewer), 'id'));
    await command('evidence-part', { id: file, number: '0', bytes: Buffer.from('a paper').toString('base64'), last: 'yes' }, viewer);
    await until(async () => (await fileState(file)) === 'clean');
    return file;
  };
  const sent = async (viewer: Viewer, patient: Patient, basis?: string): Promise<string> => {
    const id = await requested(viewer, patient, basis);
    await evidence(viewer, id);
    await command('send-evidence', { id }, viewer);
    return id;
  };
  /** Opens each file of evidence, as who says what it shows has to. */
  const looked = async (id: string, viewer = staff): Promise<void> => {
    const files = pick(await command('records-request', { id }, viewer), 'files') as readonly { id: string }[]; // a StaffRequest's
    for (const { id: file } of files) await command('evidence-file', { id, file, number: '0' }, viewer);
  };
  const checked = async (viewer: Viewer, patient: Patient, basis?: string): Promise<string> => {
    const id = await sent(viewer, patient, basis);
    await looked(id);
    await command('check-records-request', { id, nhsNumber: patient.nhsNumber, birthDate: patient.birthDate, how: 'Saw the papers, called the solicitor' });
    return id;
  };
  const newReviewer = async (): Promise<Viewer> => {
    const viewer: Viewer = { ...member(`Dr Reader ${randomUUID().slice(0, 8)}`), organisation: 'RQM', role: 'Consultant', duties: [] };
    await service.query(
      "insert into professional (account_id, name, role, organisation, name_words, words, known_at) values ($1, $2, 'Consultant', 'RQM', array_to_tsvector($3), array_to_tsvector($3), $4)",
      [viewer.accountId, viewer.name, viewer.name.toLowerCase().split(/\W+/), now]);
    return viewer;
  };
  const reads = async (reviewer: Viewer, at = now): Promise<void> => {
    const run = createOperationRunner(sharing, (fault) => { throw new Error(JSON.stringify(fault)); });
    // ReviewTasks.
    for (const { patientId } of (await command('records-reviews', {}, reviewer, at)) as readonly { patientId: string }[]) {
      await run({ query: 'query ($id: ID!) { patient(id: $id) { access { results } } }', variables: { id: patientId } }, { requestId: randomUUID(), viewer: reviewer, now: at });
    }
  };
  const reviewed = async (id: string, harmful: readonly string[] = []): Promise<void> => {
    const reviewer = await newReviewer();
    await command('assign-review', { id, accountId: reviewer.accountId });
    await reads(reviewer);
    await command('answer-records-review', { id, harmful, text: harmful.length > 0 ? 'It names somebody who would be in danger' : null }, reviewer);
  };

  return {
    service, command, until, fileState, newPatient, requested, evidence, sent, looked, checked, newReviewer, reads, reviewed,
    approve: (id: string, released: readonly string[], at = now): Promise<unknown> => command('approve-records-request', { id, ...decision(...released) }, colleague, at),
    /** What a download would be, of the copy of a request where one is named. */
    download: async (viewer: Viewer, patientId: string, { copyOf, at = now, fields = 'doors labels' }: { readonly copyOf?: string; readonly at?: Date; readonly fields?: string } = {}): Promise<unknown> => {
      const run = createOperationRunner(sharing, (fault) => { throw new Error(JSON.stringify(fault)); });
      const access: AccessContext = { requestId: randomUUID(), viewer, now: at, purpose: 'download', ...(copyOf === undefined ? {} : { copyOf }) };
      return pick((await run({ query: `query ($id: ID!) { patient(id: $id) { ${fields} } }`, variables: { id: patientId } }, access)).data, 'patient');
    },
    /** Everything that ever let somebody else into a record. */
    grants: (patientId: string) => createGrantStore({ statement: async <Row>(sql: string, parameters: readonly unknown[]) => (await service.query(sql, [...parameters])).rows as Row[] }).grants([patientId]), // as the room's own database answers
    lastEntry: async (patientId: string): Promise<unknown> => {
      const { rows } = await owner.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq desc limit 1', [patientId]);
      return JSON.parse(rows[0]?.body ?? 'null');
    },
    /** Takes what waits to be sent, and what of it is for this account, record or duty, or of this reference. */
    messages: async (about: string | readonly string[]): Promise<readonly string[]> =>
      (await takeOwnNotices(service, noticeKey)).flatMap((notice) =>
        notice.kind === 'message' && [...Object.values(notice.to), notice.values['reference']].some((each) => each !== undefined && [about].flat().includes(each))
          ? [[notice.template, notice.values['date']].join(' ').trim()]
          : []),
    /** Another process starts, which sweeps at once. */
    sweep: async (done: () => Promise<boolean>): Promise<void> => {
      const other = await startSharing(settings, log);
      try {
        await until(done);
      } finally {
        await other.close();
      }
    },
    learnGroup: (survivingId: string, patientIds: readonly string[]): Promise<unknown> => command('record-links', { version: Date.now(), groups: [{ survivingId, patientIds }] }, null),
    close: async (): Promise<void> => {
      await Promise.all([owner.end(), service.end(), sharing.close(), scanner.close()]);
    },
  };
}
