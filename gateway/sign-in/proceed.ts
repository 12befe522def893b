import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from './cookies.ts';
import { destinationQuery, type Destination } from './destination.ts';
import { handOverPage, unprovenPage } from './pages.ts';
import type { SignInParts } from './parts.ts';
import { nextStep } from './registration-link.ts';
import { replacesAnother } from './replace-session.ts';
import { newSecret } from './secret.ts';
import type { Person } from './session.store.ts';

/** Address of the page that shows what is still to be done in a pending sign-in. */
export const nextAddress = (id: string): string => `/sign-in/next?sign-in=${id}`;

/**
 * Takes a person whose identity is established to where the sign-in was to end. When steps are open (the agreement, the link to
 * the record, how sharing works), it is kept while the person takes them: a session begins only after the last.
 */
export async function proceed(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, person: Person, destination: Destination): Promise<FastifyReply> {
  const { step, patientId } = await nextStep(parts.rooms, person, parts.clock());
  // A page is never the answer to a form, which a reload would send again.
  const mayArrive = request.method === 'GET' || (destination.kind === 'page' && person.proofing !== 'P5');
  if (step === 'ready' && mayArrive && !(await replacesAnother(parts, request, person, destination))) return arrive(parts, request, reply, { ...person, patientId }, destination);
  // One cookie serves all tabs of a browser: a second sign-in must not undo the first.
  const browser = readCookie(request, 'pending') ?? newSecret();
  const id = await parts.pending.begin(person, destination, browser, parts.clock());
  setCookie(reply, 'pending', browser);
  return reply.redirect(nextAddress(id), 303);
}

/** The end of a sign-in in which nothing is open any more. */
export async function arrive(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, person: Person, destination: Destination): Promise<FastifyReply> {
  const isUnproven = person.proofing === 'P5';
  if (destination.kind === 'frame') {
    if (isUnproven) return parts.pages.send(reply, 200, unprovenPage(destination));
    // The session belongs to the frame's partition, which this window cannot write to: only a code goes over.
    const code = await parts.codes.issue(person, destination.challenge, parts.clock());
    return parts.pages.send(reply, 200, handOverPage(code, parts.ownOrigin));
  }
  await parts.sessions.begin(request, reply, person);
  return reply.redirect(isUnproven ? `/sign-in/unproven?${destinationQuery(destination)}` : destination.path, 303);
}
