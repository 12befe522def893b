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

  it.each([
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
