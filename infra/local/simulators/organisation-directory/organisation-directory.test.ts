import { createOrganisationDirectory } from '@cie/gateway/sign-in/organisation-directory.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../ports.ts';
import { startOrganisationDirectory } from './organisation-directory.ts';

let simulator: { close(): Promise<void> };
let address: string;

beforeAll(async () => {
  const port = await freePort();
  simulator = await startOrganisationDirectory(port);
  address = `http://127.0.0.1:${port}/ORD/2-0-0`;
});
afterAll(() => simulator.close());

describe('REG-2 the directory of the sandbox, as sign-in asks it', () => {
  it.each([
    ['E85001', true],
    ['e87733', true],
    ['W95999', false],
    ['E85998', false],
    ['RYJ', false],
    ['A00000', false],
  ])('%s', async (code, isPractice) => {
    const directory = createOrganisationDirectory({ CIE_ODS_URL: `${address}/` }, () => new Date());
    expect(await directory.isPracticeInEngland(code)).toBe(isPractice);
  });

  it('answers as the ORD API does', async () => {
    const found = await fetch(`${address}/organisations/E85001`);
    expect(await found.json()).toMatchObject({ Organisation: { Name: 'THE PLUMTREE PRACTICE', OrgId: { extension: 'E85001' }, Status: 'Active', GeoLoc: { Location: { Country: 'ENGLAND' } } } });
    const unknown = await fetch(`${address}/organisations/X99999`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { errorCode: 404, errorText: 'Not Found' }]);
    expect((await fetch(`${address}/organisations/E85001`, { method: 'POST' })).status).toBe(406);
  });
});
