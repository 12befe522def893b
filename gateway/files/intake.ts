import type { IncomingMessage } from 'node:http';
import { CieError } from '@cie/kit/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LongRequests } from '../server/long-requests.ts';
import type { Throttle } from '../throttle/throttle.ts';

export interface IntakePlan {
  readonly throttle: Throttle;
  readonly long: LongRequests;
  /** Largest file, in bytes. */
  readonly most: number;
  /** How long a sender may be silent, in milliseconds; exchanged by tests. */
  readonly longestSilence?: number;
}

const perHour = { most: 60, seconds: 3600 };
/** Files on their way in at one time; each holds a few parts in memory. */
const atOnce = 12;
/** Of one account: nobody holds all places. */
const atOnceEach = 2;
const longestSilence = 20_000;
/** What stands beside the file in a request. */
const envelope = 64 * 1024;
/** How long a file may take to come, in milliseconds: 20 MB from a slow telephone, at half a megabit a second. */
const longestTime = 330_000;

/** Lets files in by form, so many at a time and an hour, and hangs up on senders of whom nothing comes. */
export interface Intake {
  /** Takes one file of this account in. Throws FILE_TOO_LARGE, UPLOAD_INVALID, UPLOADS_TOO_MANY, and what `take` throws. */
  admit<T>(request: FastifyRequest, reply: FastifyReply, accountId: string, take: () => Promise<T>): Promise<T>;
}

/** What `@fastify/multipart` reads at the most: one byte more than allowed tells a file that is too large from one that just fits. */
export const intakeLimits = (most: number) => ({
  throwFileSizeLimit: false, limits: { fields: 8, fieldSize: 2000, fieldNameSize: 40, files: 1, parts: 9, headerPairs: 20, fileSize: most + 1 },
});

export function createIntake(plan: IntakePlan): Intake {
  /** Files on their way in, by account. */
  const under = new Map<string, number>();
  return {
    admit: async (request, reply, accountId, take) => {
      if (Number(request.headers['content-length'] ?? 0) > plan.most + envelope) throw fileTooLarge(plan.most);
      if (!request.isMultipart()) throw new CieError('UPLOAD_INVALID', 'Send a form with a file.');
      const { allowed, retryAfter } = await plan.throttle.check(`upload:${accountId}`, perHour, new Date());
      const own = under.get(accountId) ?? 0;
      if (!allowed || own >= atOnceEach || under.values().reduce((sum, count) => sum + count, 0) >= atOnce) {
        void reply.header('retry-after', allowed ? 10 : retryAfter);
        throw new CieError('UPLOADS_TOO_MANY', 'Too many files are coming in. Wait a little, then try again.');
      }
      under.set(accountId, own + 1);
      plan.long.allow(request.raw);
      const late = setTimeout(() => request.raw.destroy(), longestTime);
      const watch = endWhenSilent(request.raw, plan.longestSilence ?? longestSilence);
      try {
        return await take();
      } finally {
        clearTimeout(late);
        clearInterval(watch);
        const left = (under.get(accountId) ?? 1) - 1;
        if (left === 0) under.delete(accountId);
        else under.set(accountId, left);
      }
    },
  };
}

/** Hangs up on a sender of whom nothing comes for so long. While what came waits to be taken by us, the delay is our own. */
function endWhenSilent(raw: IncomingMessage, silence: number): NodeJS.Timeout {
  let [seen, at] = [raw.socket.bytesRead, performance.now()];
  return setInterval(() => {
    const { bytesRead } = raw.socket;
    if (bytesRead !== seen || raw.complete || raw.readableLength > 0) [seen, at] = [bytesRead, performance.now()];
    else if (performance.now() - at >= silence) raw.destroy();
  }, silence / 4);
}

export function fileTooLarge(most: number): CieError {
  return new CieError('FILE_TOO_LARGE', `The file is larger than ${Math.floor(most / 1_000_000)} MB, the most that can be added.`);
}
