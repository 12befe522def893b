import { readFileSync } from 'node:fs';
import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import type { MllpSend } from '../feeds/mllp-client.ts';

/**
 * Certificate and key that this exchange shows to hospitals, and the authority of theirs, from the files CIE_OUTBOUND_TLS_CERT,
 * CIE_OUTBOUND_TLS_KEY and CIE_OUTBOUND_TLS_CA; null when none is set. Throws SETTING_MISSING or SETTING_INVALID.
 */
export function readOutboundTls(settings: Settings): NonNullable<MllpSend['tls']> | null {
  const names = { cert: 'CIE_OUTBOUND_TLS_CERT', key: 'CIE_OUTBOUND_TLS_KEY', ca: 'CIE_OUTBOUND_TLS_CA' } as const;
  if (Object.values(names).every((name) => settings[name] === undefined)) return null;
  const read = (name: string): Buffer => {
    const path = required(settings, name);
    try {
      return readFileSync(path);
    } catch (cause) {
      throw new CieError('SETTING_INVALID', `The file that the setting ${name} names cannot be read.`, { cause });
    }
  };
  return { cert: read(names.cert), key: read(names.key), ca: read(names.ca) };
}

/** Without TLS a message about a patient goes no further than this machine, to whatever encrypts it there; a sandbox has no patients. */
export function maySendPlain(host: string, sandbox: boolean): boolean {
  return sandbox || ['127.0.0.1', '::1', 'localhost'].includes(host);
}
