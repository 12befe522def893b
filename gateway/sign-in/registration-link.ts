import { randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink, RoomLinks } from '@cie/kit/room.ts';
import { isRecord, recordsClaim, textClaim } from './claims.ts';
import type { Person } from './session.store.ts';

/** The rooms that know of registration and of treatment. */
export type RegistrationRooms = Pick<RoomLinks, 'identity' | 'results' | 'appointments'>;

export type Step = 'agree' | 'link' | 'explain' | 'ready';

/** What is open before a session may begin, and the record it will open. */
export interface NextStep {
  readonly step: Step;
  readonly patientId: string | null;
  /** Version of the agreement that is asked for. */
  readonly agreement: string;
}

/** The access context of somebody who is not signed in yet. */
export const signedOut = (now: Date): AccessContext => ({ requestId: randomUUID(), viewer: null, now });

/** Asks identity what is open. Staff have no steps: their provider and their organisation vouch for them. */
export async function nextStep({ identity }: Pick<RegistrationRooms, 'identity'>, person: Person, now: Date): Promise<NextStep> {
  if (person.kind === 'professional') return { step: 'ready', patientId: null, agreement: '' };
  const answer = await identity.command('next-step', { accountId: person.accountId, proofing: person.proofing }, signedOut(now));
  const step = isRecord(answer) ? textClaim(answer, 'step') : null;
  if (!isRecord(answer) || !isStep(step)) throw unexpected('next-step');
  return { step, patientId: textClaim(answer, 'patientId'), agreement: textClaim(answer, 'agreement') ?? '' };
}

/** Whether what a sign-in proved is still so: the account is open and has the password that was typed. */
export async function signInStands({ identity }: Pick<RegistrationRooms, 'identity'>, { accountId, passwordSetAt }: Person, now: Date): Promise<boolean> {
  return (await identity.command('recheck-sign-in', { accountId, passwordSetAt: passwordSetAt ?? null }, signedOut(now))) === true;
}

function isStep(text: string | null): text is Step {
  return text === 'agree' || text === 'link' || text === 'explain' || text === 'ready';
}

export async function agree({ identity }: RegistrationRooms, { accountId }: Person, version: string, now: Date): Promise<void> {
  await identity.command('agree', { accountId, version }, signedOut(now));
}

export async function markExplained({ identity }: RegistrationRooms, { accountId }: Person, now: Date): Promise<void> {
  await identity.command('explained', { accountId }, signedOut(now));
}

/** A record that nobody has: asked about where there is none, so that all refusals take the same steps and time. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Tries to link an account to the record of the person whom NHS login proved. Each room says when its hospitals last saw the
 * person; identity alone decides. Null says neither whether there is a record nor what speaks against it (REG-3).
 */
export async function linkRecord(rooms: RegistrationRooms, { accountId }: Person, now: Date): Promise<{ patientId: string; name: string } | null> {
  const access = signedOut(now);
  const patientIds = textsOf(await rooms.identity.command('find-claimed', { accountId }, access), 'patientIds');
  const record = await rooms.identity.command('link-record', { accountId, treatments: await treatmentsOf(rooms, patientIds, access) }, access);
  if (record === null) return null;
  const patientId = isRecord(record) ? textClaim(record, 'patientId') : null;
  if (!isRecord(record) || patientId === null) throw unexpected('link-record');
  return { patientId, name: textClaim(record, 'name') ?? '' };
}

/** When hospitals last saw a person, as each room knows of it (REG-3). */
export async function treatmentsOf(rooms: RegistrationRooms, patientIds: readonly string[], access: AccessContext): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const treatments = await Promise.all([rooms.identity, rooms.results, rooms.appointments].map((room) => treatmentIn(room, patientIds.length === 0 ? [nobody] : patientIds, access)));
  return treatments.flat();
}

async function treatmentIn(room: RoomLink, patientIds: readonly string[], access: AccessContext): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return recordsClaim({ newest: await room.command('treatment', { patientIds }, access) }, 'newest');
}

export function textsOf(answer: unknown, name: string): readonly string[] {
  const values = isRecord(answer) ? answer[name] : null;
  return Array.isArray(values) ? values.filter((each) => typeof each === 'string') : [];
}

function unexpected(command: string): CieError {
  return new CieError('ROOM_ANSWER_INVALID', `The identity room answered ${command} in a form that the gateway does not know.`);
}
