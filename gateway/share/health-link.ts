import { isSecretForm } from './summary-keys.ts';

/** What a SMART Health Link says (HL7 SMART Health Cards and Links 1.0.0, "Construct a SMART Health Link Payload"). */
interface LinkPayload {
  readonly url: string;
  readonly key: string;
  /** Seconds since 1970. */
  readonly exp: number;
  /** P: a passcode is asked for. */
  readonly flag: 'P';
  readonly label: string;
}

/** At most 80 characters. A receiver's program shows it where it asks for the passcode. */
export const linkLabel = 'Health summary. Passcode: date of birth as DD/MM/YYYY';

export interface HealthLinkPlan {
  readonly ownOrigin: string;
  readonly address: string;
  readonly key: Buffer;
  readonly endsAt: Date;
}

/** Address of the manifest; `POST` answers there (gateway/share/link.routes.ts). */
export const manifestPath = '/shl';

/** `shlink:/…`, which programs for such links take; with the address of our own page before it, a telephone's camera as well. */
export function healthLink({ ownOrigin, address, key, endsAt }: HealthLinkPlan): { readonly link: string; readonly page: string } {
  const payload: LinkPayload = {
    url: `${ownOrigin}${manifestPath}/${address}`, key: key.toString('base64url'), exp: Math.floor(endsAt.getTime() / 1000), flag: 'P', label: linkLabel,
  };
  const link = `shlink:/${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return { link, page: `${ownOrigin}/open-summary#${link}` };
}

/** Address and key of a link of ours, with or without what stands before it; null for any other text. */
export function readHealthLink(text: string): { readonly address: string; readonly key: Buffer } | null {
  const [, encoded] = /(?:^|#)shlink:\/([A-Za-z0-9_-]{1,1000})$/.exec(text.trim()) ?? [];
  if (encoded === undefined) return null;
  const payload = parsed(Buffer.from(encoded, 'base64url').toString());
  if (typeof payload !== 'object' || payload === null) return null;
  const url: unknown = Reflect.get(payload, 'url');
  const key: unknown = Reflect.get(payload, 'key');
  if (typeof url !== 'string' || typeof key !== 'string' || !isSecretForm(key)) return null;
  const address = url.slice(url.lastIndexOf('/') + 1);
  return isSecretForm(address) ? { address, key: Buffer.from(key, 'base64url') } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Somebody pasted something else: no link of ours.
    return null;
  }
}
