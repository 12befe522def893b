import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { RoomLink, RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { isRecord, textClaim } from './claims.ts';
import { signInPatient } from './identity-link.ts';
import { signInProfessional } from './professionals/professional-account.ts';
import { createScriptSession } from './script-session.ts';
import { sandboxSubject } from './sandbox-subject.ts';
import { sameSecret } from './secret.ts';
import type { Person } from './session.store.ts';

interface SandboxSessionOptions {
  readonly database: Pool;
  readonly rooms: Pick<RoomLinks, 'identity'>;
  readonly settings: Settings;
  readonly clock?: () => Date;
}

/**
 * POST /sandbox/session: a session for a script, without an identity provider. It exists only in a sandbox,
 * answers only this machine, and only to who holds the operator's token; a browser is turned away,
 * so that no page can be made to ask for one.
 */
export function registerSandboxSession(app: FastifyInstance, { database, rooms, settings, clock = () => new Date() }: SandboxSessionOptions): void {
  const operatorToken = required(settings, 'CIE_OPERATOR_TOKEN');
  const issuer = required(settings, 'CIE_PRO_ISSUER');
  app.post('/sandbox/session', { config: { policy: 'operator' } }, async (request, reply) => {
    if (!isOperator(request, operatorToken)) return reply.callNotFound();
    const body = isRecord(request.body) ? request.body : {};
    const person = body['as'] === 'clinician' ? await clinician(rooms.identity, body, issuer, clock()) : await patient(rooms.identity, body, clock());
    return reply.send({ cookie: await createScriptSession(database, person, clock()) });
  });
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

function isOperator(request: FastifyRequest, operatorToken: string): boolean {
  // The socket's address: a forwarded-for header can be written by anyone.
  if (!loopback.has(request.socket.remoteAddress ?? '') || request.headers['sec-fetch-site'] !== undefined) return false;
  return sameSecret(request.headers.authorization ?? '', `Bearer ${operatorToken}`);
}

/** A script has nobody to agree and nothing to be told: it counts as a person who has been through every step. */
async function patient(identity: RoomLink, body: Readonly<Record<string, unknown>>, now: Date): Promise<Person> {
  const nhsNumber = parseNhsNumber(textClaim(body, 'nhsNumber') ?? '');
  if (!nhsNumber.ok) throw new CieError(nhsNumber.code, nhsNumber.message);
  const known = await identity.command('sandbox-patient', { nhsNumber: nhsNumber.value });
  const birthDate = isRecord(known) ? textClaim(known, 'birthDate') : null;
  if (birthDate === null) {
    throw new CieError('PATIENT_UNKNOWN', 'No patient with this NHS number has arrived yet. Feed a message about them first: npm run cie -- feed <file>.');
  }
  const subject = sandboxSubject(nhsNumber.value, birthDate);
  const person = await signInPatient(identity, { subject, nhsNumber: nhsNumber.value, birthDate, name: '', email: textClaim(body, 'email'), proofing: 'P9' }, now);
  const record = person.patientId === null ? await identity.command('sandbox-link', { accountId: person.accountId }) : null;
  return isRecord(record) ? { ...person, patientId: textClaim(record, 'patientId'), name: textClaim(record, 'name') ?? '' } : person;
}

async function clinician(identity: RoomLink, body: Readonly<Record<string, unknown>>, issuer: string, now: Date): Promise<Person> {
  const organisation = textClaim(body, 'organisation');
  if (organisation === null || !/^[A-Z0-9]{3,10}$/.test(organisation)) {
    throw new CieError('ORGANISATION_INVALID', 'Name the organisation by its ODS code, for example --org RYJ.');
  }
  const name = textClaim(body, 'name') ?? 'Sandbox Clinician';
  const email = textClaim(body, 'email') ?? `clinician@${organisation.toLowerCase()}.example.net`;
  const subject = sandboxSubject(email);
  return signInProfessional(identity, { issuer, subject, name, email }, { organisation, role: textClaim(body, 'role') ?? 'Consultant' }, now);
}
