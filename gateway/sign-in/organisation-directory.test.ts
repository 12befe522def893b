import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrganisationDirectory } from './organisation-directory.ts';

/** A directory that answers as the test says, and counts. */
let answer: { status: number; body: string } | 'nothing' = 'nothing';
let asked = 0;
let server: Server;
let settings: { CIE_ODS_URL: string };
let now = new Date('2026-11-01T09:00:00Z');

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1;
    if (answer !== 'nothing') response.writeHead(answer.status, { location: 'http://127.0.0.1:1/' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this form.
  settings = { CIE_ODS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ORD/2-0-0` };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = 0;
  now = new Date('2026-11-01T09:00:00Z');
});

const directory = () => createOrganisationDirectory(settings, () => now);

function organisation(changes: object = {}): { status: number; body: string } {
  const roles = [{ id: 'RO177', primaryRole: true, Status: 'Active' }, { id: 'RO76', Status: 'Active' }];
  return { status: 200, body: JSON.stringify({ Organisation: { Status: 'Active', GeoLoc: { Location: { Country: 'ENGLAND' } }, Roles: { Role: roles }, ...changes } }) };
}

describe('REG-2 a GP practice in England, as the directory of organisations knows it', () => {
  it.each([
    ['an open practice', organisation(), true],
    ['one that has closed', organisation({ Status: 'Inactive' }), false],
    ['one in Wales', organisation({ GeoLoc: { Location: { Country: 'WALES' } } }), false],
    ['one without a place', organisation({ GeoLoc: undefined }), false],
    ['a prescribing cost centre that is no practice', organisation({ Roles: { Role: [{ id: 'RO177', Status: 'Active' }] } }), false],
    ['a practice that no longer is one', organisation({ Roles: { Role: [{ id: 'RO177', Status: 'Active' }, { id: 'RO76', Status: 'Inactive' }] } }), false],
    ['a hospital', organisation({ Roles: { Role: [{ id: 'RO197', Status: 'Active' }] } }), false],
    ['an unknown code', { status: 404, body: '{"errorCode":404,"errorText":"Not Found"}' }, false],
    ['an answer of another form', { status: 200, body: '{"Organisation":[]}' }, false],
  ])('%s', async (_what, given, expected) => {
    answer = given;
    expect(await directory().isPracticeInEngland('E85001')).toBe(expected);
  });

  it.each(['', 'E8', 'E85001/../X', 'E85001?x', 'E 85001', 'x'.repeat(40)])('asks nobody about %j, which is no code', async (code) => {
    answer = organisation();
    expect(await directory().isPracticeInEngland(code)).toBe(false);
    expect(asked).toBe(0);
  });

  it.each([
    ['an error', { status: 500, body: '{}' }],
    ['a redirect', { status: 302, body: '' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['nothing within three seconds', 'nothing' as const],
  ])('fails closed at %s, and asks again the next time', async (_what, given) => {
    answer = given;
    const ods = directory();
    await expect(ods.isPracticeInEngland('E85001')).rejects.toMatchObject({ code: 'DIRECTORY_UNAVAILABLE' });
    answer = organisation();
    expect(await ods.isPracticeInEngland('E85001')).toBe(true);
  });

  it('asks once in 12 hours about a practice that is open, and soon again about one that is not', async () => {
    answer = organisation();
    const ods = directory();
    for (let hour = 0; hour < 12; hour += 3) {
      now = new Date(`2026-11-01T${String(9 + hour).padStart(2, '0')}:00:00Z`);
      expect(await ods.isPracticeInEngland('e85001')).toBe(true);
    }
    expect(asked).toBe(1);
    answer = organisation({ Status: 'Inactive' });
    now = new Date('2026-11-01T21:00:01Z');
    expect(await ods.isPracticeInEngland('E85001')).toBe(false);
    now = new Date('2026-11-01T21:06:00Z');
    expect(await ods.isPracticeInEngland('E85001')).toBe(false);
    expect(asked).toBe(3);
  });

  it.each([[undefined, 'SETTING_MISSING'], ['http://directory.example/ORD', 'SETTING_INVALID'], ['nothing', 'SETTING_INVALID']])('refuses the address %s', (address, code) => {
    expect(() => createOrganisationDirectory({ CIE_ODS_URL: address }, () => now)).toThrow(expect.objectContaining({ code }));
  });
});
