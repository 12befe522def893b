import { randomUUID } from 'node:crypto';
import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { pick } from '@cie/kit/testing/pick.ts';
import { ago, laboratory, letter, radiology, visit } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { listOf } from './answers.ts';
import type { RoomsTogether } from './rooms-together.ts';

/** A patient with two results of RYJ, one of which waits, a letter and a visit. */
export interface KnownPatient extends Person {
  readonly id: string;
  readonly viewer: Viewer;
}

export async function newPatient(world: RoomsTogether): Promise<KnownPatient> {
  const person = newPerson();
  const issued = ago(2);
  for (const message of [
    laboratory(person, { issued, tests: [{ code: 'K', value: '4.4' }] }), radiology(person, { issued, text: 'Waits' }),
    letter(person, { written: issued, text: `Letter to ${person.familyName}` }), visit(person, { start: ago(-2), clinic: 'Renal clinic' }),
  ]) await world.file(message);
  const [row] = await world.sql<{ id: string }>('identity', 'select id from patient where nhs_number = $1', [person.nhsNumber]);
  const id = row?.id ?? '';
  return { ...person, id, viewer: { kind: 'patient', accountId: randomUUID(), patientId: id, name: 'A patient', organisation: null, role: null, proofing: 'P9', duties: [], email: `${id}@example.test`, sessionId: 's' } };
}

export function newClinician(organisation: string): Viewer {
  return { kind: 'professional', accountId: randomUUID(), patientId: null, name: 'Dr Sample', organisation, role: 'Consultant', proofing: null, duties: [], email: `${randomUUID()}@nhs.example`, sessionId: 's' };
}

/** A carer with an account of their own and no record here. */
export function newCarer(): Viewer {
  return { kind: 'patient', accountId: randomUUID(), patientId: null, name: 'A carer', organisation: null, role: null, proofing: 'P9', duties: [], email: `${randomUUID()}@example.test`, sessionId: 's' };
}

/** Resolves with the id of the invitation. */
export async function inviteTo(world: RoomsTogether, owner: KnownPatient, guest: Viewer, labels: readonly string[] = ['GENERAL']): Promise<string> {
  const { data } = await world.ask(owner.viewer, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email: guest.email, labels } });
  return String(pick(data, 'invite', 'id'));
}

export async function revoke(world: RoomsTogether, owner: KnownPatient, id: string): Promise<void> {
  const { data } = await world.ask(owner.viewer, 'mutation ($id: ID!) { revokeInvitation(id: $id) { state } }', { id });
  if (pick(data, 'revokeInvitation', 'state') !== 'REVOKED') throw new Error('the invitation was not revoked');
}

export async function startEmergency(world: RoomsTogether, owner: KnownPatient, viewer: Viewer): Promise<void> {
  const { codes } = await world.ask(viewer, 'mutation ($input: EmergencyAccessInput!) { startEmergencyAccess(input: $input) { id } }', {
    input: { nhsNumber: owner.nhsNumber, birthDate: owner.birthDate, category: 'UNCONSCIOUS', reason: 'Found unconscious at home.' },
  });
  if (codes.length > 0) throw new Error(`no emergency: ${codes.join()}`);
}

const threeAreas = `query ($id: ID!) { patient(id: $id) {
  reports { edges { node { id } } } documents { edges { node { id } } } appointments { edges { node { id } } }
} }`;

/** How many items of three areas somebody sees, and what the errors said. */
export async function itemsSeen(world: RoomsTogether, owner: KnownPatient, viewer: Viewer | null, access?: Date | Partial<AccessContext>): Promise<{ items: number; codes: unknown[] }> {
  const { data, codes } = await world.ask(viewer, threeAreas, { id: owner.id }, access);
  const items = ['reports', 'documents', 'appointments'].map((area) => listOf(pick(data, 'patient', area, 'edges')).length);
  return { items: items.reduce((sum, count) => sum + count, 0), codes };
}
