import { describe, expect, it } from 'vitest';
import { composeSettings, settingsForService } from './compose-settings.ts';

const secrets = {
  CIE_PG_SUPERUSER_PASSWORD: 'a',
  CIE_PG_RESULTS_SERVICE_PASSWORD: 'b',
  CIE_PG_SHARING_SERVICE_PASSWORD: 'c',
  CIE_PG_GATEWAY_SERVICE_PASSWORD: 'd',
  CIE_PASS_KEY_RESULTS: 'e',
  CIE_GATEWAY_SIGNING_KEY: 'f',
  CIE_GATEWAY_VERIFY_KEY: 'g',
  CIE_FINDER_KEY: 'h',
  CIE_HL7_TOKEN: 'i',
  CIE_LOG_KEYS: 'j',
};
const settings = composeSettings({ basePort: 4000, dataDir: '/data', webDir: '/web', services: true }, secrets);
const secretsGivenTo = (name: string): string[] => Object.keys(settingsForService(name, settings)).filter((key) => key in secrets);

describe('settings of one service', () => {
  it('give a room its own passwords and no way into another part', () => {
    expect(secretsGivenTo('results')).toEqual(['CIE_PG_RESULTS_SERVICE_PASSWORD', 'CIE_GATEWAY_VERIFY_KEY']);
    expect(secretsGivenTo('sharing')).toEqual(['CIE_PG_SHARING_SERVICE_PASSWORD', 'CIE_GATEWAY_VERIFY_KEY', 'CIE_FINDER_KEY', 'CIE_LOG_KEYS']);
  });

  it('give the gateway no password of a room', () => {
    expect(secretsGivenTo('gateway')).toEqual(['CIE_PG_GATEWAY_SERVICE_PASSWORD', 'CIE_GATEWAY_SIGNING_KEY', 'CIE_GATEWAY_VERIFY_KEY', 'CIE_HL7_TOKEN']);
  });

  it('tell everybody where the others are', () => {
    expect(settingsForService('results', settings)).toMatchObject({ CIE_PUBLIC_URL: 'http://localhost:4000', CIE_ROOM_URL_SHARING: 'http://127.0.0.1:4014' });
  });
});
