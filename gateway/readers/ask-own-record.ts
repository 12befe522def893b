import { randomUUID } from 'node:crypto';
import { isProvedPatient } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadersParts, RecordHolder } from './readers-parts.ts';

/** Answers the holder of a record; to everybody else there is nothing here. */
export async function withHolder({ sessions }: ReadersParts, request: FastifyRequest, reply: FastifyReply, act: (holder: RecordHolder) => Promise<FastifyReply>): Promise<FastifyReply> {
  const viewer = (await sessions.read(request))?.viewer ?? null;
  if (viewer === null) return reply.redirect(`/sign-in?return=${encodeURIComponent(request.url)}`, 303);
  if (!isProvedPatient(viewer) || viewer.patientId === null) {
    reply.callNotFound();
    return reply;
  }
  return act({ viewer, patientId: viewer.patientId });
}

/** The record as its holder reads it by one registered operation. Throws RECORD_UNAVAILABLE where a room did not answer. */
export async function askOwnRecord<Answer>({ execute, clock }: ReadersParts, { viewer, patientId }: RecordHolder, operation: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const { data, errors } = await execute(operation, { patient: patientId, ...variables }, { requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } });
  if (errors !== undefined) throw recordUnavailable();
  // The generator wrote this type from the operation's document.
  return (data ?? { patient: null }) as unknown as Answer;
}

/** Said where a part of the record that must be there is not. */
export const recordUnavailable = (): CieError => new CieError('RECORD_UNAVAILABLE', 'Your record cannot be reached right now. Nothing is lost. Try again in a moment.');
