import { describe, expect, it } from 'vitest';
import { organisations, siteNamedIn } from './organisations.ts';

describe('APT-1 an appointment’s place tells the building, and so its address', () => {
  it.each([
    ['RYJ', 'Renal clinic, Level 2, Hammersmith Hospital', 'Hammersmith Hospital'],
    ['RYJ', 'ST MARYS HOSPITAL', null],
    ['RYJ', "Outpatients; St. Mary's Hospital", "St Mary's Hospital"],
    ['RYJ', 'queen charlotte’s & chelsea hospital', "Queen Charlotte's & Chelsea Hospital"],
    // Another organisation's building, and part of a longer name.
    ['RQM', 'Hammersmith Hospital', null],
    ['RAS', 'The Old Hillingdon Hospitality Suite', null],
    ['RYJ', '', null],
    ['X99', 'Hammersmith Hospital', null],
  ])('%s %s: %s', (organisation, place, site) => {
    expect(siteNamedIn(organisation, place)?.name ?? null).toBe(site);
  });

  it('every site has an address with a postcode', () => {
    for (const { address } of organisations.flatMap(({ sites }) => sites)) expect(address).toMatch(/ [A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}$/);
  });
});
