import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { createOperationRunner } from '@cie/kit/calls/run-operation.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { unseal } from '@cie/kit/notices/seal.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import type { DeskTeam } from '@cie/kit/teams.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { startSharing } from '../start.ts';

/** The time of tests that name none. */
export const now = new Date('2026-11-23T12:00:00Z');
export const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

export type Patient = Viewer & { readonly patientId: string };
export type Doctor = Viewer & { readonly organisation: string; readonly role: string };

export const desk: Viewer = {
  ...testViewer, kind: 'professional', accountId: randomUUID(), name: 'Dana Desk', organisation: 'QRV', role: 'Support desk', proofing: null, duties: ['support-desk'],
};

/** A word of a name that no other test's directory has. */
export const newWord = (): string => `w${randomUUID().replaceAll('-', '').slice(0, 14)}`;
export const newPatient = (): Patient => ({ ...testViewer, accountId: randomUUID(), patientId: randomUUID(), name: 'Pat Sample', email: `${randomUUID()}@example.test` });

/** What a doctor sees whom the patient has let see general health. */
export const open = [['INVITED'], ['GENERAL']];

/** Sharing on a real database, and what patients, doctors and the desk do with invitations and teams. */
export async function openSharingWorld() {
  const server = await openRoomServer();
  // A key of its own, so that no other test file that takes notices takes these for its own.
  const settings = { ...server.settings, CIE_NOTICE_KEY: randomBytes(32).toString('base64url') };
  const sharing = await startSharing(settings);
  const run = createOperationRunner(sharing, (fault) => {
    throw new Error(`an operation failed: ${JSON.stringify(fault)}`);
  });
  const service = await server.connect('sharing', 'service');
  const noticeKey = requiredKey(settings, 'CIE_NOTICE_KEY', 32);

  const as = (viewer: Viewer | null, at: Date): AccessContext => ({ requestId: randomUUID(), viewer, now: at });
  const command = async (name: string, input: object, viewer: Viewer | null = desk, at = now): Promise<unknown> => sharing.commands[name]?.(input, as(viewer, at));
  async function ask(viewer: Viewer | null, query: string, variables: Record<string, unknown> = {}, at = now, more: Partial<AccessContext> = {}) {
    const result = await run({ query, variables }, { ...as(viewer, at), ...more });
    return { data: result.data ?? null, code: result.errors?.[0]?.extensions['code'] ?? null };
  }

  const known = ({ accountId, name, role, organisation }: Doctor, at = now) => command('know-professional', { accountId, at: at.toISOString(), works: { name, role, organisation } }, null);
  const search = (viewer: Viewer | null, text: string, at = now, first = 10) =>
    ask(viewer, 'query ($text: String!, $first: Int!) { careDirectory(search: $text, first: $first) { entries { id kind name about organisation { odsCode } } hasMore } }', { text, first }, at);
  async function found(viewer: Viewer, text: string, at = now): Promise<{ id: string; kind: string; about: string }[]> {
    const entries = pick((await search(viewer, text, at)).data, 'careDirectory', 'entries');
    if (!Array.isArray(entries)) throw new Error('the search was refused');
    return entries.map((each: unknown) => ({ id: String(pick(each, 'id')), kind: String(pick(each, 'kind')), about: String(pick(each, 'about')) }));
  }
  async function publicId({ accountId }: Viewer): Promise<string> {
    const { rows } = await service.query<{ id: string }>('select id from professional where account_id = $1', [accountId]);
    return rows[0]?.id ?? '';
  }

  return {
    service, command, ask, known, search, found, publicId,
    close: () => Promise.all([service.end(), sharing.close()]),
    /** A professional as the directory learns of them when they sign in. */
    newDoctor: async (word = newWord(), organisation = 'RYJ'): Promise<Doctor> => {
      const doctor: Doctor = { ...testViewer, kind: 'professional', accountId: randomUUID(), name: `Dr Ada ${word}`, organisation, role: 'Consultant', proofing: null, email: `${word}@trust.example.test` };
      await known(doctor);
      return doctor;
    },
    leave: ({ accountId }: Viewer, at: Date) => command('know-professional', { accountId, at: at.toISOString(), works: null }, null),
    codeOf: (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: unknown) => pick(error, 'code')),
    invite: (viewer: Viewer, whom: object, at = now, details: object = {}) =>
      ask(viewer, 'mutation ($input: InviteInput!) { invite(input: $input) { id kind email name about state labels until acceptedAt organisation { odsCode } } }', { input: { ...whom, labels: ['GENERAL'], ...details } }, at),
    revoke: (viewer: Viewer, id: string, at: Date) => ask(viewer, 'mutation ($id: ID!) { revokeInvitation(id: $id) { state } }', { id }, at),
    invitations: async (viewer: Patient, at: Date): Promise<unknown> =>
      pick((await ask(viewer, 'query ($id: ID!) { patient(id: $id) { invitations { id kind name state goneAt } } }', { id: viewer.patientId }, at)).data, 'patient', 'invitations'),
    /** The doors that stand open and the labels they show, as a reading finds them; null when none does. */
    opened: async (viewer: Viewer, patientId: string, at: Date): Promise<unknown> => {
      const { data } = await ask(viewer, 'query ($id: ID!) { patient(id: $id) { doors labels access { results } } }', { id: patientId }, at);
      return pick(data, 'patient') === null ? null : [pick(data, 'patient', 'doors'), pick(data, 'patient', 'labels')];
    },
    // The room's own command answers both.
    newTeam: async (organisation = 'RYJ', name = `Team ${newWord()}`): Promise<DeskTeam> =>
      (await command('add-team', { organisation, name, about: 'Type 1 and type 2 diabetes', mailbox: `${randomUUID()}@trust.example.test`, how: 'Rang the ward' })) as DeskTeam,
    join: async (team: DeskTeam, doctor: Viewer, at = now): Promise<DeskTeam> =>
      (await command('add-team-member', { id: team.id, professionalId: await publicId(doctor), how: 'Rang the ward' }, desk, at)) as DeskTeam,
    logOf: async (patientId: string): Promise<Record<string, unknown>[]> => {
      const { rows } = await service.query<{ body: string }>('select body from access_log where patient_id = $1 order by seq', [patientId]);
      // Written by append_access_entry as an object.
      return rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
    },
    /** What waits to be sent, read without taking it away from the test files that share the database. */
    messages: async (): Promise<Extract<Notice, { kind: 'message' }>[]> => {
      const { rows } = await service.query<{ id: string; sealed: Buffer }>("select id, sealed from notice where kind = 'message'");
      const all = rows.flatMap(({ id, sealed }): Notice[] => {
        try {
          // Sealed by the room's own store.
          return [JSON.parse(unseal(noticeKey, sealed, id)) as Notice];
        } catch {
          // Sealed by another test file.
          return [];
        }
      });
      return all.filter((notice) => notice.kind === 'message');
    },
  };
}
