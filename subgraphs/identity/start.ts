import { readCommandInput, readIncomingMessage } from '@cie/kit/command-input.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import { createNoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { RoomContext } from '@cie/kit/room-context.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { DemographicsResolver } from './api/demographics.resolver.ts';
import { buildIdentitySchema } from './api/identity-schema.ts';
import { resolvePatient } from './domain/resolve-patient.ts';
import { signInPatient, type PatientSignIn } from './domain/sign-in.ts';
import { readIdentityMessage } from './feed/read-identity-message.ts';
import { KeepAccounts1795390000000 } from './store/accounts.migration.ts';
import { accountsIn } from './store/account.store.ts';
import { DemographicsEntity } from './store/demographics.entity.ts';
import { CreateIdentity1795348800000 } from './store/identity.migration.ts';
import { peopleIn } from './store/people.store.ts';

/** Starts the identity room: who people are, and the accounts they sign in with. */
export async function startIdentity(settings: Settings): Promise<Room> {
  const database = await openRoomDatabase({
    room: 'identity', settings, entities: [DemographicsEntity], migrations: [CreateIdentity1795348800000, KeepAccounts1795390000000],
  });
  const notices = createNoticeStore(database, settings);
  const demographics = new DemographicsResolver();
  const { schema, typeDefs } = buildIdentitySchema({ get: () => demographics });
  const accounts = accountsIn(database);

  return {
    name: 'identity',
    schema,
    typeDefs,
    createContext: (access): RoomContext => ({ access, reader: createRoomReader(database, access) }),
    commands: {
      ...notices.commands,
      resolve: async (input) => resolve(database, input),
      'sign-in-patient': async (input) => signInPatient(accounts, readPatientSignIn(input)),
      // The operator of a sandbox names a patient by number alone (`cie session`); elsewhere nobody may look one up like that.
      ...(settings['CIE_SANDBOX'] === 'yes' ? { 'sandbox-patient': async (input: unknown) => findSandboxPatient(database, input) } : {}),
      'sign-in-professional': async (input) => {
        const read = readCommandInput(input);
        return accounts.signInProfessional({
          issuer: read.text('issuer'),
          subject: read.text('subject'),
          name: read.text('name'),
          email: read.optionalText('email'),
          organisation: read.optionalText('organisation'),
          role: read.optionalText('role'),
        });
      },
    },
    ready: () => database.ready(),
    close: () => database.close(),
  };
}

async function resolve(database: RoomDatabase, input: unknown): Promise<ResolveOutcome> {
  const incoming = readIncomingMessage(input);
  const message = readIdentityMessage(incoming);
  if ('outcome' in message) return message;
  return database.asFeed((manager) => resolvePatient(peopleIn(manager), incoming, message));
}

/** The date of birth to sign a patient in with; null when no message about them has arrived. */
async function findSandboxPatient(database: RoomDatabase, input: unknown): Promise<{ birthDate: string } | null> {
  const nhsNumber = readCommandInput(input).text('nhsNumber');
  const person = await database.asFeed(async (manager) => peopleIn(manager).withNhsNumber(nhsNumber));
  return person === null ? null : { birthDate: person.birthDate };
}

function readPatientSignIn(input: unknown): PatientSignIn {
  const read = readCommandInput(input);
  const proofing = read.optionalText('proofing');
  if (proofing !== null && proofing !== 'P9' && proofing !== 'P5') {
    throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "proofing" must be P9, P5 or null.');
  }
  return {
    subject: read.text('subject'),
    nhsNumber: read.optionalText('nhsNumber'),
    birthDate: read.optionalText('birthDate'),
    familyName: read.optionalText('familyName'),
    email: read.optionalText('email'),
    proofing,
  };
}
