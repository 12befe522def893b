import type { IncomingHttpHeaders } from 'node:http';
import type { AccessFrom } from '@cie/kit/access-context.ts';
import { clientHeader } from '../pages/own-origin.ts';
import type { SessionClient } from '../sign-in/sessions.ts';
import type { HostSite } from './host-sites.ts';

/**
 * From where a page is read (ACS-6). A frame says which registered site it stands on, as the site's page told it; browsers let nobody but
 * registered sites frame it, and which of them they do not tell us.
 */
export function fromPage(framed: boolean, host: string | undefined, sites: readonly HostSite[]): AccessFrom {
  if (!framed) return { place: 'page' };
  const site = sites.find(({ origin }) => origin === host);
  return site === undefined ? { place: 'site' } : { place: 'site', site: site.name };
}

/** The same of a request that a page of ours sends, which says for which address it is, or of a script. */
export function fromRequest(headers: IncomingHttpHeaders, client: SessionClient | null, sites: readonly HostSite[]): AccessFrom | undefined {
  if (client === 'script') return { place: 'script' };
  const given = headers[clientHeader];
  const page = typeof given === 'string' ? URL.parse(given) : null;
  return page === null ? undefined : fromPage(page.pathname.startsWith('/embed/'), page.searchParams.get('host') ?? undefined, sites);
}
