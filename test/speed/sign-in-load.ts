import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAuthenticatorApp, addPasswordAccount, phcOf } from '@cie/identity/testing/password-account.ts';
import { requiredKey } from '@cie/kit/settings.ts';
import * as OTPAuth from 'otpauth';
import { Pool as HttpPool } from 'undici';
import type { ExchangeClient } from '../setup/exchange.ts';
import { inside } from '../setup/inside.ts';

const password = 'violin otter quarry';

export interface SignInLoad {
  /** Ends the load; resolves with how many passwords were accepted a second, and how many were sent away as the queue was full. */
  stop(): Promise<{ perSecond: number; busy: number }>;
}

/**
 * People who sign in with their passwords, so many at any moment, each from a network of their own as far as the exchange can
 * see (Linux: every address of 127.0.0.0/8 is this machine), until it is stopped.
 */
export async function keepSigningIn(exchange: ExchangeClient, atOnce: number): Promise<SignInLoad> {
  const own = inside(exchange);
  const runner = { query: (text: string, values?: unknown[]) => own.sql('cie_identity', text, values) };
  const passwordHash = phcOf(password);
  const codeKey = requiredKey(own.settings, 'CIE_CODE_KEY', 32);
  const emails = Array.from({ length: atOnce }, () => `load-${randomUUID()}@example.net`);
  for (const email of emails) {
    // With an app nobody is sent a text message: what is measured is the password.
    await addAuthenticatorApp(runner, await addPasswordAccount(runner, { email, passwordHash }), new OTPAuth.Secret({ size: 20 }).base32, codeKey);
  }
  await own.close();

  const { origin, port } = new URL(exchange.addresses['portal'] ?? '');
  const headers = { host: `localhost:${port}`, origin, 'content-type': 'application/x-www-form-urlencoded' };
  const run = { on: true, accepted: 0, busy: 0 };
  const begin = performance.now();
  const lane = async (email: string, index: number): Promise<void> => {
    const body = new URLSearchParams({ email, password }).toString();
    // A network of its own for every forty sign-ins: the exchange lets fifty through in a quarter of an hour.
    for (let network = 0; run.on && network < 250; network += 1) {
      const pool = new HttpPool(`http://127.0.0.1:${port}`, { connections: 1, localAddress: `127.${1 + index}.${network}.${1 + (process.pid % 250)}` });
      for (let count = 0; run.on && count < 40; count += 1) {
        const answer = await pool.request({ method: 'POST', path: '/sign-in/password?return=/record', headers, body });
        await answer.body.dump();
        if (answer.statusCode === 303) run.accepted += 1;
        else if (answer.statusCode === 503) {
          run.busy += 1;
          // As a person does who reads that they should try again.
          await sleep(1000);
        } else throw new Error(`a sign-in was answered with ${answer.statusCode}`);
      }
      await pool.close();
    }
  };
  const all = Promise.all(emails.map(lane));
  return {
    stop: async () => {
      run.on = false;
      await all;
      return { perSecond: run.accepted / ((performance.now() - begin) / 1000), busy: run.busy };
    },
  };
}
