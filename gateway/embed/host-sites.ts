import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';

/** A site that may hold frames of the exchange. */
export interface HostSite {
  readonly origin: string;
  readonly name: string;
  readonly organisation: string;
}

const isSite = (value: unknown): value is HostSite =>
  typeof value === 'object' &&
  value !== null &&
  'origin' in value && typeof value.origin === 'string' &&
  'name' in value && typeof value.name === 'string' &&
  'organisation' in value && typeof value.organisation === 'string';

/** A host name spelled out: `*`, quotes and semicolons are letters to a URL, but mean something in a policy. On plain http only this machine. */
const isOrigin = (text: string): boolean =>
  /^(?:https:\/\/[a-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1))(?::\d{1,5})?$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/**
 * Registered sites, from CIE_HOST_SITES. Each origin is taken exactly as a browser writes it: a wildcard or a
 * path would let in more than was registered. Throws SETTING_MISSING or SETTING_INVALID.
 */
export function readHostSites(settings: Settings): readonly HostSite[] {
  const sites: unknown = parse(required(settings, 'CIE_HOST_SITES'));
  if (!Array.isArray(sites) || !sites.every(isSite) || !sites.every(({ origin }) => isOrigin(origin))) {
    throw new CieError('SETTING_INVALID', 'The setting CIE_HOST_SITES must be a JSON list of {"origin": "https://…", "name": …, "organisation": ODS code}, each origin without a path.');
  }
  return sites;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CieError('SETTING_INVALID', 'The setting CIE_HOST_SITES is not JSON.', { cause });
  }
}
