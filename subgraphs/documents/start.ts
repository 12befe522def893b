import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { createLabelMoves } from '@cie/kit/database/label-moves.store.ts';
import { openRoomDatabase, type RoomDatabase } from '@cie/kit/database/room-database.ts';
import { createRoomReader } from '@cie/kit/database/room-reader.ts';
import { createRoomWriter } from '@cie/kit/database/room-writer.ts';
import { acceptWritePasses } from '@cie/kit/database/write-pass.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import { labelCountsCommand } from '@cie/kit/label-counts.ts';
import type { Room } from '@cie/kit/room.ts';
import { processLog, reportTo, type RoomLog } from '@cie/kit/room-log.ts';
import { readScan } from '@cie/kit/scanning/read-scan.ts';
import { startChecking } from '@cie/kit/scanning/start-checking.ts';
import { readKeyRing, type KeyRing } from '@cie/kit/sealing.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { uploadLimit } from '@cie/kit/uploads.ts';
import { readOrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import { fhirCommands } from './api/fhir.commands.ts';
import { DocumentResolver } from './api/document.resolver.ts';
import type { DocumentsContext } from './api/documents-context.ts';
import { buildDocumentsSchema } from './api/documents-schema.ts';
import { fileCommands } from './api/file.commands.ts';
import { MoveDocumentResolver } from './api/move-document.resolver.ts';
import { PatientDocumentsResolver } from './api/patient-documents.resolver.ts';
import { UploadResolver } from './api/upload.resolver.ts';
import { checkNextUpload } from './domain/check-uploads.ts';
import { changeStatus, fileDocument, withdrawDocument } from './domain/file-document.ts';
import { mapMdm } from './feed/map-mdm.ts';
import { startSealing } from './scan/start-sealing.ts';
import { DocumentContentEntity } from './store/document-content.entity.ts';
import { documentReads } from './store/document-reads.store.ts';
import { DocumentEntity } from './store/document.entity.ts';
import { CreateDocuments1795348800000 } from './store/documents.migration.ts';
import { filingIn } from './store/filing.store.ts';
import { countDocuments } from './store/label-counts.store.ts';
import { noteKeys, sealSomePlain } from './store/keys.store.ts';
import { CarryChoices1795501000001 } from './store/carry-choices.migration.ts';
import { MoveLabels1795501000000 } from './store/move-labels.migration.ts';
import { KeepOwnStatus1795400050003 } from './store/own-status.migration.ts';
import { ownUploads } from './store/own-uploads.store.ts';
import { quarantineOf, sweepUploads } from './store/quarantine.store.ts';
import { SealContent1795400050000 } from './store/sealed.migration.ts';
import { CreateUploads1795400050001, MarkFilesToScan1795400050002 } from './store/uploads.migration.ts';

/** Starts the documents room: letters and summaries that hospitals send, and files that people add. */
export async function startDocuments(settings: Settings, log: RoomLog = processLog('documents')): Promise<Room> {
  const contacts = readOrganisationContacts(settings);
  const ring = readKeyRing(settings);
  const scan = readScan(settings);
  const most = uploadLimit(settings);
  const database = await openRoomDatabase({
    room: 'documents',
    settings,
    entities: [DocumentEntity, DocumentContentEntity],
    migrations: [
      CreateDocuments1795348800000,
      acceptWritePasses('documents'),
      SealContent1795400050000,
      CreateUploads1795400050001,
      MarkFilesToScan1795400050002,
      KeepOwnStatus1795400050003,
      MoveLabels1795501000000,
      CarryChoices1795501000001,
    ],
  });
  await noteKeys(database, ring);
  const sealing = startSealing(() => sealSomePlain(database, ring), reportTo(log, 'files could not be sealed; they are tried again'));
  const quarantine = quarantineOf(database, ring, scan !== null);
  const unchecked = reportTo(log, 'a file that was added could not be checked; it waits and is tried again');
  const checking = startChecking(() => checkNextUpload(quarantine, scan, new Date(), unchecked), () => sweepUploads(database), reportTo(log, 'files that were added could not be looked after'));
  const resolvers = new Map<unknown, object>([
    [PatientDocumentsResolver, new PatientDocumentsResolver()],
    [DocumentResolver, new DocumentResolver(ring)],
    [UploadResolver, new UploadResolver()],
    [MoveDocumentResolver, new MoveDocumentResolver()],
  ]);
  const { schema, typeDefs } = buildDocumentsSchema({ get: (type) => resolvers.get(type) });
  return {
    name: 'documents',
    schema,
    typeDefs,
    createContext: (access): DocumentsContext => {
      const reader = createRoomReader(database, access);
      const writer = createRoomWriter(database, access);
      const uploads = ownUploads(writer, { ring, toScan: scan !== null });
      return { access, reader, contacts, uploads, reads: documentReads(reader, ring), labels: createLabelMoves({ access, reader, writer }, { table: 'document' }) };
    },
    commands: {
      apply: (input) => apply(database, ring, input),
      'count-labels': labelCountsCommand((patientIds, now) => database.asFeed((manager) => countDocuments(manager, patientIds, now))),
      ...fhirCommands({ database, ring }),
      ...fileCommands({ database, ring, most, onReceived: () => checking.wake() }),
    },
    ready: () => database.ready(),
    close: async () => {
      await Promise.all([checking.close(), sealing.close()]);
      await database.close();
    },
  };
}

/** Files a document message for a known person, exactly once; holds what cannot be filed. Throws when the database does not answer. */
async function apply(database: RoomDatabase, ring: KeyRing, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const mapped = mapMdm(message);
  if ('outcome' in mapped) return mapped;
  const filing = { messageId: message.id, patientId: message.patientId, recordIds: message.recordIds, organisation: message.organisation };
  await database.asFeed(async (manager) => {
    const store = filingIn(manager, ring);
    if (mapped.action === 'withdraw') await withdrawDocument(filing, mapped.withdrawal, store, randomUUID);
    else await (mapped.action === 'file' ? fileDocument : changeStatus)(filing, mapped.document, store, randomUUID);
  });
  return { outcome: 'applied' };
}
