import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isProvedPatient, type AccessContext } from '@cie/kit/access-context.ts';
import { dayOf } from '@cie/kit/days.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { requireOwnForm } from '../pages/own-origin.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { Session, Sessions } from '../sign-in/sessions.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { copyPage, copyPaths, tooManyPage } from './copy-page.ts';
import { verifierFiles } from './verifier-files.ts';
import { writeCopy, type LogCopy, type PublicLogKeys } from './write-copy.ts';

export interface AccessLogOptions {
  readonly sessions: Sessions;
  readonly rooms: Pick<RoomLinks, 'sharing'>;
  readonly throttle: Throttle;
  readonly settings: Settings;
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

/** Copies that one account may make in a day: each reads a whole log. */
const perDay = { most: 20, seconds: 86_400 } as const;

/** A copy of one's own access log, and what anybody needs to check it (ACS-6). Throws SETTING_MISSING. */
export async function registerAccessLog(app: FastifyInstance, { sessions, rooms: { sharing }, throttle, settings, clock = () => new Date() }: AccessLogOptions): Promise<void> {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const pages = new PageSender([]);
  const files = verifierFiles();
  // Sharing answers what its own command is described to.
  const publicKeys = async (): Promise<PublicLogKeys> => (await sharing.command('log-keys', {})) as PublicLogKeys;
  const accessOf = ({ viewer }: Session): AccessContext => ({ requestId: randomUUID(), viewer, now: clock(), from: { place: 'page' } });

  await app.register(async (scope) => {
    declarePolicy(scope, 'patient');
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 });
    scope.addHook('onRequest', async (_request, reply) => forbidStoring(reply));

    scope.get(copyPaths.page, async (request, reply) => {
      const session = await sessions.read(request);
      return session === null ? signInFirst(reply) : pages.send(reply, 200, copyPage(session, await publicKeys()));
    });

    scope.post(copyPaths.download, async (request, reply) => {
      requireOwnForm(request, ownOrigin);
      const session = await sessions.read(request);
      if (session === null || !isProvedPatient(session.viewer)) return signInFirst(reply);
      const { allowed, retryAfter } = await throttle.check(`access log copy:${session.viewer.accountId}`, perDay, clock());
      if (!allowed) return pages.send(reply.header('retry-after', String(retryAfter)), 429, tooManyPage(session));
      const access = accessOf(session);
      // That the copy is made stands in the log before any of it is sent.
      const copy = (await sharing.command('begin-log-copy', {}, access)) as LogCopy; // as above
      const written = writeCopy(sharing, { copy, keys: await publicKeys(), exchange: ownOrigin, access });
      return reply
        .header('content-disposition', `attachment; filename="access-log-${dayOf(access.now)}.json"`)
        .type('application/json; charset=utf-8')
        .send(Readable.from(written));
    });
  });

  await app.register(async (scope) => {
    declarePolicy(scope, 'public');
    scope.get(copyPaths.keys, async (_request, reply) => reply.header('cache-control', 'no-cache').header('x-content-type-options', 'nosniff').send(await publicKeys()));
    // Saved, and never shown as a page of ours: what it reads is opened from the reader's own disk.
    scope.get(copyPaths.checkPage, (_request, reply) => saved(reply, 'check-access-log.html').type('text/html; charset=utf-8').send(files.page));
    scope.get(copyPaths.checkScript, (_request, reply) => saved(reply, 'verify-log.mjs').type('text/javascript; charset=utf-8').send(files.script));
  });
}

const signInFirst = (reply: FastifyReply): FastifyReply => reply.redirect(`/sign-in?return=${encodeURIComponent(copyPaths.page)}`, 303);

const saved = (reply: FastifyReply, name: string): FastifyReply =>
  reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-cache');
