import { describe, expect, it } from 'vitest';
import { enteredByPatient } from './changes.ts';
import { readOrganisationContacts, whomToAsk, type ItemOrigin, type OrganisationContacts } from './whom-to-ask.ts';

const contacts: OrganisationContacts = new Map([['RYJ', { name: 'Patient Advice and Liaison Service', telephone: '020 7946 0101', web: 'https://ryj.example.net/ask' }]]);
const item = (changes: Partial<ItemOrigin> = {}): ItemOrigin => ({ kind: 'laboratory', organisation: 'RYJ', site: null, author: null, team: null, ...changes });

describe('REC-2 each item says whom to ask about it', () => {
  it.each<[string, Partial<ItemOrigin>, string]>([
    ['a blood result', { site: "St Mary's Hospital" }, "Ask the team at St Mary's Hospital (Imperial College Healthcare NHS Trust) that arranged this test, or your GP practice. You can also contact: Patient Advice and Liaison Service."],
    ['a scan with an author', { kind: 'radiology', author: 'Dr Iqbal' }, 'Ask the team at Imperial College Healthcare NHS Trust that arranged this scan, or your GP practice. The report names Dr Iqbal. You can also contact: Patient Advice and Liaison Service.'],
    ['a letter of an organisation without a desk', { kind: 'document', organisation: 'RAS', site: 'Hillingdon Hospital' }, 'Ask the team at Hillingdon Hospital (The Hillingdon Hospitals NHS Foundation Trust) that wrote this document.'],
    ['an appointment', { kind: 'appointment', organisation: 'RQM', team: 'Cardiology', author: 'Dr Penhallow' }, 'Ask the team “Cardiology” at Chelsea and Westminster Hospital NHS Foundation Trust that holds this appointment. It is with Dr Penhallow.'],
    ['an allergy', { kind: 'allergy', organisation: 'R1K' }, 'Ask the team at London North West University Healthcare NHS Trust that recorded this allergy, or your GP practice.'],
    ['a plan', { kind: 'care-plan', organisation: 'R1K' }, 'Ask the team at London North West University Healthcare NHS Trust that wrote this plan, or your GP practice.'],
    ['a measurement of a hospital', { kind: 'measurement', organisation: 'R1K' }, 'Ask the team at London North West University Healthcare NHS Trust that took this measurement, or your GP practice.'],
    ['a plan with an author', { kind: 'care-plan', organisation: 'R1K', author: 'Sister Okafor' }, 'Ask the team at London North West University Healthcare NHS Trust that wrote this plan, or your GP practice. It was written by Sister Okafor.'],
    ['an organisation the exchange does not know', { kind: 'medication', organisation: 'E87003' }, 'Ask the team at E87003 that recorded this medicine, or your GP practice.'],
    ['a practice known by its site alone', { kind: 'condition', organisation: 'E87003', site: 'The Grove Surgery' }, 'Ask the team at The Grove Surgery that recorded this condition, or your GP practice.'],
    ['a site that repeats the organisation', { kind: 'document', organisation: 'RAS', site: 'RAS' }, 'Ask the team at The Hillingdon Hospitals NHS Foundation Trust that wrote this document.'],
  ])('%s', (_name, changes, words) => expect(whomToAsk(item(changes), contacts).words).toBe(words));

  it('adds how to reach the desk of the organisation that supplied the item, and of no other', () => {
    expect(whomToAsk(item(), contacts)).toMatchObject({ telephone: '020 7946 0101', web: 'https://ryj.example.net/ask' });
    expect(whomToAsk(item({ organisation: 'RAS' }), contacts)).toMatchObject({ telephone: null, web: null });
  });

  it('sends nobody to a hospital about what a patient wrote down', () => {
    const asked = whomToAsk(item({ kind: 'measurement', organisation: enteredByPatient, site: null }), contacts);
    expect(asked).toMatchObject({ telephone: null, web: null });
    expect(asked.words).toContain('The patient, or somebody who acts for them, wrote this down');
  });
});

describe('REC-2 the desks of organisations are a setting', () => {
  const read = (text: string) => readOrganisationContacts({ CIE_ORGANISATION_CONTACTS: text });

  it('reads desks by ODS code, and none when it is not set', () => {
    expect(read('{"RYJ": {"name": "Advice", "telephone": "020 7946 0101", "web": null}}').get('RYJ')).toEqual({ name: 'Advice', telephone: '020 7946 0101', web: null });
    expect(readOrganisationContacts({}).size).toBe(0);
  });

  it.each([
    'not json', '[]', 'null', '{"RYJ": "Advice"}', '{"RYJ": {"name": ""}}', '{"ryj": {"name": "Advice"}}',
    '{"RYJ": {"name": "Advice", "telephone": "call us"}}', '{"RYJ": {"name": "Advice", "web": "javascript:alert(1)"}}', '{"RYJ": {"name": "Advice", "web": "http://plain.example"}}',
  ])('refuses %s', (text) => expect(() => read(text)).toThrowError(expect.objectContaining({ code: 'SETTING_INVALID' })));
});
