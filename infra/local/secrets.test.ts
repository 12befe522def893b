import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addLogKey, keepSecrets, readSecrets } from './secrets.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cie-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const logKeys = (): { kid: string; d?: string }[] => JSON.parse(readSecrets(dataDir)?.['CIE_LOG_KEYS'] ?? '[]') as { kid: string; d?: string }[]; // written by keepSecrets

describe('ACS-6 another key signs the access log', () => {
  it('and of the one before, only the public part is kept', async () => {
    const secrets = await keepSecrets(dataDir);
    const [first] = logKeys();
    const name = await addLogKey(dataDir, secrets);
    expect(logKeys()).toMatchObject([{ kid: name, d: expect.any(String) as string }, { kid: first?.kid }]);
    expect(logKeys()[1]).not.toHaveProperty('d');
    const { CIE_LOG_KEYS: _now, ...others } = readSecrets(dataDir) ?? {};
    const { CIE_LOG_KEYS: _before, ...asBefore } = secrets;
    expect(others).toEqual(asBefore);
  });
});
