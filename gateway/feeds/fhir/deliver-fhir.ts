import type { Pool } from 'pg';
import type { FiledMessage, IncomingMessage } from '@cie/kit/feed.ts';
import { FhirBundle, type FhirEntry } from '@cie/kit/fhir/fhir-bundle.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { writeFhirJson, type FhirObject } from '@cie/kit/fhir/fhir-json.ts';
import { FhirRefused } from '@cie/kit/fhir/fhir-refused.ts';
import { recordRooms, type RecordRoom } from '@cie/kit/names.ts';
import { hasMoved, makeKnown, type Delivery, type DeliveryParts } from '../deliver-message.ts';
import { readFilingOutcome, readResolveOutcome } from '../filing-outcome.ts';
import { HELD_SENDER_MOVED, HELD_SENDER_OFF } from '../judge-arrival.ts';
import type { ConfiguredSender } from '../sender.ts';
import { checkResource } from './check-resource.ts';
import { completeBundle } from './complete-bundle.ts';
import { HELD_UNKNOWN_FHIR_SENDER } from './fhir-receiver.ts';
import { agreedRooms } from './fhir-sender.ts';
import { isCarried, roomOfType } from './fhir-types.ts';
import { groupByPerson, type PersonGroup } from './group-by-person.ts';
import { readRoot } from './read-fhir-request.ts';

export interface StoredFhir {
  readonly id: string;
  readonly sender: string;
  readonly application: string | null;
  readonly facility: string | null;
  readonly organisation: string | null;
  readonly receivedAt: Date;
  readonly raw: Uint8Array;
}

const APPLIED: Delivery = { state: 'applied' };

/**
 * Takes one stored FHIR message through the rooms, person by person: identity says who it is, sharing learns of the person,
 * each room files the resources of its types. Whom everything is about is settled before anything is filed. Each step may be
 * repeated without effect. Throws what a room throws.
 */
export async function deliverFhir(parts: DeliveryParts & { readonly database: Pool }, stored: StoredFhir): Promise<Delivery> {
  const { application, facility } = stored;
  const sender = application === null || facility === null ? null : await parts.senders.find(application, facility);
  if (sender === null) return { state: 'held', ...HELD_UNKNOWN_FHIR_SENDER };
  if (hasMoved(stored, sender)) return { state: 'held', ...HELD_SENDER_MOVED };
  if (!sender.enabled) return { state: 'held', ...HELD_SENDER_OFF };
  try {
    const sent = new FhirBundle(readRoot(stored.raw));
    // What the desk mended has not passed the door.
    const issues = sent.entries.flatMap(({ resource }) => checkResource(resource));
    if (issues.length > 0) throw new FhirRefused('malformed', 422, issues);
    const bundle = await completeBundle(parts.database, stored.sender, sent);
    const groups = groupByPerson(bundle);
    for (const [index, group] of groups.entries()) {
      // Not by its turn: a replay must find what became of whom the same place was about.
      const id = index === 0 ? stored.id : `${stored.id}.${group.mark}`;
      const delivery = await deliverGroup(parts, { id, sender, bundle, group, receivedAt: stored.receivedAt.toISOString() });
      if (delivery.state === 'held') return delivery;
    }
    return APPLIED;
  } catch (error) {
    if (error instanceof FhirHeld || error instanceof FhirRefused) return { state: 'held', code: error.code, reason: error.message.slice(0, 2000) };
    throw error;
  }
}

interface GroupPlan {
  readonly id: string;
  readonly sender: ConfiguredSender;
  readonly bundle: FhirBundle;
  readonly group: PersonGroup;
  readonly receivedAt: string;
}

async function deliverGroup({ rooms, known }: DeliveryParts, { id, sender, bundle, group, receivedAt }: GroupPlan): Promise<Delivery> {
  const incoming = (room: RecordRoom): IncomingMessage => ({
    id, receivedAt, organisation: sender.organisation, assigningAuthorities: sender.assigningAuthorities,
    sender: { zone: sender.zone, defaultLabel: sender.defaultLabel, sites: sender.sites },
    text: writeFhirJson(partFor(room, bundle, group)),
  });
  const resolved = readResolveOutcome(await rooms.identity.command('resolve-fhir', { ...incoming('identity'), purpose: purposeOf(bundle, sender) }));
  if (resolved.outcome === 'held') return { state: 'held', code: resolved.code, reason: resolved.reason };
  const { patientId, recordIds, nhsNumber, birthDate } = resolved;
  await makeKnown({ rooms, known }, { patientId, nhsNumber, birthDate, organisation: sender.organisation });
  for (const room of recordRooms) {
    if (room === 'identity' || !group.entries.some(({ resource }) => roomOfType(resource.type) === room)) continue;
    const filed: FiledMessage = { ...incoming(room), patientId, recordIds };
    const outcome = readFilingOutcome(await rooms[room].command('apply-fhir', filed));
    if (outcome.outcome === 'held') return { state: 'held', code: outcome.code, reason: outcome.reason };
  }
  return APPLIED;
}

/** A message about a result carries its patient along; only what is sent to say who somebody is changes their details (ACC-2). */
function purposeOf({ root, entries }: FhirBundle, sender: ConfiguredSender): 'person' | 'care' {
  if (!agreedRooms(sender).includes('identity')) return 'care';
  const isMessage = root.type === 'Bundle' && ['message', 'document'].includes(root.text('type') ?? '');
  const brings = entries.some(({ resource, included }) => !included && !['identity', null].includes(roomOfType(resource.type)));
  return isMessage && brings ? 'care' : 'person';
}

/** What one room is given: the person, the resources it files, and what they refer to. */
function partFor(room: RecordRoom, { root, entries }: FhirBundle, group: PersonGroup): FhirObject {
  const [own, along] = [new Set(group.entries), new Set(group.along)];
  const isPart = (entry: FhirEntry): boolean => {
    const { resource, included } = entry;
    if (resource.type === 'Binary') return room === 'documents';
    if (isCarried(resource.type)) return true;
    if (resource.type === 'Patient') return false;
    return included ? along.has(entry) && isReadAlong(room, resource.type) : own.has(entry) && (roomOfType(resource.type) === room || resource.type === 'Encounter');
  };
  const meta = root.type === 'Bundle' ? root.json : {};
  return {
    resourceType: 'Bundle',
    ...Object.fromEntries(['meta', 'timestamp'].flatMap((name) => (meta[name] === undefined ? [] : [[name, meta[name]]]))),
    entry: [
      { id: group.path, resource: group.patient, search: { mode: 'include' } },
      ...entries.filter(isPart).map((entry) => ({
        id: entry.resource.path,
        ...(entry.fullUrl === null ? {} : { fullUrl: entry.fullUrl }),
        resource: entry.resource.json,
        ...(entry.included || roomOfType(entry.resource.type) !== room ? { search: { mode: 'include' } } : {}),
      })),
    ],
  };
}

/** Earlier resources that a room reads along: the tests of a report, the stay that a letter is about. */
function isReadAlong(room: RecordRoom, type: string): boolean {
  return type === 'Encounter' || (room === 'results' && roomOfType(type) === 'results');
}
