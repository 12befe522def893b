import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import { readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import type { Command } from '@cie/kit/room.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import { fileDocument, withdrawDocument } from '../domain/file-document.ts';
import { mapFhirDocuments } from '../feed/map-fhir-document.ts';
import { filingIn } from '../store/filing.store.ts';

/** `apply-fhir`: what a FHIR message says of one person (ING-3). */
export function fhirCommands({ database, ring }: { readonly database: RoomDatabase; readonly ring: KeyRing }): Record<string, Command> {
  return { 'apply-fhir': (input) => apply(database, ring, input) };
}

/** Files the documents of one person from a FHIR message, exactly once and all in one transaction; holds what cannot be filed. */
async function apply(database: RoomDatabase, ring: KeyRing, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const bundle = readFhirBundle(message.text);
  const mapping = mapOrHold(() => mapFhirDocuments(message, bundle));
  if (mapping.outcome === 'held') return mapping;
  const { patientId, recordIds, organisation } = message;
  await database.asFeed(async (manager) => {
    const store = filingIn(manager, ring);
    for (const [index, each] of mapping.mapped.entries()) {
      // A message may bring several; each is marked by its place, which does not change.
      const filing = { messageId: index === 0 ? message.id : `${message.id}#${index}`, patientId, recordIds, organisation };
      if (each.action === 'withdraw') await withdrawDocument(filing, each.withdrawal, store, randomUUID);
      else await fileDocument(filing, each.document, store, randomUUID);
    }
  });
  return { outcome: 'applied' };
}
