import { randomUUID } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CalendarParts } from './calendar-parts.ts';
import { readFile } from './read-calendar.ts';

type Address = { readonly Params: { readonly patient: string; readonly file: string } };

/** GET /calendar/appointment/<record>/<appointment>.ics: one appointment as a file, for who is signed in. */
export function registerFileRoutes(app: FastifyInstance, { sessions, execute, clock }: CalendarParts): void {
  app.get<Address>('/calendar/appointment/:patient/:file', { config: { policy: 'signed-in' } }, async (request, reply) => {
    requireOwnLink(request);
    const session = await sessions.read(request);
    // A page of ours may not stand in a frame: without an answer the frame keeps what it shows, and finds out by itself that the session is over.
    if (session === null && request.headers['sec-fetch-dest'] === 'iframe') return reply.code(204).send();
    if (session === null) throw new CieError('SIGN_IN_REQUIRED', 'You have been signed out. Sign in to add an appointment to your calendar.');
    const [, id] = /^([0-9a-f-]{36})\.ics$/.exec(request.params.file) ?? [];
    if (id === undefined) return reply.callNotFound();
    const access = { requestId: randomUUID(), viewer: session.viewer, now: clock() };
    const file = readFile(await execute('AppointmentFile', { patient: request.params.patient, id }, access));
    if (file === null) return reply.callNotFound();
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="appointment-${file.day}.ics"`)
      .type('text/calendar; charset=utf-8')
      .send(file.text);
  });
}

/** A link on a page of ours, or an address somebody typed: another site must not make a person's browser open their record, even unread. Throws FOREIGN_SITE. */
function requireOwnLink(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new CieError('FOREIGN_SITE', 'Only pages of the exchange may send this request.');
}
