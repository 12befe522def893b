import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { DocumentResolver } from './api/document.resolver.ts';
import type { DocumentsContext } from './api/documents-context.ts';
import { PatientDocumentsResolver } from './api/patient-documents.resolver.ts';
import { buildDocumentsSchema } from './api/documents-schema.ts';
import { fileDocument } from './domain/file-document.ts';
import { mapMdm } from './feed/map-mdm.ts';
import { DocumentContentEntity } from './store/document-content.entity.ts';
import { documentReads } from './store/document-reads.store.ts';
import { DocumentEntity } from './store/document.entity.ts';
import { CreateDocuments1795348800000 } from './store/documents.migration.ts';
import { filingIn } from './store/filing.store.ts';

/** Starts the documents room: letters and summaries, filed from MDM messages. */
export async function startDocuments(settings: Settings): Promise<Room> {
  const database = await openRoomDatabase({
    room: 'documents',
    settings,
    entities: [DocumentEntity, DocumentContentEntity],
    migrations: [CreateDocuments1795348800000],
  });
  const resolvers = new Map<unknown, object>([
    [PatientDocumentsResolver, new PatientDocumentsResolver()],
    [DocumentResolver, new DocumentResolver()],
  ]);
  const { schema, typeDefs } = buildDocumentsSchema({ get: (type) => resolvers.get(type) });
  return {
    name: 'documents',
    schema,
    typeDefs,
    createContext: (access): DocumentsContext => {
      const reader = createRoomReader(database, access);
      return { access, reader, reads: documentReads(reader) };
    },
    commands: { apply: (input) => apply(database, input) },
    ready: () => database.ready(),
    close: () => database.close(),
  };
}

/** Files an MDM^T02 for a known person, exactly once; holds what cannot be filed. Throws when the database does not answer. */
async function apply(database: RoomDatabase, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const document = mapMdm(message);
  if ('outcome' in document) return document;
  const filing = { messageId: message.id, patientId: message.patientId, recordIds: message.recordIds, organisation: message.organisation };
  await database.asFeed((manager) => fileDocument(filing, document, filingIn(manager), randomUUID));
  return { outcome: 'applied' };
}
