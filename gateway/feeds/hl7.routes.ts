import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { buildAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import type { Receiver } from './receiver.ts';

/** The media type of "HL7 over HTTP" (HAPI) and what systems in the field send for it. */
const MEDIA_TYPES = ['x-application/hl7-v2+er7', 'application/hl7-v2+er7', 'application/hl7-v2', 'x-application/hl7-v2'];

export interface Hl7RoutesPlan {
  readonly receiver: Receiver;
  readonly maxBytes: number;
  /** What a sender must show as a bearer token; null in the sandbox, where anyone may send. */
  readonly token: string | null;
}

/** `POST /hl7`: one message or a batch, answered by its acknowledgement (ING-1). */
export function registerHl7Routes(app: FastifyInstance, { receiver, maxBytes, token }: Hl7RoutesPlan): void {
  app.register(async (scope) => {
    // Only here, and no text/plain or form: a page of another site cannot post these types without asking first (abuse case 49).
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(MEDIA_TYPES, { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) => done(null, body));

    scope.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      return reply.code(status).type(MEDIA_TYPES[0] ?? '').send(refusal(status, maxBytes));
    });

    scope.post('/hl7', { bodyLimit: maxBytes }, async (request, reply) => {
      reply.type(`${MEDIA_TYPES[0]}; charset=utf-8`).header('cache-control', 'no-store');
      if (token !== null && !sameToken(request.headers.authorization, token)) {
        return reply.code(401).header('www-authenticate', 'Bearer').send(refusal(401, maxBytes));
      }
      const { text, code } = await receiver.receive(request.body instanceof Uint8Array ? request.body : new Uint8Array());
      // AE asks for the same message again later, which is what 503 says to a client that reads no HL7.
      return reply.code(code === 'AE' ? 503 : 200).send(text);
    });
  });
}

function refusal(status: number, maxBytes: number): string {
  const reasons: Readonly<Record<number, string>> = {
    401: 'This address takes messages only from senders that show their token. Ask the exchange for one.',
    413: `The message is larger than ${maxBytes} bytes, the most this exchange takes. Split it or raise CIE_MLLP_MAX_BYTES.`,
    415: `Send HL7 v2 with the content type ${MEDIA_TYPES[0]}.`,
  };
  const text = reasons[status] ?? (status < 500 ? 'The request could not be read. Send one HL7 v2 message as the body.' : 'The exchange failed. Nothing is wrong with the message: send it again later.');
  return buildAcknowledgement(null, { code: status < 500 ? 'AR' : 'AE', controlId: '', text, errorCode: status < 500 ? '100' : '207' });
}

/** Compares hashes in constant time: neither length nor first difference of the token can be measured. */
function sameToken(header: string | undefined, token: string): boolean {
  const given = createHash('sha256').update(header ?? '').digest();
  return timingSafeEqual(given, createHash('sha256').update(`Bearer ${token}`).digest());
}
