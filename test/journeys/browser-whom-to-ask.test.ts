import { pick } from '@cie/kit/testing/pick.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, laboratory, letter, visit } from '../fixtures/hospital.ts';
import { newPerson } from '../fixtures/people.ts';
import { listOf } from '../setup/answers.ts';
import { browserJourney, shown, signInAtTop } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';

const journey = browserJourney();
const person = newPerson();

describe.skipIf(withoutBrowser)('REC-2 each item says whom to ask about it', () => {
  beforeAll(async () => {
    if (withoutBrowser) return;
    await journey.own.deliver(
      laboratory(person, { organisation: 'RAS', issued: ago(30), tests: [{ code: 'FER', name: 'Ferritin', value: '41' }], panel: ['FER', 'Iron stores'] }),
      letter(person, { organisation: 'RYJ', written: ago(25), text: 'Seen in clinic.' }),
      visit(person, { organisation: 'R1K', start: ago(-9), clinic: 'Renal clinic' }),
    );
  });

  it('in the graph: the organisation that supplied it, and how to reach its desk where there is one', async () => {
    const cookie = await journey.own.signIn({ as: 'patient', nhsNumber: person.nhsNumber });
    const ask = 'ask { words telephone web }';
    const { data } = await journey.exchange.query(cookie, `{ me { patient { reports { edges { node { ${ask} } } } documents { edges { node { ${ask} } } } appointments { edges { node { ${ask} } } } } } }`);
    const of = (field: string): unknown => listOf(pick(data, 'me', 'patient', field, 'edges')).map((edge) => pick(edge, 'node', 'ask'))[0];
    expect(of('reports')).toEqual({
      words: 'Ask the team at The Hillingdon Hospitals NHS Foundation Trust that arranged this test, or your GP practice. You can also contact: Patient advice desk of Hillingdon (made up for the sandbox).', telephone: '020 7946 0103', web: null,
    });
    expect(of('documents')).toMatchObject({ words: expect.stringContaining('Imperial College Healthcare NHS Trust that wrote this document') as unknown, telephone: '020 7946 0101', web: 'https://imperial.example.net/ask' });
    expect(of('appointments')).toEqual({ words: 'Ask the team “Renal clinic” at London North West University Healthcare NHS Trust that holds this appointment.', telephone: null, web: null });
  });

  it('on the pages, with a telephone number that can be touched and a website that opens elsewhere', async () => {
    const page = await (await journey.newContext()).newPage();
    await signInAtTop(page, journey.address('portal'), 'patient', person, '/record');
    await page.click('a:has-text("Iron stores")');
    await page.waitForSelector('text=Questions about this?');
    expect(await shown(page)).toMatch(/Questions about this\? Ask the team at The Hillingdon Hospitals[^]*020 7946 0103/);
    expect(await page.getAttribute('main a[href^="tel:"]', 'href')).toBe('tel:02079460103');

    await page.goto(journey.address('portal', '/record?view=documents'));
    await page.click('main .cie-list a');
    await page.waitForSelector('text=Questions about this?');
    expect(await shown(page)).toContain('that wrote this document');
    const website = page.locator('main a:has-text("Website")');
    expect([await website.getAttribute('href'), await website.getAttribute('target'), await website.getAttribute('rel')]).toEqual(['https://imperial.example.net/ask', '_blank', 'noopener noreferrer']);

    await page.goto(journey.address('portal', '/record?view=appointments'));
    await page.waitForSelector('text=Renal clinic');
    expect(await shown(page)).toContain('Questions about this?');
  });
});
