import { openRoomDatabase } from '@cie/kit/database/room-database.ts';
import type { KnownPatient } from '@cie/kit/feed.ts';
import { createNoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Room } from '@cie/kit/room.ts';
import { processLog, reportTo, type RoomLog } from '@cie/kit/room-log.ts';
import { required, requiredKey, type Settings } from '@cie/kit/settings.ts';
import { AccessResolver } from './api/access.resolver.ts';
import { DirectoryResolver } from './api/directory.resolver.ts';
import { PatientEmergencyResolver } from './api/emergency.resolver.ts';
import { launchCommands } from './api/launch.commands.ts';
import { logCopyCommands } from './api/log-copy.commands.ts';
import { PatientResolver } from './api/patient.resolver.ts';
import { privacyCommands } from './api/privacy.commands.ts';
import { proxiesCommands } from './api/proxies.commands.ts';
import { PatientProxiesResolver, ProxyRequestsResolver } from './api/proxy.resolver.ts';
import { recordCommands } from './api/record.commands.ts';
import { ChangeAccessResolver, RecordChangeResolver } from './api/record-change.resolver.ts';
import { RecordReadersResolver } from './api/record-reader.resolver.ts';
import { createSharingContext } from './api/sharing-context.ts';
import { buildSharingSchema } from './api/sharing-schema.ts';
import { SharingMutations } from './api/sharing.mutations.ts';
import { StatedReasonResolver } from './api/stated-reason.resolver.ts';
import { summaryCommands } from './api/summary.commands.ts';
import { teamsCommands } from './api/teams.commands.ts';
import { ViewerResolver } from './api/viewer.resolver.ts';
import { readHolidayExceptions } from './domain/bank-holidays.ts';
import { startRecords } from './start-records.ts';
import { createAccessLogStore } from './store/access-log.store.ts';
import { createAlertStore, raiseAlert } from './store/alert.store.ts';
import { createCheckpointStore } from './store/checkpoint.store.ts';
import { KeepCheckpoints1795502000000 } from './store/checkpoints.migration.ts';
import { createClosingStore } from './store/closing.store.ts';
import { CreateSharing1795000000000 } from './store/create-sharing-1795000000000.ts';
import { createDoorStore } from './store/door.store.ts';
import { createEmergencyStore } from './store/emergency.store.ts';
import { createDirectoryStore } from './store/directory.store.ts';
import { GuardMembers1795508100000 } from './store/guard-members.migration.ts';
import { KnowAcceptedEmail1795505100000 } from './store/invite-anew.migration.ts';
import { createInvitationStore } from './store/invitation.store.ts';
import { keepCheckpoints } from './store/keep-checkpoints.ts';
import { createLogCopyStore } from './store/log-copy.store.ts';
import { publicKeys, readLogKeys } from './store/log-keys.ts';
import { KeepNotices1795390000000 } from './store/notices.migration.ts';
import { createPatientFinderStore } from './store/patient-finder.store.ts';
import { createLogDayStore } from './store/log-day.store.ts';
import { WatchPrivacy1795504000000 } from './store/privacy.migration.ts';
import { createPrivacyCaseStore } from './store/privacy-case.store.ts';
import { privacySeal } from './store/privacy-seal.ts';
import { PartRecords1795508200000 } from './store/part-records.migration.ts';
import { KeepProxies1795390070000 } from './store/proxies.migration.ts';
import { KeepProxyHistory1795508000000 } from './store/proxy-history.migration.ts';
import { proxySeal } from './store/proxy-row.ts';
import { createProxyStore } from './store/proxy.store.ts';
import { createRecordFlagStore } from './store/record-flag.store.ts';
import { createRecordGroupStore } from './store/record-group.store.ts';
import { JoinRecords1795390080000 } from './store/record-groups.migration.ts';
import { ReplaceProxyRequests1795390160000 } from './store/replace-requests.migration.ts';
import { FollowRequests1795503200000 } from './store/records/follow-requests.migration.ts';
import { TwoPairsOfEyes1795509100000 } from './store/records/two-pairs-of-eyes.migration.ts';
import { KeepRecordsRequests1795503000000 } from './store/records/records-requests.migration.ts';
import { createSearchStore } from './store/search.store.ts';
import { LimitSearches1795390150000 } from './store/search-limits.migration.ts';
import { createTeamStore } from './store/team.store.ts';
import { InviteTeams1795505000000 } from './store/teams.migration.ts';
import { createRecordFinder } from './store/shared-record.store.ts';
import { createStatedReasonStore } from './store/stated-reason.store.ts';
import { createSummaryStore } from './store/summary-share.store.ts';
import { OrderChanges1795507000000 } from './store/order-changes.migration.ts';
import { KeepSummaryShares1795506000000 } from './store/summary-shares.migration.ts';
import { sweepSummaries } from './store/sweep-summaries.ts';
import { MintWritePasses1795400000000 } from './store/write-passes.migration.ts';

