import type { IncomingMessage } from '@cie/kit/feed.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { parseFhirTime } from '@cie/kit/fhir/fhir-time.ts';
import { nameOf } from '@cie/kit/fhir/named.ts';
import { sourceIdOf, versionTime } from '@cie/kit/fhir/source-id.ts';
import type { Encounter, EncounterStatus } from '../domain/encounter.ts';

/** FHIR R4 encounter-status; one that says nothing of a stay (unknown) is left out. */
const STATUSES: Readonly<Record<string, EncounterStatus>> = {
  planned: 'planned', arrived: 'in-progress', triaged: 'in-progress', 'in-progress': 'in-progress', onleave: 'in-progress',
  finished: 'finished', cancelled: 'cancelled', 'entered-in-error': 'cancelled',
};

/** The encounters of a bundle as they stand (REG-3): a resource is whole, unlike the events of ADT. One without a begin is none yet. */
export function mapFhirEncounters(incoming: IncomingMessage, bundle: FhirBundle): readonly Encounter[] {
  return bundle.filed('Encounter').flatMap((encounter) => mapEncounter(incoming, bundle, encounter));
}

function mapEncounter(incoming: IncomingMessage, bundle: FhirBundle, encounter: FhirElement): readonly Encounter[] {
  const status = STATUSES[encounter.text('status') ?? ''];
  const [start, end] = ['start', 'end'].map((name) => parseFhirTime(encounter.element('period')?.text(name) ?? null, incoming.sender?.zone));
  if (status === undefined || !start) return [];
  const places = encounter.elements('location').flatMap((each) => nameOf(bundle, each.element('location'), encounter) ?? []);
  return [{
    visit: sourceIdOf(bundle, encounter, incoming.id),
    status,
    startedAt: start.instant,
    endedAt: end?.instant ?? null,
    patientClass: encounter.element('class')?.text('code') ?? null,
    location: places.at(-1) ?? null,
    priorLocation: places.at(-2) ?? null,
    sentAt: versionTime(bundle, encounter, incoming.receivedAt),
  }];
}
