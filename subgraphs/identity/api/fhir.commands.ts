import { readCommandInput, readIncomingMessage } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { ResolveOutcome } from '@cie/kit/feed.ts';
import { readFhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { Command } from '@cie/kit/room.ts';
import type { Encounter } from '../domain/encounter.ts';
import { resolvePatient, type People } from '../domain/resolve-patient.ts';
import { mapFhirEncounters } from '../feed/map-fhir-encounter.ts';
import { mapFhirPatient } from '../feed/map-fhir-patient.ts';
import { peopleIn } from '../store/people.store.ts';

/** `resolve-fhir`: whose a FHIR message is; its demographics and encounters are filed with the answer, all or nothing (ING-3). */
export function fhirCommands({ database }: { readonly database: RoomDatabase }): Record<string, Command> {
  return {
    'resolve-fhir': async (input): Promise<ResolveOutcome> => {
      const incoming = readIncomingMessage(input);
      const bundle = readFhirBundle(incoming.text);
      const message = mapFhirPatient(incoming, bundle, readCommandInput(input).text('purpose') === 'person');
      if ('outcome' in message) return message;
      const encounters = mapFhirEncounters(incoming, bundle);
      const outcome = await database.asFeed(async (manager) => {
        const people = peopleIn(manager);
        const resolved = await resolvePatient(people, incoming, message);
        if (resolved.outcome === 'resolved') await keepEncounters(people, { patientId: resolved.patientId, organisation: incoming.organisation }, encounters);
        return resolved;
      });
      return outcome.outcome === 'held' ? { ...outcome, reason: inFhirWords(outcome.reason) } : outcome;
    },
  };
}

async function keepEncounters(people: People, { patientId, organisation }: { patientId: string; organisation: string }, encounters: readonly Encounter[]): Promise<void> {
  for (const encounter of encounters) {
    const stored = await people.encounter(patientId, organisation, encounter.visit);
    const isOlder = stored?.sentAt && encounter.sentAt !== null && encounter.sentAt < stored.sentAt;
    if (!isOlder) await people.saveEncounter(patientId, organisation, encounter);
  }
}

/** The rules of identity name the fields of HL7 v2; who reads of a FHIR message looks for elements. */
function inFhirWords(reason: string): string {
  return reason.replaceAll('PID-3', 'Patient.identifier').replaceAll('PID-5', 'Patient.name').replaceAll('PID-7', 'Patient.birthDate');
}