/** Starts sharing: the door of every record, and the keeper of the access log. */
export async function startSharing(settings: Settings, log: RoomLog = processLog('sharing')): Promise<Room> {
  const logKeys = readLogKeys(settings);
  const checkpointFolder = required(settings, 'CIE_LOG_CHECKPOINTS');
  const database = await openRoomDatabase({
    room: 'sharing', settings, entities: [], migrations: [
      CreateSharing1795000000000,
      KeepNotices1795390000000,
      KeepProxies1795390070000,
      JoinRecords1795390080000,
      LimitSearches1795390150000,
      ReplaceProxyRequests1795390160000,
      MintWritePasses1795400000000,
      KeepRecordsRequests1795503000000,
      FollowRequests1795503200000,
      WatchPrivacy1795504000000,
      InviteTeams1795505000000,
      KeepProxyHistory1795508000000,
      KeepCheckpoints1795502000000,
      KeepSummaryShares1795506000000,
      OrderChanges1795507000000,
      TwoPairsOfEyes1795509100000,
      KnowAcceptedEmail1795505100000,
      GuardMembers1795508100000,
      PartRecords1795508200000,
    ], poolSize: 12,
  });
  const notices = createNoticeStore(database, settings);
  const doors = createDoorStore(database, notices);
  const invitations = createInvitationStore(database, notices);
  const directory = createDirectoryStore(database);
  const finderKey = requiredKey(settings, 'CIE_FINDER_KEY', 32);
  const patients = createPatientFinderStore(database, finderKey);
  const proxies = createProxyStore(database, patients, notices, proxySeal(finderKey));
  const finder = createRecordFinder(database, patients);
  const seal = privacySeal(finderKey);
  const raise = raiseAlert(notices, seal);
  const searches = createSearchStore(database, raise);
  const privacy = {
    cases: createPrivacyCaseStore(database, notices, seal), flags: createRecordFlagStore(database, patients, seal), doors,
    holidays: readHolidayExceptions(settings['CIE_BANK_HOLIDAYS']),
  };

  const resolvers = new Map<unknown, object>([
    [AccessResolver, new AccessResolver()],
    [PatientResolver, new PatientResolver(invitations, createAccessLogStore(database))],
    [PatientProxiesResolver, new PatientProxiesResolver(proxies)],
    [ProxyRequestsResolver, new ProxyRequestsResolver(proxies)],
    [RecordReadersResolver, new RecordReadersResolver(doors, createLogDayStore(database))],
    [RecordChangeResolver, new RecordChangeResolver(doors)],
    [ChangeAccessResolver, new ChangeAccessResolver(doors)],
    [DirectoryResolver, new DirectoryResolver(directory)],
    [SharingMutations, new SharingMutations(invitations, createEmergencyStore(database, notices, seal), { finder, searches, doors })],
    [PatientEmergencyResolver, new PatientEmergencyResolver()],
    [StatedReasonResolver, new StatedReasonResolver({ reasons: createStatedReasonStore(database, notices, seal), finder, searches, doors })],
    [ViewerResolver, new ViewerResolver(doors, finder, searches, createAlertStore(database, raise))],
  ]);
  const { schema, typeDefs } = buildSharingSchema({ get: (type) => resolvers.get(type) });
  const records = startRecords({ database, patients, notices, finderKey, settings, log });
  const summaries = createSummaryStore(database, notices);
  const sweeping = sweepSummaries(summaries, reportTo(log, 'summaries whose time is over could not be deleted'));
  const checkpoints = keepCheckpoints(createCheckpointStore(database, logKeys, checkpointFolder), reportTo(log, 'the access log has no new checkpoint'));

  return {
    name: 'sharing',
    schema,
    typeDefs,
    createContext: (access) => createSharingContext(access, doors),
    commands: {
      ...notices.commands,
      ...launchCommands({ finder, doors }),
      ...logCopyCommands({ copies: createLogCopyStore(database), doors, keys: publicKeys(logKeys) }),
      ...proxiesCommands(proxies),
      ...privacyCommands(privacy),
      ...records.commands,
      ...teamsCommands(createTeamStore(database), directory),
      ...summaryCommands(summaries, doors),
      ...recordCommands({ groups: createRecordGroupStore(database, notices), closing: createClosingStore(database, notices) }),
      // Only the gateway's dispatcher calls this, with what identity resolved.
      'know-patient': async (input) => patients.know(input as KnownPatient),
    },
    ready: () => database.ready(),
    close: async () => {
      await Promise.all([checkpoints.close(), records.close(), sweeping.close()]);
      await database.close();
    },
  };
}
