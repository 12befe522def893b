import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { createLabelMoves } from '@cie/kit/database/label-moves.store.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import { createRoomWriter } from '@cie/kit/database/room-writer.ts';
import { acceptWritePasses } from '@cie/kit/database/write-pass.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import { labelCountsCommand } from '@cie/kit/label-counts.ts';
import { createFeedNoticeStore } from '@cie/kit/notices/notice.store.ts';
import { resultTasksPath } from '@cie/kit/result-tasks.ts';
import { processLog, reportTo, type RoomLog } from '@cie/kit/room-log.ts';
import type { Room } from '@cie/kit/room.ts';
import { readKeyRing, type KeyRing } from '@cie/kit/sealing.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { treatmentCommand } from '@cie/kit/treatment.ts';
import { readOrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import { fhirCommands } from './api/fhir.commands.ts';
import { policyCommands } from './api/policies.commands.ts';
import { taskCommands } from './api/tasks.commands.ts';
import { buildResultsSchema } from './api/results-schema.ts';
import { CareChangesResolver } from './api/care-changes.resolver.ts';
import { CareLabelResolver } from './api/care-label.resolver.ts';
import { createCareContext } from './api/care-context.ts';
import { MoveResultsResolver } from './api/move-results.resolver.ts';
import { ObservationResolver } from './api/observation.resolver.ts';
import { PatientCareResolver } from './api/patient-care.resolver.ts';
import { PatientReportsResolver } from './api/patient-reports.resolver.ts';
import { ReportAttachmentResolver } from './api/report-attachment.type.ts';
import { ReportChangesResolver } from './api/report-changes.resolver.ts';
import { ReportResolver } from './api/report.resolver.ts';
import type { ResultsContext } from './api/results-context.ts';
import { fileReports } from './domain/file-report.ts';
import { mapOru } from './feed/map-oru.ts';
import { CareItemEntity } from './store/care-item.entity.ts';
import { NoteChildOrders1795409600000 } from './store/child-orders.migration.ts';
import { CompleteResults1795404000000 } from './store/complete-results.migration.ts';
import { WriteCare1795408001000 } from './store/care-writes.migration.ts';
import { CreateCare1795408000000 } from './store/create-care.migration.ts';
import { CreateResults1795305600000 } from './store/create-results.migration.ts';
import { createComparisonReads } from './store/comparison.store.ts';
import { DelayPolicyEntity } from './store/delay-policy.entity.ts';
import { filingTransactions } from './store/filing.store.ts';
import { ObservationVersionEntity } from './store/observation-version.entity.ts';
import { ObservationEntity } from './store/observation.entity.ts';
import { CarryChoices1795501000001 } from './store/carry-choices.migration.ts';
import { MoveLabels1795501000000 } from './store/move-labels.migration.ts';
import { countResults } from './store/label-counts.store.ts';
import { createReportOpenings } from './store/opening.store.ts';
import { ReleaseDecisionEntity } from './store/release-decision.entity.ts';
import { createPolicyStore } from './store/policy.store.ts';
import { createReleaseChanges } from './store/release.store.ts';
import { ReportEntity } from './store/report.entity.ts';
import { createTaskStore } from './store/task.store.ts';
import { createResultsReads } from './store/results-reads.store.ts';
import { NameSources1795409500000 } from './store/name-sources.migration.ts';
import { newestResults } from './store/treatment.store.ts';
import { WaitingReportEntity } from './store/waiting-report.entity.ts';

/** Starts the results room: its database migrated and open, its schema built, its commands ready. */
export async function startResults(settings: Settings, log: RoomLog = processLog('results')): Promise<Room> {
  const contacts = readOrganisationContacts(settings);
  const ring = readKeyRing(settings);
  const database = await openRoomDatabase({
    room: 'results',
    settings,
    entities: [ReportEntity, ObservationEntity, ObservationVersionEntity, WaitingReportEntity, DelayPolicyEntity, ReleaseDecisionEntity, CareItemEntity],
    migrations: [
      CreateResults1795305600000,
      acceptWritePasses('results'),
      CompleteResults1795404000000,
      CreateCare1795408000000,
      WriteCare1795408001000,
      NameSources1795409500000,
      NoteChildOrders1795409600000,
      MoveLabels1795501000000,
      CarryChoices1795501000001,
    ],
  });
  const resolvers = new Map<unknown, object>([
    [PatientReportsResolver, new PatientReportsResolver()],
    [ReportResolver, new ReportResolver()],
    [ObservationResolver, new ObservationResolver()],
    [PatientCareResolver, new PatientCareResolver()],
    [CareChangesResolver, new CareChangesResolver()],
    [ReportAttachmentResolver, new ReportAttachmentResolver()],
    [ReportChangesResolver, new ReportChangesResolver()],
    [MoveResultsResolver, new MoveResultsResolver()],
    [CareLabelResolver, new CareLabelResolver()],
  ]);
  const openings = createReportOpenings(database, reportTo(log, 'who opened a result could not be noted; it is noted at the next reading'));
  const notices = createFeedNoticeStore(database, settings);
  const { schema, typeDefs } = buildResultsSchema({ get: (type) => resolvers.get(type) });
  return {
    name: 'results',
    schema,
    typeDefs,
    createContext: (access): ResultsContext => {
      const reader = createRoomReader(database, access);
      const writer = createRoomWriter(database, access);
      return {
        access, reader, contacts, openings, releases: createReleaseChanges(writer), reads: createResultsReads(reader, ring), comparisons: createComparisonReads(reader),
        ...createCareContext({ access, reader, writer }), labels: createLabelMoves({ access, reader, writer }, { table: 'report' }),
      };
    },
    commands: {
      apply: (input) => apply(database, ring, input),
      ...fhirCommands({ database, ring }),
      ...policyCommands(createPolicyStore(database)),
      ...taskCommands(createTaskStore(database, notices), new URL(resultTasksPath, required(settings, 'CIE_PUBLIC_URL')).href),
      ...notices.commands,
      'count-labels': labelCountsCommand((patientIds, now) => database.asFeed((manager) => countResults(manager, patientIds, now))),
      treatment: treatmentCommand((patientIds) => database.asFeed((manager) => newestResults(manager, patientIds))),
    },
    ready: () => database.ready(),
    close: async () => {
      await openings.close();
      await database.close();
    },
  };
}

/** Files an ORU^R01 for a known person, exactly once; holds what cannot be filed. Throws when the database does not answer. */
async function apply(database: RoomDatabase, ring: KeyRing, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const mapping = mapOru(message);
  if (mapping.outcome === 'held') return mapping;
  const filing = { messageId: message.id, patientId: message.patientId, recordIds: message.recordIds, organisation: message.organisation };
  try {
    await fileReports(filing, mapping.reports, filingTransactions(database, ring), randomUUID);
    return { outcome: 'applied' };
  } catch (error) {
    if (error instanceof CieError && error.code === 'PARENT_RESULT_MISSING') return { outcome: 'held', code: 'reference-unresolved', reason: error.message };
    throw error;
  }
}
