import { openRoomDatabase } from '@cie/kit/database/room-database.ts';
import type { KnownPatient } from '@cie/kit/feed.ts';
import { createNoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Room } from '@cie/kit/room.ts';
import { requiredKey, type Settings } from '@cie/kit/settings.ts';
import { AccessResolver } from './api/access.resolver.ts';
import { launchCommands } from './api/launch.commands.ts';
import { PatientResolver } from './api/patient.resolver.ts';
import { proxiesCommands } from './api/proxies.commands.ts';
import { PatientProxiesResolver, ProxyRequestsResolver } from './api/proxy.resolver.ts';
import { recordCommands } from './api/record.commands.ts';
import { ChangeAccessResolver, RecordChangeResolver } from './api/record-change.resolver.ts';
import { createSharingContext } from './api/sharing-context.ts';
import { buildSharingSchema } from './api/sharing-schema.ts';
import { SharingMutations } from './api/sharing.mutations.ts';
import { ViewerResolver } from './api/viewer.resolver.ts';
import { createAccessLogStore } from './store/access-log.store.ts';
import { createClosingStore } from './store/closing.store.ts';
import { CreateSharing1795000000000 } from './store/create-sharing-1795000000000.ts';
import { createDoorStore } from './store/door.store.ts';
import { createEmergencyStore } from './store/emergency.store.ts';
import { InvitationEntity } from './store/invitation.entity.ts';
import { createInvitationStore } from './store/invitation.store.ts';
import { KeepNotices1795390000000 } from './store/notices.migration.ts';
import { createPatientFinderStore } from './store/patient-finder.store.ts';
import { KeepProxies1795390070000 } from './store/proxies.migration.ts';
import { proxySeal } from './store/proxy-row.ts';
import { createProxyStore } from './store/proxy.store.ts';
import { createRecordGroupStore } from './store/record-group.store.ts';
import { JoinRecords1795390080000 } from './store/record-groups.migration.ts';
import { ReplaceProxyRequests1795390160000 } from './store/replace-requests.migration.ts';
import { createSearchStore } from './store/search.store.ts';
import { LimitSearches1795390150000 } from './store/search-limits.migration.ts';
import { createRecordFinder } from './store/shared-record.store.ts';
import { MintWritePasses1795400000000 } from './store/write-passes.migration.ts';

/** Starts sharing: the door of every record, and the keeper of the access log. */
export async function startSharing(settings: Settings): Promise<Room> {
  const database = await openRoomDatabase({
    room: 'sharing', settings, entities: [InvitationEntity], migrations: [
      CreateSharing1795000000000,
      KeepNotices1795390000000,
      KeepProxies1795390070000,
      JoinRecords1795390080000,
      LimitSearches1795390150000,
      ReplaceProxyRequests1795390160000,
      MintWritePasses1795400000000,
    ], poolSize: 12,
  });
  const notices = createNoticeStore(database, settings);
  const doors = createDoorStore(database);
  const invitations = createInvitationStore(database);
  const finderKey = requiredKey(settings, 'CIE_FINDER_KEY', 32);
  const patients = createPatientFinderStore(database, finderKey);
  const proxies = createProxyStore(database, patients, notices, proxySeal(finderKey));
  const finder = createRecordFinder(database, patients);
  const searches = createSearchStore(database, notices);

  const resolvers = new Map<unknown, object>([
    [AccessResolver, new AccessResolver()],
    [PatientResolver, new PatientResolver(invitations, createAccessLogStore(database))],
    [PatientProxiesResolver, new PatientProxiesResolver(proxies)],
    [ProxyRequestsResolver, new ProxyRequestsResolver(proxies)],
    [RecordChangeResolver, new RecordChangeResolver(doors)],
    [ChangeAccessResolver, new ChangeAccessResolver(doors)],
    [SharingMutations, new SharingMutations(invitations, createEmergencyStore(database), { finder, searches, doors })],
    [ViewerResolver, new ViewerResolver(doors, finder, searches)],
  ]);
  const { schema, typeDefs } = buildSharingSchema({ get: (type) => resolvers.get(type) });

  return {
    name: 'sharing',
    schema,
    typeDefs,
    createContext: (access) => createSharingContext(access, doors),
    commands: {
      ...notices.commands,
      ...launchCommands({ finder, doors }),
      ...proxiesCommands(proxies),
      ...recordCommands({ groups: createRecordGroupStore(database), closing: createClosingStore(database, notices) }),
      // Only the gateway's dispatcher calls this, with what identity resolved.
      'know-patient': async (input) => patients.know(input as KnownPatient),
    },
    ready: () => database.ready(),
    close: () => database.close(),
  };
}
