import { render } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Page, Reader } from '../page/area.ts';
import { summary } from './details.ts';
import { privacyRow } from './privacy.ts';

const reader: Reader = { kind: 'patient', name: 'Ada Test', organisation: null, ownRecord: 'p', proven: true, duties: [] };
const page: Page = { name: 'record', path: '/record', framed: false, display: {}, route: {}, reader, patient: 'p', now: '2026-11-01T00:00:00Z' };

const drawn = (more: Partial<Page> = {}): string => {
  render(summary(privacyRow('report', { id: 'r', label: 'MENTAL_HEALTH' }, { ...page, ...more })), document.body);
  return document.body.innerText.replaceAll(/\s+/g, ' ');
};

afterEach(() => {
  render(null, document.body);
});

describe('ACS-1 an item says which privacy label it has', () => {
  it('to its patient, with the way to the page that moves it, at top level out of a frame', () => {
    expect(drawn()).toMatch(/Privacy Mental health – see who can see it, or change/);
    const link = (): HTMLAnchorElement | null => document.querySelector('a');
    expect([link()?.getAttribute('href'), link()?.target]).toEqual(['/label/report/r', '']);
    drawn({ framed: true });
    expect([link()?.target, link()?.rel]).toEqual(['_blank', 'noopener']);
  });

  it.each<[string, Partial<Page>]>([
    ['somebody else', { patient: 'q' }],
    ['a professional', { reader: { ...reader, kind: 'professional', ownRecord: null } }],
    ['nobody', { reader: null, patient: null }],
    ['the patient who looks as somebody else would (ACS-7)', { display: { as: 'invitation-1' } }],
  ])('and not to %s', (_who, more) => {
    expect(drawn(more)).toBe('');
  });
});
