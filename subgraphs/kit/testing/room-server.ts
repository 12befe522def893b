import { createHash, createPrivateKey, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { provision, type Administrator } from '../database/provision.ts';
import { databaseAreas, passwordSetting, rolesOf, type RoleUse } from '../database/roles.ts';
import { CieError } from '../errors.ts';
import { roomNames, type RecordRoom, type RoomName } from '../names.ts';
import { requiredKey, type Settings } from '../settings.ts';
import { signPass, type PassContent } from './sign-pass.ts';

/** A provisioned server for tests: settings to start rooms with, and direct SQL with the rights of any role. */
export interface RoomServer {
  readonly settings: Settings;
  readonly administrator: Administrator;
  /** A pass signed with the room's key. */
  sign(content: PassContent): string;
  /** Opens a connection of one of the room's roles; the caller ends it. */
  connect(room: RoomName, role: RoleUse): Promise<Client>;
}

/**
 * Provisions the test server named by CIE_TEST_POSTGRES (`postgres://user:password@host:port`, set by the tests' global
 * setup). All test files share its databases at once, so a test uses patient ids of its own making.
 */
export async function openRoomServer(environment: Settings = process.env): Promise<RoomServer> {
  const address = environment['CIE_TEST_POSTGRES'];
  if (address === undefined || address === '') {
    throw new CieError('SETTING_MISSING', 'CIE_TEST_POSTGRES is missing. Run tests through npm test, which starts a PostgreSQL for them.');
  }
  const administrator = readAddress(address);
  const settings = testSettings(administrator);
  await provisionOnce(administrator, settings);
  return {
    settings,
    administrator,
    sign: (content) => signPass(requiredKey(settings, keyName(content.room), 32), content),
    connect: async (room, role) => {
      const client = new Client({
        host: administrator.host,
        port: administrator.port,
        database: `cie_${room}`,
        user: `${room}_${role}`,
        password: settings[passwordSetting(room, role)] ?? '',
      });
      await client.connect();
      return client;
    },
  };
}

function readAddress(address: string): Administrator {
  const { hostname, port, username, password } = new URL(address);
  return { host: hostname, port: Number(port), user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

const keyName = (room: RecordRoom | 'sharing') => `CIE_PASS_KEY_${room.toUpperCase()}`;

/** The same in every test process, so that a second one may provision the server of the first. */
function testSettings(administrator: Administrator): Settings {
  const secret = (name: string) => createHash('sha256').update(`test ${name}`).digest('base64url');
  const settings: Record<string, string> = { CIE_PG_HOST: administrator.host, CIE_PG_PORT: String(administrator.port) };
  for (const name of [...roomNames.map(keyName), 'CIE_NOTICE_KEY', 'CIE_CODE_KEY', 'CIE_FINDER_KEY']) settings[name] = secret(name);
  settings['CIE_DUTIES'] = '[]';
  settings['CIE_FILE_KEYS'] = `test:${Buffer.from(secret('CIE_FILE_KEYS'), 'base64url').toString('base64')}`;
  settings['CIE_SCAN'] = 'none';
  settings['CIE_LOG_KEYS'] = JSON.stringify([logKey(Buffer.from(secret('CIE_LOG_KEYS'), 'base64url'))]);
  settings['CIE_LOG_CHECKPOINTS'] = checkpointFolder;
  settings['CIE_PUBLIC_URL'] = 'http://localhost:4000';
  for (const area of databaseAreas) for (const use of rolesOf(area)) settings[passwordSetting(area, use)] = secret(passwordSetting(area, use));
  return settings;
}

/** Each process has a copy of its own of all checkpoints, as every replica has. */
const checkpointFolder = join(tmpdir(), `cie-test-checkpoints-${randomUUID()}`);
process.once('exit', () => rmSync(checkpointFolder, { recursive: true, force: true }));

/** An Ed25519 key that is the same in every process: its seed behind the fixed beginning of RFC 8410, section 7. */
function logKey(seed: Buffer): object {
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
  return { ...key.export({ format: 'jwk' }), kid: 'test' };
}

/** Two test processes that alter one role at the same moment fail with "tuple concurrently updated". */
async function provisionOnce(administrator: Administrator, settings: Settings): Promise<void> {
  const lock = new Client({ ...administrator, database: 'postgres' });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock(4243)');
    await provision(administrator, settings);
  } finally {
    await lock.end();
  }
}
