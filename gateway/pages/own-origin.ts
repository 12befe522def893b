import type { FastifyRequest } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';

/** Name of the header that only a script of ours can set: another site's form cannot, and its script would need CORS. */
export const clientHeader = 'x-cie-client';

/**
 * Refuses a state-changing request that another site made the browser send with our cookie. A browser
 * says by `Sec-Fetch-Site` who began it; a script has no such header, and passes with ours alone when
 * `allowScripts`. Throws FOREIGN_SITE.
 */
export function requireOwnOrigin(request: FastifyRequest, { allowScripts }: { readonly allowScripts: boolean }): void {
  const site = request.headers['sec-fetch-site'];
  const fromOurselves = site === 'same-origin' || (allowScripts && site === undefined);
  if (!fromOurselves || request.headers[clientHeader] === undefined) throw foreignSite();
}

/** The same for a form on a page of ours, which cannot set a header but always sends `Origin`. Throws FOREIGN_SITE. */
export function requireOwnForm(request: FastifyRequest, ownOrigin: string): void {
  const site = request.headers['sec-fetch-site'];
  if (request.headers.origin !== ownOrigin || (site !== undefined && site !== 'same-origin')) throw foreignSite();
}

function foreignSite(): CieError {
  return new CieError('FOREIGN_SITE', 'Only pages of the exchange may send this request.');
}
