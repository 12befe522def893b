import { describe, expect, it } from 'vitest';
import { fromPage, fromRequest } from './where-from.ts';

const sites = [{ origin: 'https://trust.example', name: 'A trust', organisation: 'RYJ' }];
const from = (address: string) => fromRequest({ 'x-cie-client': address }, 'widget', sites);

describe('ACS-6 the access log says from where', () => {
  it('a widget is read: on which registered site', () => {
    expect(fromPage(true, 'https://trust.example', sites)).toEqual({ place: 'site', site: 'A trust' });
    expect(from('https://exchange.example/embed/results?lang=en&host=https%3A%2F%2Ftrust.example')).toEqual({ place: 'site', site: 'A trust' });
  });

  it('and no name that a site gave itself', () => {
    expect(fromPage(true, 'https://other.example', sites)).toEqual({ place: 'site' });
    expect(from('https://exchange.example/embed/results?host=A+trust')).toEqual({ place: 'site' });
  });

  it('pages of ours, whatever their address says', () => {
    expect(fromPage(false, 'https://trust.example', sites)).toEqual({ place: 'page' });
    expect(from('https://exchange.example/record?host=https%3A%2F%2Ftrust.example')).toEqual({ place: 'page' });
  });

  it('scripts, and nothing where nothing was said', () => {
    expect(fromRequest({ 'x-cie-client': 'https://exchange.example/record' }, 'script', sites)).toEqual({ place: 'script' });
    expect(from('widget')).toBeUndefined();
    expect(fromRequest({}, null, sites)).toBeUndefined();
  });
});
