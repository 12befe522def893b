import { describe, expect, it } from 'vitest';
import { sandboxPeople } from './sandbox-people.ts';
import { writeSandboxCare } from './sandbox-care.ts';

describe('CAR-1 the sandbox’s medicines, allergies and conditions', () => {
  it('are of people of the sandbox, each item with an identity of its own', () => {
    const text = writeSandboxCare().map(({ bundle }) => JSON.stringify(bundle));
    const ids = text.flatMap((each) => [...each.matchAll(/"url":"(?!Patient)([^"]+)"/g)].map(([, url]) => url));
    expect(new Set(ids).size).toBe(ids.length);
    for (const each of text) expect(sandboxPeople.map(({ nhsNumber }) => nhsNumber)).toContain(/"value":"(\d{10})"/.exec(each)?.[1]);
    for (const type of ['MedicationStatement', 'AllergyIntolerance', 'Condition', 'CarePlan']) expect(text.join('')).toContain(`"${type}"`);
  });
});
