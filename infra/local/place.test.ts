import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsOfExisting } from './place.ts';
import { keepSecrets } from './secrets.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cie-place-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const environment = (port?: string) => ({ CIE_DATA: dataDir, CIE_WEB_DIR: '/nowhere', ...(port === undefined ? {} : { CIE_PORT: port }) });

describe('OPS-1 commands find the exchange whose data they are given', () => {
  it('on the ports it was last started with', async () => {
    await keepSecrets(dataDir);
    writeFileSync(join(dataDir, 'addresses.json'), JSON.stringify({ portal: 'http://localhost:7300' }));
    expect(settingsOfExisting(environment())).toMatchObject({ CIE_PORT: '7300', CIE_MLLP_PORT: '7308' });
    expect(settingsOfExisting(environment('7400'))).toMatchObject({ CIE_PORT: '7400' });
  });

  it('on the usual ports when it says none', async () => {
    await keepSecrets(dataDir);
    expect(settingsOfExisting(environment())).toMatchObject({ CIE_PORT: '4000' });
  });

  it('and say so when there is none', () => {
    expect(() => settingsOfExisting(environment())).toThrow(expect.objectContaining({ code: 'EXCHANGE_MISSING' }));
  });
});
