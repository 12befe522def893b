import { randomInt, randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { Command, Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { Client } from 'pg';
import { invitationCommands, meansOf } from '../api/invitation.commands.ts';
import { invitedRegistrationCommands } from '../api/invited-registration.commands.ts';
import { registrationCommands } from '../api/registration.commands.ts';
import { issueInvitation, type InvitationRequest, type IssuedInvitation } from '../domain/registration/issue-invitation.ts';
import { startIdentity } from '../start.ts';
import { invitationsIn } from '../store/invitation.store.ts';
import { createPasswordHasher } from '../store/password-hasher.ts';

export interface TestPatient {
  readonly patientId: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
}

type Message = Extract<Notice, { kind: 'message' }>;

/** The commands of invitations over a real database, with notices caught: other tests share the table of notices, and take them. */
export interface RegistrationHarness {
  readonly server: RoomServer;
  readonly room: Room;
  readonly database: RoomDatabase;
  readonly commands: Readonly<Record<string, Command>>;
  readonly keeper: Client;
  /** Everything that was told, in order. */
  readonly told: readonly Notice[];
  readonly desk: Viewer;
  readonly clinician: Viewer;
  run<Answer>(name: string, input: object, viewer?: Viewer | null): Promise<Answer>;
  /** Invites as the desk does; without a request's fields, an e-mail and a text message to addresses of their own. */
  issue(patient: TestPatient, more?: Partial<InvitationRequest>): Promise<IssuedInvitation>;
  /** The time that commands go by. */
  now: Date;
  forward(minutes: number): void;
  newPatient(birthDate?: string): Promise<TestPatient>;
  /** The last message to an address or number. */
  lastTo(address: string): Message | undefined;
  close(): Promise<void>;
}

/** Treatment that qualifies (REG-3). */
export const treated = [{ organisation: 'RYJ', at: '2024-05-01T10:00:00.000Z' }];

export async function openRegistrationHarness(): Promise<RegistrationHarness> {
  const server = await openRoomServer();
  const room = await startIdentity(server.settings);
  const database = await openRoomDatabase({ room: 'identity', settings: server.settings, entities: [], migrations: [] });
  const told: Notice[] = [];
  const notices: NoticeStore = {
    post: async (_manager, posted) => {
      told.push(...posted);
    },
    commands: { 'take-notices': async () => [], 'settle-notice': async () => null },
  };
  const hasher = createPasswordHasher({ memory: 64, passes: 1, parallelism: 1 });
  const parts = { database, notices, settings: server.settings, hasher };
  const commands = { ...room.commands, ...registrationCommands(parts), ...invitationCommands(parts), ...invitedRegistrationCommands(parts) };
  const keeper = await server.connect('identity', 'keeper');
  const owner = await server.connect('identity', 'owner');
  const feed = await server.connect('identity', 'feed');

  const newStaff = async (name: string, organisation: string, duties: Viewer['duties']): Promise<Viewer> => {
    const accountId = randomUUID();
    await owner.query("insert into account (id, kind, issuer, subject, name, organisation) values ($1::uuid, 'professional', 'test-staff', $1::text, $2, $3)", [accountId, name, organisation]);
    return { kind: 'professional', accountId, patientId: null, name, organisation, role: null, proofing: null, duties, email: `${accountId}@example.net`, sessionId: randomUUID() };
  };

  const harness: RegistrationHarness = {
    server,
    room,
    database,
    commands,
    keeper,
    told,
    desk: await newStaff('Dana Desk', 'QRV', ['support-desk']),
    clinician: await newStaff('Clara Clinician', 'RYJ', []),
    now: new Date(),
    run: async <Answer>(name: string, input: object, viewer: Viewer | null = null) => {
      const command = commands[name];
      if (command === undefined) throw new Error(`there is no command ${name}`);
      const access: AccessContext = { requestId: randomUUID(), viewer, now: harness.now };
      // A command's answer is unknown to its type; each test says what it expects.
      return (await command(input, access)) as Answer;
    },
    issue: ({ nhsNumber, birthDate }, more = {}) => {
      const request: InvitationRequest = {
        nhsNumber, birthDate, channel: 'electronic', email: newEmail(), mobile: newMobile(), language: 'en', returning: false,
        treatments: treated.map(({ organisation, at }) => ({ organisation, at: new Date(at) })), ...more,
      };
      const access: AccessContext = { requestId: randomUUID(), viewer: harness.desk, now: harness.now };
      return database.asKeeper((manager) => issueInvitation(access, harness.desk, invitationsIn(manager, notices), meansOf(server.settings), request));
    },
    forward: (minutes) => {
      harness.now = new Date(harness.now.getTime() + minutes * 60_000);
    },
    newPatient: async (birthDate = '1970-01-31') => {
      // Other test files make people in the same database, out of the same million numbers.
      for (;;) {
        const nhsNumber = newNhsNumber();
        const patientId = randomUUID();
        const { rowCount } = await feed.query(
          "insert into patient (id, nhs_number, birth_date, family_name, given_name) values ($1, $2, $3, 'Wintergreen', 'Philippa') on conflict (nhs_number) do nothing", [patientId, nhsNumber, birthDate]);
        if (rowCount === 1) return { patientId, nhsNumber, birthDate };
      }
    },
    lastTo: (address) =>
      told.filter((each): each is Message => each.kind === 'message').findLast(({ to }) => ('email' in to && to.email === address) || ('mobile' in to && to.mobile === address)),
    close: async () => {
      await Promise.all([keeper.end(), owner.end(), feed.end(), database.close(), hasher.close()]);
      await room.close();
    },
  };
  return harness;
}

/** A mobile number of the range that Ofcom keeps free for drama (07700 900000–900999) has too few for all tests; these are longer. */
export const newMobile = (): string => `+4477009${String(randomInt(100_000)).padStart(5, '0')}`;
export const newEmail = (): string => `${randomUUID()}@example.net`;

/** A made-up NHS number of the 999 range. */
export function newNhsNumber(): string {
  for (;;) {
    const digits = `999${String(randomInt(1_000_000)).padStart(6, '0')}`;
    const number = Array.from({ length: 10 }, (_each, check) => `${digits}${check}`).find((each) => parseNhsNumber(each).ok);
    if (number !== undefined) return number;
  }
}
