import { describe, expect, it } from 'vitest';
import { readInvite } from './invite-form.ts';

const now = '2026-05-01T10:00:00Z';
const form = (entries: Record<string, string | readonly string[]>): FormData => {
  const data = new FormData();
  for (const [name, values] of Object.entries(entries)) for (const value of [values].flat()) data.append(name, value);
  return data;
};

describe('ACS-3 the patient invites somebody for chosen labels until a day', () => {
  it('reads what was filled in', () => {
    const { input, problems } = readInvite(form({ email: ' a@example.com ', labels: ['GENERAL', 'SOCIAL_CARE'], day: '1', month: '6', year: '2026' }), now);
    expect(problems).toEqual([]);
    expect(input).toEqual({ email: 'a@example.com', labels: ['GENERAL', 'SOCIAL_CARE'], until: '2026-06-01' });
  });

  it('takes no end date as none', () => expect(readInvite(form({ email: 'a@example.com', labels: 'GENERAL', day: '', month: '', year: '' }), now).input.until).toBeNull());

  it('names each field that has to be corrected', () => {
    expect(readInvite(form({ email: 'nobody', day: '30', month: '4', year: '2026' }), now).problems.map(([field]) => field)).toEqual(['email', 'labels-0', 'day']);
  });

  it('accepts only the four labels', () => expect(readInvite(form({ email: 'a@example.com', labels: 'EVERYTHING' }), now).input.labels).toEqual([]));
});
