import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Destination } from './destination.ts';
import { handOverPage, unprovenPage } from './pages.ts';
import type { SignInParts } from './parts.ts';
import type { Person } from './session.store.ts';

/** Takes a person whose identity is established to where the sign-in was to end. */
export async function proceed(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, person: Person, destination: Destination): Promise<FastifyReply> {
  const isUnproven = person.proofing === 'P5';
  if (destination.kind === 'frame') {
    if (isUnproven) return parts.pages.send(reply, 200, unprovenPage(destination));
    // The session belongs to the frame's partition, which this window cannot write to: only a code goes over.
    const code = await parts.codes.issue(person, destination.challenge, parts.clock());
    return parts.pages.send(reply, 200, handOverPage(code, parts.ownOrigin));
  }
  await parts.sessions.begin(request, reply, person);
  if (isUnproven) return parts.pages.send(reply, 200, unprovenPage(destination));
  return reply.redirect(destination.path, 303);
}

