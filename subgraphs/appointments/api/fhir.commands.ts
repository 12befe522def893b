import { randomUUID } from 'node:crypto';
import { readFiledMessage } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { FilingOutcome } from '@cie/kit/feed.ts';
import { readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import { mapOrHold } from '@cie/kit/fhir/fhir-held.ts';
import type { Command } from '@cie/kit/room.ts';
import { fileAppointment } from '../domain/file-appointment.ts';
import { mapFhirAppointments } from '../feed/map-fhir-appointment.ts';
import { filingIn } from '../store/filing.store.ts';
import type { RequestNotices } from '../store/request-notices.ts';

/** `apply-fhir`: what a FHIR message says of one person (ING-3). */
export function fhirCommands({ database, notices }: { readonly database: RoomDatabase; readonly notices: RequestNotices }): Record<string, Command> {
  return { 'apply-fhir': (input) => apply(database, notices, input) };
}

/** Files the appointments of one person from a FHIR message, exactly once; the first that cannot be filed holds the message. */
async function apply(database: RoomDatabase, notices: RequestNotices, input: unknown): Promise<FilingOutcome> {
  const message = readFiledMessage(input);
  const bundle = readFhirBundle(message.text);
  const mapping = mapOrHold(() => mapFhirAppointments(message, bundle));
  if (mapping.outcome === 'held') return mapping;
  const { patientId, recordIds, organisation, receivedAt } = message;
  return database.asFeed(async (manager) => {
    for (const [index, appointment] of mapping.mapped.entries()) {
      const filing = { messageId: index === 0 ? message.id : `${message.id}#${index}`, patientId, recordIds, organisation, receivedAt: new Date(receivedAt) };
      const outcome = await fileAppointment(filing, appointment, filingIn(manager, notices), randomUUID);
      if (outcome.outcome === 'held') return { ...outcome, reason: 'Appointment.start: must say when the appointment begins.' };
    }
    return { outcome: 'applied' };
  });
}
