import { randomUUID } from 'node:crypto';
import { CieError, errorKind } from '@cie/kit/errors.ts';
import { whoLength, type SummaryTry } from '@cie/kit/summary-shares.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../pages/controls.ts';
import { birthDateProblem } from '../pages/date-problem.ts';
import { formOf } from '../pages/form-body.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { checkNetwork } from '../throttle/check-network.ts';
import { inEvenTime } from '../throttle/even-time.ts';
import { readHealthLink } from './health-link.ts';
import { emptyForm, openedPage, openPage, type OpenForm } from './open-pages.ts';
import { openScript, openScriptAddress } from './open-script.ts';
import { openPart, unwrapKey } from './seal-summary.ts';
import type { ShareParts } from './share-parts.ts';
import { keysOfCode, keysOfLink, readCode } from './summary-keys.ts';
import { words } from './words.ts';

/** Tries from one network: a ward shares one address, and nobody mistypes so often. */
export const triesOfNetwork = { most: 20, seconds: 600 } as const;
/** The page on which somebody to whom a code was given opens the summary, once (ACS-3). Nobody signs in to it. */
export function registerOpenRoutes(app: FastifyInstance, parts: ShareParts): void {
  const { pages, throttle, ownOrigin, clock, step } = parts;

  app.get('/open-summary', { config: { policy: 'public' } }, (_request, reply) => pages.send(reply, 200, openPage(emptyForm)));

  app.get(openScriptAddress, { config: { policy: 'public' } }, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(openScript));

  app.post('/open-summary', { config: { policy: 'secret' } }, async (request, reply) => {
    requireOwnForm(request, ownOrigin);
    const typed = readForm(request);
    const again = (status: number, ...found: readonly Problem[]): FastifyReply => pages.send(reply, status, openPage(typed, found));
    const found = problemsOf(typed, clock());
    if (found.length > 0) return again(422, ...found);
    const { allowed, retryAfter } = await checkNetwork(throttle, 'summary', request.ip, triesOfNetwork, clock());
    if (!allowed) return pages.send(reply.header('retry-after', String(retryAfter)), 429, openPage(typed, [['code', words.open.tooOften]]));
    try {
      const content = await inEvenTime(step, () => tryToOpen(parts, typed));
      if (content === 'broken') return again(422, ['code', words.open.broken]);
      return content === null ? again(422, ['code', words.open.closed]) : pages.send(reply, 200, openedPage(content.page));
    } catch (error) {
      // Whatever failed wrote nothing: opening, its entry in the access log and the message to the patient are one.
      request.log.error(errorKind(error), 'a summary could not be opened');
      return again(503, ['code', error instanceof CieError && error.code === 'SUMMARY_BUSY' ? error.message.replace(/\.$/, '') : words.open.unavailable]);
    }
  });
}

function readForm(request: FastifyRequest): OpenForm {
  const typed = formOf(request);
  return { code: typed.text('code', 40), link: typed.text('link', 1000), born: typed.day(), name: typed.text('name', 100), place: typed.text('place', 98) };
}

function problemsOf({ code, link, born, name, place }: OpenForm, now: Date): readonly Problem[] {
  const day = birthDateProblem(born, 'the person’s date of birth', now);
  return [
    ...(readHealthLink(link) === null && readCode(code) === null ? [['code', words.open.noCode] as const] : []),
    ...(day === null ? [] : [['day', day] as const]),
    ...(name.length < whoLength.least ? [['name', words.open.noName] as const] : []),
    ...(place.length < whoLength.least ? [['place', words.open.noPlace] as const] : []),
  ];
}

/** The page of the summary; null where code and date open none, `broken` where the link has the right address and another key. The same work is done whichever it is. */
async function tryToOpen(parts: ShareParts, { code, link, born, name, place }: OpenForm): Promise<{ readonly page: string } | 'broken' | null> {
  const { date } = born;
  if (date === null) return null;
  const ask = (way: 'code' | 'link', keys: { readonly find: Buffer; readonly proof: Buffer }): Promise<SummaryTry> =>
    parts.summaries.open({ way, find: keys.find, proof: keys.proof, who: `${name}, ${place}` }, { requestId: randomUUID(), viewer: null, now: parts.clock(), from: { place: 'page' } });
  const scanned = readHealthLink(link);
  if (scanned !== null) {
    const tried = await ask('link', keysOfLink(scanned.address, date));
    return tried.outcome === 'opened' ? read(scanned.key, tried.page) : null;
  }
  const { wrap, ...keys } = await keysOfCode(parts.slowKey, readCode(code) ?? '', date);
  const tried = await ask('code', keys);
  return tried.outcome === 'opened' ? read(unwrapKey(wrap, Buffer.from(tried.wrapped, 'base64url')), tried.page) : null;
}

const read = (key: Buffer, page: string): Promise<{ readonly page: string } | 'broken'> => openPart(key, 'page', page).then((text) => ({ page: text }), () => 'broken' as const);
