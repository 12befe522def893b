import multipart, { type MultipartFile } from '@fastify/multipart';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Sessions } from '../sign-in/sessions.ts';
import { accessOf, at, dataOf, ownPageSession, type Execute } from './files-parts.ts';
import { handOn } from './hand-on.ts';
import { createIntake, intakeLimits, type IntakePlan } from './intake.ts';

export interface UploadPlan extends IntakePlan {
  readonly sessions: Sessions;
  readonly documents: Pick<RoomLink, 'command'>;
  readonly execute: Execute;
}

/**
 * POST /files/upload (DOC-2): a form with `patient`, `title`, `kind`, `dated`, `label` and, after them, `file`. The file goes on to the
 * documents room as it comes, part by part, and waits there in quarantine. Answers 202 with the upload's id.
 */
export async function registerUpload(app: FastifyInstance, plan: UploadPlan): Promise<void> {
  const intake = createIntake(plan);
  await app.register(async (scope) => {
    await scope.register(multipart, intakeLimits(plan.most));
    scope.post('/files/upload', { config: { policy: 'signed-in' } }, async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const { viewer } = await ownPageSession(plan.sessions, request);
      const id = await intake.admit(request, reply, viewer.accountId, () => takeIn(plan, request, viewer));
      return reply.status(202).send({ id });
    });
  });
}

type Uploader = Parameters<typeof accessOf>[0];

async function takeIn(plan: UploadPlan, request: FastifyRequest, viewer: Uploader): Promise<string> {
  const fields = new Map<string, string>();
  for await (const part of request.parts()) {
    if (part.type === 'file') return await takeFile(plan, part, fields, viewer);
    if (part.valueTruncated || typeof part.value !== 'string') throw new CieError('UPLOAD_INVALID', 'A field of the form is too long.');
    fields.set(part.fieldname, part.value);
  }
  throw new CieError('UPLOAD_INVALID', 'Choose a file to add.');
}

function takeFile({ documents, execute, most }: UploadPlan, sent: MultipartFile, fields: ReadonlyMap<string, string>, viewer: Uploader): Promise<string> {
  return handOn(sent, most, {
    begin: async (mediaType) => {
      const input = { title: fields.get('title') ?? '', kind: fields.get('kind') ?? 'OTHER', dated: fields.get('dated') || null, label: fields.get('label') || null, fileName: sent.filename, mediaType };
      const begun = at(dataOf(await execute('BeginUpload', { patient: fields.get('patient') ?? '', input }, accessOf(viewer))), 'changeRecord', 'beginUpload', 'id');
      if (typeof begun !== 'string') throw new CieError('CHANGE_NOT_ALLOWED', 'You cannot add a document to this record.');
      return begun;
    },
    part: (id, number, bytes, last) =>
      documents.command('receive-part', { id, number: String(number), bytes: bytes.toString('base64'), last: last ? 'yes' : 'no' }, accessOf(viewer)),
    abandon: (id) => documents.command('abandon-upload', { id }, accessOf(viewer)),
  });
}
