import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';
import { buildAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { receiveStream, type BatchPlan } from './hl7-batch.ts';
import { anyCaller, type Caller } from './judge-arrival.ts';
import type { SenderKey } from './sender.ts';
import { declarePolicy } from '../server/route-policy.ts';

/** The media type of "HL7 over HTTP" (HAPI) and what systems in the field send for it. */
const MEDIA_TYPES = ['x-application/hl7-v2+er7', 'application/hl7-v2+er7', 'application/hl7-v2', 'x-application/hl7-v2'];

export interface Hl7RoutesPlan extends Omit<BatchPlan, 'caller'> {
  /** What a sender without a token of its own must show as a bearer token; null in the sandbox, where anyone may send. */
  readonly token: string | null;
  readonly senderOfToken: (token: string) => Promise<SenderKey | null>;
  /** Lets a request take longer than others: a file of a hundred megabytes is stored as it comes. */
  readonly allowLonger: (request: IncomingMessage) => void;
}

/** `POST /hl7`: one message or a batch of any length, stored as it comes, answered by its acknowledgement (ING-1). */
export function registerHl7Routes(app: FastifyInstance, plan: Hl7RoutesPlan): void {
  const { limits, token, senderOfToken, allowLonger } = plan;
  app.register(async (scope) => {
    declarePolicy(scope, 'sender');
    // Only here, and no text/plain or form: a page of another site cannot post these types without asking first (abuse case 49).
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(MEDIA_TYPES, { bodyLimit: limits.maxBatchBytes }, (_request, body, done) => done(null, body));

    scope.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      return reply.code(status).type(MEDIA_TYPES[0] ?? '').send(refusal(status, limits.maxBatchBytes));
    });

    /** Who sends, as far as the request proves it; null for nobody who may. */
    async function callerOf(authorization: string | undefined): Promise<Caller | null> {
      const open: Caller = { ...anyCaller, canShowToken: true };
      const [, shown] = /^Bearer (\S{1,200})$/.exec(authorization ?? '') ?? [];
      if (token !== null && shown !== undefined && sameText(shown, token)) return open;
      const sender = shown === undefined ? null : await senderOfToken(shown);
      if (sender !== null) return { ...open, token: sender };
      return token === null && shown === undefined ? open : null;
    }

    scope.post('/hl7', { bodyLimit: limits.maxBatchBytes }, async (request, reply) => {
      reply.type(`${MEDIA_TYPES[0]}; charset=utf-8`).header('cache-control', 'no-store');
      const caller = await callerOf(request.headers.authorization);
      if (Number(request.headers['content-length'] ?? 0) > limits.maxBatchBytes) return reply.code(413).send(refusal(413, limits.maxBatchBytes));
      if (caller === null) return reply.code(401).header('www-authenticate', 'Bearer').send(refusal(401, limits.maxBatchBytes));
      allowLonger(request.raw);
      // The parser above hands the stream on; a request without a body has none.
      const body = request.body instanceof Object && Symbol.asyncIterator in request.body ? (request.body as Readable) : new PassThrough().end();
      const { text, code, isTooLarge } = await receiveStream(withPatience(body, limits.idleMs), { ...plan, caller });
      if (!body.readableEnded) {
        reply.header('connection', 'close');
        await dropRest(body);
      }
      // AE asks for the same again later, which is what 503 says to a client that reads no HL7.
      return reply.code(code === 'AE' ? 503 : isTooLarge ? 413 : 200).send(text);
    });
  });
}

/** The stream, given up when it stands still. It is not destroyed then: that would end the connection before the answer is sent. */
async function* withPatience(stream: Readable, idleMs: number): AsyncGenerator<Uint8Array> {
  const parts = stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>; // a request without an encoding gives bytes
  for (;;) {
    const part = await inTime(parts.next(), idleMs);
    if (part.done === true) return;
    yield part.value;
  }
}

async function inTime<Value>(value: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CieError('STREAM_STALLED', 'A stream of messages stood still.')), ms);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long a sender that was given up may go on sending before its connection is closed, in milliseconds. */
const LINGER_MS = 2000;

/** Reads and drops what still comes: closing with unread bytes would reset the connection before the answer is read. */
async function dropRest(stream: Readable): Promise<void> {
  stream.resume();
  await Promise.race([once(stream, 'close').catch(() => undefined), once(stream, 'end').catch(() => undefined), sleep(LINGER_MS, undefined, { ref: false })]);
}

function refusal(status: number, maxBytes: number): string {
  const reasons: Readonly<Record<number, string>> = {
    401: 'This address takes messages only from senders that show their token. Ask the exchange for one.',
    413: `More than ${maxBytes} bytes at once, the most this exchange takes. Nothing was stored: send it in parts, or raise CIE_HL7_BATCH_MAX_BYTES.`,
    415: `Send HL7 v2 with the content type ${MEDIA_TYPES[0]}.`,
  };
  const text = reasons[status] ?? (status < 500 ? 'The request could not be read. Send one HL7 v2 message as the body.' : 'The exchange failed. Nothing is wrong with the message: send it again later.');
  return buildAcknowledgement(null, { code: status < 500 ? 'AR' : 'AE', controlId: '', text, errorCode: status < 500 ? '100' : '207' });
}

/** Compares hashes in constant time: neither length nor first difference of the token can be measured. */
function sameText(given: string, token: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(token).digest());
}
