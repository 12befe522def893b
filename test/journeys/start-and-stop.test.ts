import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startExchange, type RunningExchange } from '../setup/exchange.ts';

const launcher = fileURLToPath(new URL('../../infra/local/launch.mjs', import.meta.url));

/** Starts another exchange that is expected to be refused. */
function refusedStart(environment: Record<string, string>, ...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [launcher, 'start', ...args], { env: { ...process.env, ...environment }, encoding: 'utf8', timeout: 60_000 });
}

const answers = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('npm start', () => {
  let exchange: RunningExchange;
  let port = 0;

  beforeAll(async () => {
    exchange = await startExchange();
    port = Number(new URL(exchange.addresses['portal'] ?? '').port);
  }, 120_000);

  afterAll(async () => {
    if (exchange.process.exitCode === null) await exchange.stop();
    rmSync(`${exchange.dataDir}-other`, { recursive: true, force: true });
  });

  it('says where everything is, in a file too', () => {
    expect(Object.keys(exchange.addresses)).toEqual(['portal', 'graphql', 'publicSite', 'intranet', 'hostileSite', 'inbox', 'mllp', 'fhir', 'hl7']);
  });

  it('keeps passwords and keys for its owner alone', () => {
    const secrets = JSON.parse(readFileSync(join(exchange.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
    expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
  });

  it('refuses a second exchange on the same data, also to delete it', () => {
    for (const args of [[], ['--fresh']]) {
      const { status, stderr } = refusedStart({ CIE_DATA: exchange.dataDir, CIE_PORT: String(port + 100) }, ...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/already running on .* \(process \d+\)/);
    }
    expect(existsSync(join(exchange.dataDir, 'secrets.json'))).toBe(true);
  }, 120_000);

  it('names a port that is taken, and the setting that moves it', () => {
    const { status, stderr } = refusedStart({ CIE_DATA: `${exchange.dataDir}-other`, CIE_PORT: String(port) });
    expect(status).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken`);
    expect(stderr).toContain('CIE_PORT=');
  }, 60_000);

  it('refuses an argument that it does not know', () => {
    expect(refusedStart({ CIE_DATA: `${exchange.dataDir}-other`, CIE_PORT: String(port) }, '--frehs').stderr).toContain('--fresh');
  }, 60_000);

  it('stops on SIGTERM with exit code 0 and leaves nothing listening', async () => {
    expect(await exchange.stop()).toBe(0);
    for (const offset of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) expect(await answers(port + offset), `port ${port + offset}`).toBe(false);
  }, 60_000);
});
