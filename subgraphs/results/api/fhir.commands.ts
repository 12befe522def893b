import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import { claimMessage } from '@cie/kit/database/applied-message.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import { readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import { held } from '@cie/kit/held.ts';
import type { Command } from '@cie/kit/room.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import { fileCareItems } from '../domain/care/file-care-items.ts';
import { fileSourcedResults, ReportMissing } from '../domain/file-sourced-results.ts';
import { mapFhirCare } from '../feed/map-fhir-care.ts';
import { mapFhirResults } from '../feed/map-fhir-results.ts';
import { careFilingStore } from '../store/care-filing.store.ts';
import { filingTransactions } from '../store/filing.store.ts';

/** `apply-fhir`: what a FHIR message says of one person (ING-3). */
export function fhirCommands({ database, ring }: { readonly database: RoomDatabase; readonly ring: KeyRing }): Record<string, Command> {
  return { 'apply-fhir': (input) => apply(database, ring, input) };
}

/** Files the results and care items of one person from a FHIR message, exactly once; holds what cannot be filed before any of it is. */
async function apply(database: RoomDatabase, ring: KeyRing, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const bundle = readFhirBundle(message.text);
  const mapping = mapOrHold(() => ({ results: mapFhirResults(message, bundle), items: mapFhirCare(message, bundle) }));
  if (mapping.outcome === 'held') return mapping;
  const { results, items } = mapping.mapped;
  const filing = { messageId: message.id, patientId: message.patientId, recordIds: message.recordIds, organisation: message.organisation };
  if (results.reports.length + results.alone.length > 0) {
    try {
      await fileSourcedResults(filing, results, filingTransactions(database, ring), randomUUID);
    } catch (error) {
      if (!(error instanceof ReportMissing)) throw error;
      return held('report-missing', `${error.path}: no DiagnosticReport speaks for it yet, whose delay and label it takes. Send the report, then replay.`);
    }
  }
  if (items.length === 0) return { outcome: 'applied' };
  // A mark of its own: reports of the same message are filed already, and a fault here must not make them look unfiled.
  const ofCare = { ...filing, messageId: `${message.id}/care` };
  await database.asFeed(async (manager) => {
    await lockKeys(manager, filing.recordIds);
    if (await claimMessage(manager, ofCare.messageId, filing.patientId)) await fileCareItems(ofCare, items, careFilingStore(manager), randomUUID);
  });
  return { outcome: 'applied' };
}
