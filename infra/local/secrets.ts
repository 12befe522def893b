import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseAreas, passwordSetting, rolesOf } from '@cie/kit/database/roles.ts';
import { recordRooms } from '@cie/kit/names.ts';
import { sandboxSystemKeys } from './simulators/sandbox-systems.ts';

/** Setting name → secret value. */
export type Secrets = Readonly<Record<string, string>>;

/** A key that wraps the keys of files, with a name of its own: one entry of CIE_FILE_KEYS. */
export const newFileKey = (): string => `${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`;

const randomText = (): string => randomBytes(32).toString('base64url');
const keyPair = promisify(generateKeyPair);

/** Signs the gateway's calls to the rooms: EdDSA (RFC 8037). */
async function gatewayKeys(): Promise<Record<string, string>> {
  const { privateKey, publicKey } = await keyPair('ed25519');
  const names = { kid: randomBytes(8).toString('hex'), alg: 'EdDSA', use: 'sig' };
  return {
    CIE_GATEWAY_SIGNING_KEY: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...names }),
    CIE_GATEWAY_VERIFY_KEY: JSON.stringify({ ...publicKey.export({ format: 'jwk' }), ...names }),
  };
}

/** One entry of CIE_LOG_KEYS, a JWK; without its private part once it signs no more. */
interface LogKey {
  readonly use?: 'sig';
  readonly kid: string;
  readonly d?: string;
}

/** A key that signs checkpoints of the access log. */
async function logKey(): Promise<LogKey> {
  const { privateKey } = await keyPair('ed25519');
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig' };
}

/** Providers know a client by its key (private_key_jwt): RS512 for those that follow NHS login, RS384 for SMART App Launch. */
async function clientKey(alg: 'RS512' | 'RS384' = 'RS512'): Promise<string> {
  const { privateKey } = await keyPair('rsa', { modulusLength: 3072 });
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), alg, use: 'sig' });
}

async function generateSecrets(): Promise<Secrets> {
  const [gateway, nhsLogin, professional, trust, launch] = await Promise.all([gatewayKeys(), clientKey(), clientKey(), clientKey(), clientKey('RS384')]);
  const passwords = databaseAreas.flatMap((area) => rolesOf(area).map((use): [string, string] => [passwordSetting(area, use), randomText()]));
  return {
    CIE_PG_SUPERUSER_PASSWORD: randomText(),
    ...Object.fromEntries(passwords),
    ...Object.fromEntries(recordRooms.map((room): [string, string] => [`CIE_PASS_KEY_${room.toUpperCase()}`, randomText()])),
    CIE_FINDER_KEY: randomText(),
    CIE_NOTICE_KEY: randomText(),
    CIE_CODE_KEY: randomText(),
    CIE_OPERATOR_TOKEN: randomText(),
    CIE_FILE_KEYS: newFileKey(),
    CIE_EXPORT_KEYS: newFileKey(),
    CIE_LOG_KEYS: JSON.stringify([await logKey()]),
    // In the form of GOV.UK Notify: a name, the service's id, the key itself.
    CIE_NOTIFY_KEY: `sandbox-${randomUUID()}-${randomUUID()}`,
    ...gateway,
    CIE_NHS_LOGIN_PRIVATE_KEY: nhsLogin,
    CIE_PRO_PRIVATE_KEY: professional,
    [sandboxSystemKeys.trust]: trust,
    [sandboxSystemKeys.launch]: launch,
  };
}

const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');

/** The secrets of the exchange in this folder, or null before its first start. */
export function readSecrets(dataDir: string): Secrets | null {
  const file = secretsFile(dataDir);
  if (!existsSync(file)) return null;
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by other accounts. Run: chmod 600 ${file}`);
  }
  // Written by keepSecrets only; a file of another shape fails where the missing setting is read, by name.
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}

/** What the first version did not need: a data folder from then gets these beside its own. */
const addedSince = [passwordSetting('identity', 'keeper'), 'CIE_NOTICE_KEY', 'CIE_CODE_KEY', 'CIE_NOTIFY_KEY', 'CIE_FILE_KEYS', 'CIE_EXPORT_KEYS', 'CIE_LOG_KEYS', sandboxSystemKeys.trust, sandboxSystemKeys.launch];

/**
 * Every password and key of this exchange: generated at the first start, kept in `secrets.json` for its owner's eyes
 * only. Nothing has a well-known default, so that a copy of the sandbox is no way into another one. A key that was lost is not
 * made anew: what was stored under it could never be read again, and the missing setting says so.
 */
export async function keepSecrets(dataDir: string): Promise<Secrets> {
  const kept = readSecrets(dataDir);
  if (kept !== null && addedSince.every((name) => name in kept)) return kept;
  const generated = await generateSecrets();
  const added = Object.fromEntries(addedSince.map((name): [string, string] => [name, generated[name] ?? '']));
  const secrets = kept === null ? generated : { ...added, ...kept };
  write(dataDir, secrets);
  return secrets;
}

/** Puts a new key before those of a ring: from the next start on it wraps what is new, and the others still open. Returns its name. */
export function addFileKey(dataDir: string, secrets: Secrets): string {
  const key = newFileKey();
  const ring = [key, secrets['CIE_FILE_KEYS'] ?? ''].filter((each) => each !== '').join(',');
  write(dataDir, { ...secrets, CIE_FILE_KEYS: ring });
  return key.slice(0, key.indexOf(':'));
}

/** Puts a new key before those that signed the access log so far, of which only the public parts are kept. Returns its name. */
export async function addLogKey(dataDir: string, secrets: Secrets): Promise<string> {
  const key = await logKey();
  // Written by this file.
  const former = JSON.parse(secrets['CIE_LOG_KEYS'] ?? '[]') as LogKey[];
  write(dataDir, { ...secrets, CIE_LOG_KEYS: JSON.stringify([key, ...former.map(({ d: _private, ...rest }) => rest)]) });
  return key.kid;
}

function write(dataDir: string, secrets: Secrets): void {
  mkdirSync(dataDir, { recursive: true });
  const unfinished = `${secretsFile(dataDir)}.new`;
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, secretsFile(dataDir));
}
