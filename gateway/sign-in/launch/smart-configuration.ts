import { CieError } from '@cie/kit/errors.ts';
import type { ServerMetadata } from 'openid-client';
import { isRecord, textClaim } from '../claims.ts';
import type { LaunchSystem } from './launch-systems.ts';

const timeout = 5000;
/** A configuration is a few kilobytes. */
const longest = 64 * 1024;

/** What a system says of itself, as far as a launch needs it. */
export interface SmartConfiguration {
  readonly server: ServerMetadata;
  /** Scope to read one patient: SMART App Launch 2 writes `.r`, version 1 `.read`. */
  readonly readScopes: readonly string[];
}

/**
 * Fetches `.well-known/smart-configuration` of a registered system (SMART App Launch 2.2, "discovery"): no other address is ever
 * asked (SSRF), redirects are not followed, and every endpoint must lie where the system is registered. Throws LAUNCH_SYSTEM_UNAVAILABLE and LAUNCH_SYSTEM_INVALID.
 */
export async function fetchSmartConfiguration(system: LaunchSystem): Promise<SmartConfiguration> {
  return readSmartConfiguration(await fetchJson(`${system.iss}/.well-known/smart-configuration`), system);
}

async function fetchJson(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { redirect: 'error', headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await readLimited(response, longest);
  } catch (cause) {
    throw new CieError('LAUNCH_SYSTEM_UNAVAILABLE', 'The patient-record system does not answer. Check its address in CIE_LAUNCH_SYSTEMS and that it runs.', { cause });
  }
}

/** The JSON of an answer of limited size. Throws when it is larger, or no JSON. */
export async function readLimited(response: Response, most: number): Promise<unknown> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (body === null) throw new Error('the answer is empty');
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > most) throw new Error('the answer is too large');
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

/** Throws LAUNCH_SYSTEM_INVALID. */
export function readSmartConfiguration(configuration: unknown, system: LaunchSystem): SmartConfiguration {
  if (!isRecord(configuration)) throw invalid('a configuration that is no object');
  const endpoint = (name: string): string => {
    const address = URL.parse(textClaim(configuration, name) ?? '');
    if (address === null || address.origin !== system.authorizationOrigin) throw invalid(`no "${name}" at its registered origin`);
    return address.href;
  };
  const list = (name: string): readonly unknown[] => {
    const value = configuration[name];
    return Array.isArray(value) ? value : [];
  };
  if (!list('code_challenge_methods_supported').includes('S256')) throw invalid('no PKCE with S256');
  endpoint('issuer');
  const server: ServerMetadata = {
    // As written: it must equal the `iss` of the ID token to the letter.
    issuer: textClaim(configuration, 'issuer') ?? '',
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    jwks_uri: endpoint('jwks_uri'),
  };
  const suffix = list('capabilities').includes('permission-v2') ? 'r' : 'read';
  return { server, readScopes: [`patient/Patient.${suffix}`, `user/Practitioner.${suffix}`] };
}

function invalid(what: string): CieError {
  return new CieError('LAUNCH_SYSTEM_INVALID', `The patient-record system describes itself with ${what}.`);
}
