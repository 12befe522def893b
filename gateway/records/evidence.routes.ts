import multipart from '@fastify/multipart';
import { CieError } from '@cie/kit/errors.ts';
import { evidenceMediaTypes, mostEvidenceBytes } from '@cie/kit/records-requests.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
import { adviceOf } from '../desk/staff-parts.ts';
import { handOn } from '../files/hand-on.ts';
import { createIntake, intakeLimits, type IntakePlan } from '../files/intake.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { visitorOf, type RecordsParts, type WithId } from './records-parts.ts';
import { isRequester, showRequest } from './request.routes.ts';

/** POST /records-request/<id>/evidence: a form with `file`, which goes on to sharing as it comes and waits there in quarantine. */
export async function registerEvidence(app: FastifyInstance, parts: RecordsParts, plan: Pick<IntakePlan, 'throttle' | 'long'>): Promise<void> {
  const intake = createIntake({ ...plan, most: mostEvidenceBytes });
  await app.register(async (scope) => {
    await scope.register(multipart, intakeLimits(mostEvidenceBytes));
    scope.post<WithId>('/records-request/:id/evidence', async (request, reply) => {
      requireOwnForm(request, parts.ownOrigin);
      const visit = await visitorOf(parts, request, reply, isRequester);
      if (visit === null) return reply;
      const { id } = request.params;
      const ask = askOf(parts.rooms.sharing);
      try {
        await intake.admit(request, reply, visit.viewer.accountId, async () => {
          const sent = await fileOf(request);
          await handOn(sent, mostEvidenceBytes, {
            begin: async (mediaType) => {
              const allowed = evidenceMediaTypes.find((each) => each === mediaType);
              if (allowed === undefined) throw new CieError('FILE_TYPE_REFUSED', 'This kind of file cannot be added. Choose a PDF, or a JPEG or PNG picture.');
              return (await ask<{ id: string }>('begin-evidence', { id, fileName: sent.filename, mediaType: allowed }, visit.access)).id;
            },
            part: (file, number, bytes, last) => ask('evidence-part', { id: file, number: String(number), bytes: bytes.toString('base64'), last: last ? 'yes' : 'no' }, visit.access),
            abandon: (file) => ask('remove-evidence', { id: file }, visit.access),
          });
        });
      } catch (error) {
        return showRequest(parts, reply, visit, id, [['file', adviceOf(error).text]]);
      }
      return reply.redirect(`/records-request/${encodeURIComponent(id)}?done=added`, 303);
    });
  });
}

/** The one file of the form. A browser sends an empty one without a name where none was chosen. */
async function fileOf(request: FastifyRequest) {
  const sent = await request.file();
  if (sent === undefined || sent.filename === '') {
    sent?.file.resume();
    throw new CieError('UPLOAD_INVALID', 'Choose a file first.');
  }
  return sent;
}
