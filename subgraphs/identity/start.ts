import { openRoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import { createNoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { RoomContext } from '@cie/kit/room-context.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { contactCommands } from './api/contact.commands.ts';
import { DemographicsResolver } from './api/demographics.resolver.ts';
import { deskCommands } from './api/desk.commands.ts';
import { fhirCommands } from './api/fhir.commands.ts';
import { buildIdentitySchema } from './api/identity-schema.ts';
import { invitationCommands } from './api/invitation.commands.ts';
import { invitedRegistrationCommands } from './api/invited-registration.commands.ts';
import { personCommands } from './api/person.commands.ts';
import { professionalCommands } from './api/professional.commands.ts';
import { passwordCommands } from './api/password.commands.ts';
import { recordCommands } from './api/record.commands.ts';
import { registrationCommands } from './api/registration.commands.ts';
import { KeepAccounts1795390000000 } from './store/accounts.migration.ts';
import { KeepCredentials1795390030000 } from './store/credentials.migration.ts';
import { DemographicsEntity } from './store/demographics.entity.ts';
import { WorkDeskCases1795390040000 } from './store/desk.migration.ts';
import { FollowEncounters1795400010001 } from './store/encounters.migration.ts';
import { HaveFourLabels1795501000001 } from './store/four-labels.migration.ts';
import { CreateIdentity1795348800000 } from './store/identity.migration.ts';
import { InvitePatients1795390020000 } from './store/invitation.migration.ts';
import { GuardJoins1795390061000 } from './store/joins-guard.migration.ts';
import { createPasswordHasher } from './store/password-hasher.ts';
import { KeepProfessionals1795390050000 } from './store/professionals.migration.ts';
import { JoinRecords1795390060000 } from './store/record-merges.migration.ts';
import { RegisterInSteps1795390010000 } from './store/registration.migration.ts';
import { TightenAccounts1795390091000 } from './store/tightening.migration.ts';

/** Starts the identity room: who people are, and the accounts they sign in with. */
export async function startIdentity(settings: Settings): Promise<Room> {
  const database = await openRoomDatabase({
    room: 'identity', settings, entities: [DemographicsEntity], migrations: [
      CreateIdentity1795348800000,
      KeepAccounts1795390000000,
      RegisterInSteps1795390010000,
      InvitePatients1795390020000,
      KeepCredentials1795390030000,
      WorkDeskCases1795390040000,
      KeepProfessionals1795390050000,
      JoinRecords1795390060000,
      GuardJoins1795390061000,
      TightenAccounts1795390091000,
      FollowEncounters1795400010001,
      HaveFourLabels1795501000001,
    ],
  });
  const notices = createNoticeStore({ statement: (sql, parameters) => database.keeperStatement(sql, parameters) }, settings);
  const hasher = createPasswordHasher();
  const demographics = new DemographicsResolver();
  const { schema, typeDefs } = buildIdentitySchema({ get: () => demographics });

  return {
    name: 'identity',
    schema,
    typeDefs,
    createContext: (access): RoomContext => ({ access, reader: createRoomReader(database, access) }),
    commands: {
      ...notices.commands,
      ...contactCommands({ database }),
      ...personCommands({ database }),
      ...fhirCommands({ database }),
      ...deskCommands({ database, notices, settings }),
      ...recordCommands({ database, notices }),
      ...passwordCommands({ database, notices, settings, hasher }),
      ...registrationCommands({ database, notices, settings }),
      ...invitationCommands({ database, notices, settings }),
      ...invitedRegistrationCommands({ database, notices, settings, hasher }),
      ...professionalCommands({ database, notices, settings }),
    },
    ready: () => database.ready(),
    close: async () => {
      await Promise.all([hasher.close(), database.close()]);
    },
  };
}
