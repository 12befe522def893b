import multipart from '@fastify/multipart';
import { CieError } from '@cie/kit/errors.ts';
import { evidenceMediaTypes, mostEvidenceBytes } from '@cie/kit/records-requests.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
import { adviceOf } from '../desk/staff-parts.ts';
import { handOn } from '../files/hand-on.ts';
import { createIntake, intakeLimits, type IntakePlan } from '../files/intake.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { visitorOf, type RecordsParts, type WithId } from './records-parts.ts';
import { isRequester, showRequest } from './request.routes.ts';

/**
 * POST /records-request/<id>/evidence and /send: one form with `file`, which goes on to sharing as it comes and waits there in quarantine. Sending
 * takes a file that was chosen along: nobody may think that they have sent what they had only chosen.
 */
export async function registerEvidence(app: FastifyInstance, parts: RecordsParts, plan: Pick<IntakePlan, 'throttle' | 'long'>): Promise<void> {
  const intake = createIntake({ ...plan, most: mostEvidenceBytes });
  const ask = askOf(parts.rooms.sharing);

  await app.register(async (scope) => {
    await scope.register(multipart, intakeLimits(mostEvidenceBytes));
    /** A page's form: `take` does what it is for, a fault is shown on the page of the request. */
    const post = (name: string, done: string, take: (request: FastifyRequest, reply: FastifyReply, visit: Visit, id: string) => Promise<unknown>): void => {
      scope.post<WithId>(`/records-request/:id/${name}`, async (request, reply) => {
        requireOwnForm(request, parts.ownOrigin);
        const visit = await visitorOf(parts, request, reply, isRequester);
        if (visit === null) return reply;
        const { id } = request.params;
        try {
          await take(request, reply, visit, id);
        } catch (error) {
          return showRequest(parts, reply, visit, id, [['file', adviceOf(error).text]]);
        }
        return reply.redirect(`/records-request/${encodeURIComponent(id)}?done=${done}`, 303);
      });
    };

    /** Takes in the one file of the form; whether there was one. */
    const takeIn = (request: FastifyRequest, reply: FastifyReply, { viewer, access }: Visit, id: string): Promise<boolean> =>
      intake.admit(request, reply, viewer.accountId, async () => {
        const sent = await fileOf(request);
        if (sent === null) return false;
        await handOn(sent, mostEvidenceBytes, {
          begin: async (mediaType) => {
            const allowed = evidenceMediaTypes.find((each) => each === mediaType);
            if (allowed === undefined) throw new CieError('FILE_TYPE_REFUSED', 'This kind of file cannot be added. Choose a PDF, or a JPEG or PNG picture.');
            return (await ask<{ id: string }>('begin-evidence', { id, fileName: sent.filename, mediaType: allowed }, access)).id;
          },
          part: (file, number, bytes, last) => ask('evidence-part', { id: file, number: String(number), bytes: bytes.toString('base64'), last: last ? 'yes' : 'no' }, access),
          abandon: (file) => ask('remove-evidence', { id: file }, access),
        });
        return true;
      });

    post('evidence', 'added', async (request, reply, visit, id) => {
      if (!(await takeIn(request, reply, visit, id))) throw new CieError('UPLOAD_INVALID', 'Choose a file first.');
    });
    post('send', 'sent', async (request, reply, visit, id) => {
      // Where no more files can be added, the form has none.
      if (request.isMultipart()) await takeIn(request, reply, visit, id);
      await ask('send-evidence', { id }, visit.access);
    });
  });
}

type Visit = NonNullable<Awaited<ReturnType<typeof visitorOf>>>;

/** The one file of the form; null where none was chosen: a browser sends an empty one without a name then. */
async function fileOf(request: FastifyRequest) {
  const sent = await request.file();
  if (sent !== undefined && sent.filename !== '') return sent;
  sent?.file.resume();
  return null;
}
