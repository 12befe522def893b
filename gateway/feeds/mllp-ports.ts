import { readFileSync } from 'node:fs';
import { CieError } from '@cie/kit/errors.ts';
import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';

/** One MLLP port to open. */
export interface MllpPort {
  /** 0 for any free port. */
  readonly port: number;
  /** Message types (MSH-9.1) that it takes; null for all. */
  readonly types: readonly string[] | null;
  /** Null for a port without TLS. */
  readonly tls: MllpTls | null;
}

/** PEM: the certificate of this exchange with its key, and the authorities whose client certificates are let in. */
export interface MllpTls {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

/** Message types of ING-1. */
const TYPES = ['ADT', 'ORU', 'MDM', 'SIU'];

/**
 * Reads which ports to open: CIE_MLLP_PORT for all messages, or CIE_MLLP_PORTS with one for each type (`ADT:2576,ORU:2577`), and the
 * same with TLS: CIE_MLLP_TLS_PORT or CIE_MLLP_TLS_PORTS, with the files CIE_MLLP_TLS_CERT, CIE_MLLP_TLS_KEY and CIE_MLLP_TLS_CA. Throws
 * SETTING_MISSING or SETTING_INVALID.
 */
export function readMllpPorts(settings: Settings): readonly MllpPort[] {
  const plain = portsOf(settings, 'CIE_MLLP_PORT', null);
  const secured = portsOf(settings, 'CIE_MLLP_TLS_PORT', () => readTls(settings));
  if (plain.length + secured.length === 0) throw new CieError('SETTING_MISSING', 'No MLLP port is set. Set CIE_MLLP_PORT, CIE_MLLP_PORTS, CIE_MLLP_TLS_PORT or CIE_MLLP_TLS_PORTS.');
  return [...plain, ...secured];
}

/**
 * MLLP without TLS knows no senders but those that MSH-3 and MSH-4 claim. Outside a sandbox such a port therefore opens to this machine
 * only, behind whatever proves who is calling. Throws SETTING_INVALID.
 */
export function refuseOpenPorts(host: string, ports: readonly MllpPort[], sandbox: boolean): void {
  if (sandbox || ['127.0.0.1', '::1', 'localhost'].includes(host) || ports.every(({ tls }) => tls !== null)) return;
  throw new CieError('SETTING_INVALID', 'The setting CIE_MLLP_HOST must be 127.0.0.1 outside a sandbox while a port without TLS is open: set CIE_MLLP_TLS_PORT and leave out CIE_MLLP_PORT and CIE_MLLP_PORTS.');
}

function portsOf(settings: Settings, name: 'CIE_MLLP_PORT' | 'CIE_MLLP_TLS_PORT', readKeys: (() => MllpTls) | null): readonly MllpPort[] {
  const list = settings[`${name}S`];
  if (list === undefined && settings[name] === undefined) return [];
  const tls = readKeys === null ? null : readKeys();
  if (list === undefined) return [{ port: requiredNumber(settings, name, 0, 65_535), types: null, tls }];
  if (settings[name] !== undefined) throw invalid(`${name}S`, `cannot be set beside ${name}`);
  const types = new Map<number, string[]>();
  for (const entry of list.split(',')) {
    const [, type = '', port = ''] = /^\s*([A-Z]{3})\s*:\s*(\d{1,5})\s*$/.exec(entry) ?? [];
    if (!TYPES.includes(type) || Number(port) > 65_535) throw invalid(`${name}S`, 'must name a port for each message type, such as ADT:2576,ORU:2577,MDM:2578,SIU:2579');
    types.set(Number(port), [...(types.get(Number(port)) ?? []), type]);
  }
  return [...types].map(([port, each]) => ({ port, types: each, tls }));
}

function readTls(settings: Settings): MllpTls {
  const read = (name: string): Buffer => {
    try {
      return readFileSync(required(settings, name));
    } catch (cause) {
      if (cause instanceof CieError) throw cause;
      throw new CieError('SETTING_INVALID', `The file that the setting ${name} names cannot be read.`, { cause });
    }
  };
  return { cert: read('CIE_MLLP_TLS_CERT'), key: read('CIE_MLLP_TLS_KEY'), ca: read('CIE_MLLP_TLS_CA') };
}

function invalid(name: string, why: string): CieError {
  return new CieError('SETTING_INVALID', `The setting ${name} ${why}.`);
}
