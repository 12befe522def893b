import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { treatmentCommand } from '@cie/kit/treatment.ts';
import { buildResultsSchema } from './api/results-schema.ts';
import { PatientReportsResolver } from './api/patient-reports.resolver.ts';
import { ReportResolver } from './api/report.resolver.ts';
import type { ResultsContext } from './api/results-context.ts';
import { fileReports } from './domain/file-report.ts';
import { mapOru } from './feed/map-oru.ts';
import { CreateResults1795305600000 } from './store/create-results.migration.ts';
import { DelayPolicyEntity } from './store/delay-policy.entity.ts';
import { filingTransactions } from './store/filing.store.ts';
import { ObservationVersionEntity } from './store/observation-version.entity.ts';
import { ObservationEntity } from './store/observation.entity.ts';
import { ReportEntity } from './store/report.entity.ts';
import { createResultsReads } from './store/results-reads.store.ts';
import { newestResults } from './store/treatment.store.ts';
import { WaitingReportEntity } from './store/waiting-report.entity.ts';

/** Starts the results room: its database migrated and open, its schema built, its commands ready. */
export async function startResults(settings: Settings): Promise<Room> {
  const database = await openRoomDatabase({
    room: 'results',
    settings,
    entities: [ReportEntity, ObservationEntity, ObservationVersionEntity, WaitingReportEntity, DelayPolicyEntity],
    migrations: [CreateResults1795305600000],
  });
  const resolvers = new Map<unknown, object>([
    [PatientReportsResolver, new PatientReportsResolver()],
    [ReportResolver, new ReportResolver()],
  ]);
  const { schema, typeDefs } = buildResultsSchema({ get: (type) => resolvers.get(type) });
  return {
    name: 'results',
    schema,
    typeDefs,
    createContext: (access): ResultsContext => {
      const reader = createRoomReader(database, access);
      return { access, reader, reads: createResultsReads(reader) };
    },
    commands: {
      apply: (input) => apply(database, input),
      treatment: treatmentCommand((patientIds) => database.asFeed((manager) => newestResults(manager, patientIds))),
    },
    ready: () => database.ready(),
    close: () => database.close(),
  };
}

/** Files an ORU^R01 for a known person, exactly once; holds what cannot be filed. Throws when the database does not answer. */
async function apply(database: RoomDatabase, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const mapping = mapOru(message);
  if (mapping.outcome === 'held') return mapping;
  const filing = { messageId: message.id, patientId: message.patientId, recordIds: message.recordIds, organisation: message.organisation };
  await fileReports(filing, mapping.reports, filingTransactions(database), randomUUID);
  return { outcome: 'applied' };
}
