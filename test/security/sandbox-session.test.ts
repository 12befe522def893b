import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSignInExchange, type SignInExchange } from './sign-in-harness.ts';

describe('sessions without sign-in exist in a sandbox only', () => {
  const wish = { as: 'patient', nhsNumber: '9991001131' };
  let sandbox: SignInExchange;
  let live: SignInExchange;
  beforeAll(async () => {
    sandbox = await startSignInExchange({ simulators: false });
    live = await startSignInExchange({ simulators: false, changes: { CIE_SANDBOX: 'no' } });
  });
  afterAll(async () => {
    await sandbox.close();
    await live.close();
  });

  const ask = async ({ app, settings }: SignInExchange, headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    (await app.inject({ method: 'POST', url: '/sandbox/session', payload: wish, remoteAddress, headers: { authorization: `Bearer ${settings['CIE_OPERATOR_TOKEN'] ?? ''}`, ...headers } })).statusCode;

  it('gives one to the operator on this machine', async () => {
    expect(await ask(sandbox, {})).toBe(200);
  });

  it('gives none where CIE_SANDBOX is "no": the address does not exist', async () => {
    expect(await ask(live, {})).toBe(404);
  });

  it('gives none without the token, from another machine, to a browser, or on the word of a forwarded address (abuse case 31)', async () => {
    expect(await ask(sandbox, { authorization: 'Bearer guess' })).toBe(404);
    expect(await ask(sandbox, { authorization: '' })).toBe(404);
    expect(await ask(sandbox, {}, '192.0.2.7')).toBe(404);
    expect(await ask(sandbox, { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' }, '192.0.2.7')).toBe(404);
    expect(await ask(sandbox, { 'sec-fetch-site': 'same-origin' })).toBe(404);
  });
});
