import { describe, expect, it } from 'vitest';
import { readHostSites } from './host-sites.ts';

const settings = (origin: string) => ({ CIE_HOST_SITES: JSON.stringify([{ origin, name: 'A trust', organisation: 'RYJ' }]) });

describe('EMB-2 only registered origins may embed', () => {
  it('reads origins', () => expect(readHostSites(settings('https://trust.example')).map(({ origin }) => origin)).toEqual(['https://trust.example']));

  it.each(['https://trust.example/', 'https://trust.example/path', 'https://*.example', 'https://*', "https://'self'", 'https://a.example;script-src', 'http://trust.example', '*', "'self'", 'https://trust.example; script-src *'])('refuses %s', (origin) => {
    expect(() => readHostSites(settings(origin))).toThrowError(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });

  it('names the setting when it is missing', () => {
    expect(() => readHostSites({})).toThrowError(/CIE_HOST_SITES/);
  });
});
