import { randomUUID } from 'node:crypto';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { errorKind } from '@cie/kit/errors.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { dayInLine } from '../pages/form-body.ts';
import { checkNetwork } from '../throttle/check-network.ts';
import { manifestPath } from './health-link.ts';
import { triesOfNetwork } from './open.routes.ts';
import type { ShareParts } from './share-parts.ts';
import { hashOf, isSecretForm, keysOfLink, newSecret } from './summary-keys.ts';

type Address = { readonly Params: { readonly address: string } };

/** What a receiver asks (HL7 SMART Health Cards and Links 1.0.0, "SMART Health Link Manifest Request"). */
interface ManifestRequest {
  readonly recipient: string;
  readonly passcode: string | null;
  readonly embeddedLengthMax: number | null;
}

/**
 * The manifest of a SMART Health Link, and its file where the receiver does not take it in the manifest. Receivers run in browsers on any
 * site: these addresses alone answer them (CORS), and know no cookie.
 */
export function registerLinkRoutes(app: FastifyInstance, parts: ShareParts): void {
  const { summaries, throttle, ownOrigin, clock } = parts;
  const access = (): AccessContext => ({ requestId: randomUUID(), viewer: null, now: clock() });

  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin').header('access-control-expose-headers', 'retry-after');
  });

  app.options(`${manifestPath}/:address`, { config: { policy: 'public' } }, (_request, reply) =>
    reply.code(204).header('access-control-allow-methods', 'POST').header('access-control-allow-headers', 'content-type').header('access-control-max-age', '600').send());

  app.post<Address>(`${manifestPath}/:address`, async (request, reply) => {
    const { address } = request.params;
    const asked = readRequest(request.body);
    if (asked === null) return reply.code(400).send({ error: 'The body must be JSON with a text "recipient", and a text "passcode" where the link has the flag P.' });
    if (!isSecretForm(address)) return notActive(reply);
    const { allowed, retryAfter } = await checkNetwork(throttle, 'summary', request.ip, triesOfNetwork, clock());
    if (!allowed) return reply.code(429).header('retry-after', String(retryAfter)).send({ error: 'Too many requests.' });

    // A passcode that is no date is wrong like any other; none at all is the question whether one is needed.
    const keys = keysOfLink(address, passcodeDate(asked.passcode) ?? 'none');
    const fetchAddress = newSecret();
    const fetch = asked.embeddedLengthMax === null ? {} : { fetch: { longerThan: asked.embeddedLengthMax, find: hashOf(fetchAddress) } };
    try {
      const tried = await summaries.open({ way: 'link', find: keys.find, proof: asked.passcode === null ? null : keys.proof, who: asked.recipient, ...fetch }, access());
      if (tried.outcome === 'closed') return await notActive(reply);
      if (tried.outcome === 'wrong') return await reply.code(401).send({ remainingAttempts: tried.remaining });
      const file = tried.bundle === null ? { location: `${ownOrigin}${manifestPath}/file/${fetchAddress}` } : { embedded: tried.bundle };
      return await reply.send({ files: [{ contentType: 'application/fhir+json', ...file, status: 'finalized', fhirVersion: '4.0.1' }] });
    } catch (error) {
      request.log.error(errorKind(error), 'a health link could not be opened');
      return reply.code(503).header('retry-after', '60').send({ error: 'The link cannot be opened right now. Nothing was used up.' });
    }
  });

  // Asking whether it is there must not use it up: HEAD is no question here.
  app.get<Address>(`${manifestPath}/file/:address`, { exposeHeadRoute: false }, async (request, reply) => {
    const { address } = request.params;
    const bundle = isSecretForm(address) ? await summaries.fetch(hashOf(address), access()) : null;
    return bundle === null ? notActive(reply) : reply.type('application/jose').send(bundle);
  });
}

const notActive = (reply: FastifyReply): FastifyReply => reply.code(404).send({ error: 'This link is not active.' });

function readRequest(body: unknown): ManifestRequest | null {
  if (typeof body !== 'object' || body === null) return null;
  const valueOf = (name: string): unknown => (Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined);
  const [recipient, passcode, most] = [valueOf('recipient'), valueOf('passcode'), valueOf('embeddedLengthMax')];
  if (typeof recipient !== 'string' || recipient.trim() === '') return null;
  if (passcode !== undefined && passcode !== null && typeof passcode !== 'string') return null;
  if (most !== undefined && (typeof most !== 'number' || !Number.isSafeInteger(most) || most < 0)) return null;
  return { recipient, passcode: typeof passcode === 'string' && passcode !== '' ? passcode : null, embeddedLengthMax: most ?? null };
}

/** A date of birth as the link's label asks for it, DD/MM/YYYY, and as else people and programs write it: 31031980, 31 3 1980, 1980-03-31. */
function passcodeDate(passcode: string | null): string | null {
  const text = passcode?.trim() ?? '';
  return dayInLine(text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3 $2 $1').replace(/^(\d\d)(\d\d)(\d{4})$/, '$1 $2 $3'));
}
