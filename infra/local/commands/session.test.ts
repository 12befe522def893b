import { describe, expect, it } from 'vitest';
import { readWish, session } from './session.ts';

describe('sessions for scripts: what the operator may ask for', () => {
  it('adds the address a sandbox person signs in with', () => {
    expect(readWish(['--as', 'patient', '--nhs-number', '999 100 1131'])).toEqual({
      as: 'patient',
      nhsNumber: '9991001131',
      email: 'marigold.thistlewood@example.net',
    });
  });

  it('takes a known clinician of the organisation, or the one described', () => {
    expect(readWish(['--as', 'clinician', '--org', 'RYJ'])).toMatchObject({ organisation: 'RYJ', name: 'Dr Philippa Merriweather' });
    expect(readWish(['--as', 'clinician', '--org', 'RYJ', '--name', 'Dr X', '--email', 'x@example.net'])).toEqual({
      as: 'clinician',
      organisation: 'RYJ',
      name: 'Dr X',
      email: 'x@example.net',
    });
  });

  it('finds a clinician of the sandbox by name alone, so that a script has their account and duties', () => {
    expect(readWish(['--as', 'clinician', '--name', 'Dana Desk'])).toEqual({
      as: 'clinician', organisation: 'QRV', name: 'Dana Desk', email: 'dana.desk@qrv.example.net', role: 'Support Desk',
    });
  });

  it.each([
    [['--as', 'clinician', '--name', 'Nobody Known'], 'USAGE'],
    [[], 'USAGE'],
    [['--as', 'admin'], 'USAGE'],
    [['--as', 'patient'], 'USAGE'],
    [['--as', 'clinician'], 'USAGE'],
    [['--as', 'patient', '--nhs-number', '9991001132'], 'NHS_NUMBER_CHECK_DIGIT'],
    [['--wrong'], 'USAGE'],
  ])('refuses %j with %s', (args, code) => {
    expect(() => readWish(args)).toThrow(expect.objectContaining({ code }));
  });

  it('says how to start the exchange when none answers', async () => {
    const settings = { CIE_SANDBOX: 'yes', CIE_PUBLIC_URL: 'http://127.0.0.1:9', CIE_OPERATOR_TOKEN: 't' };
    const asked = session(['--as', 'clinician', '--org', 'RYJ'], { settings, print: () => undefined });
    await expect(asked).rejects.toMatchObject({ code: 'EXCHANGE_NOT_RUNNING' });
  });
});
