import { describe, expect, it } from 'vitest';
import type { DirectoryEntry } from '../../data/search-directory.ts';
import { emptyDraft, readInvite } from './invite-form.ts';

const now = '2026-05-01T10:00:00Z';
const form = (entries: Record<string, string | readonly string[]>): FormData => {
  const data = new FormData();
  for (const [name, values] of Object.entries(entries)) for (const value of [values].flat()) data.append(name, value);
  return data;
};
const read = (entries: Record<string, string | readonly string[]>, chosen: DirectoryEntry | null = null) => {
  const { draft, input } = readInvite({ ...emptyDraft, chosen }, form(entries), now);
  return { input, problems: draft.problems };
};
const entry = (kind: 'TEAM' | 'PROFESSIONAL'): DirectoryEntry => ({ id: 'an-id', kind, name: 'A name', about: 'Skin', organisation: { name: 'A trust' } });

describe('ACS-3 the patient invites somebody for chosen labels until a day', () => {
  it('reads what was filled in', () => {
    const { input, problems } = read({ email: ' a@example.com ', labels: ['GENERAL', 'SOCIAL_CARE'], day: '1', month: '6', year: '2026' });
    expect(problems).toEqual([]);
    expect(input).toEqual({ email: 'a@example.com', labels: ['GENERAL', 'SOCIAL_CARE'], until: '2026-06-01' });
  });

  it('names a team or a professional that was chosen, and no address beside it', () => {
    expect(read({ email: 'a@example.com', labels: 'GENERAL' }, entry('TEAM'))).toEqual({ problems: [], input: { teamId: 'an-id', labels: ['GENERAL'], until: null } });
    expect(read({ labels: 'GENERAL' }, entry('PROFESSIONAL'))).toEqual({ problems: [], input: { professionalId: 'an-id', labels: ['GENERAL'], until: null } });
  });

  it('takes no end date as none', () => expect(read({ email: 'a@example.com', labels: 'GENERAL', day: '', month: '', year: '' }).input.until).toBeNull());

  it('names each field that has to be corrected', () => {
    expect(read({ email: 'nobody', day: '30', month: '4', year: '2026' }).problems.map(([field]) => field)).toEqual(['email', 'labels-0', 'day']);
    expect(read({}, entry('TEAM')).problems.map(([field]) => field)).toEqual(['labels-0']);
  });

  it('tells a day that there is not from one that has passed', () => {
    const day = (year: string, month: string, day: string) => read({ email: 'a@example.com', labels: 'GENERAL', day, month, year }).problems;
    expect(day('2027', '2', '31')).toEqual([['day', 'Enter a real date']]);
    expect(day('2026', '4', '30')).toEqual([['day', 'Choose a day from today on']]);
    expect(day('2026', '5', '1')).toEqual([]);
  });

  it('accepts only the four labels', () => expect(read({ email: 'a@example.com', labels: 'EVERYTHING' }).input.labels).toEqual([]));
});
