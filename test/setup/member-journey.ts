import { randomInt, randomUUID } from 'node:crypto';
import { addPasswordAccount, phcOf, type WantedAccount } from '@cie/identity/testing/password-account.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import { browserJourney, type BrowserJourney } from './browser-journey.ts';
import { postboxOf, type Postbox } from './inbox-messages.ts';
import { faultsOf } from './page-faults.ts';
import { withoutBrowser } from './partitioned-browser.ts';

export const memberPassword = 'violin otter quarry';
export const memberAnswer = 'nautilus';

/** A person with a record and an account by invitation. */
export interface Member {
  readonly accountId: string;
  readonly email: string;
  /** E.164. */
  readonly mobile: string;
  readonly person: Person;
}

/** What journeys of people with a password do. */
export interface MemberJourney {
  readonly journey: BrowserJourney;
  /** The newest unread message to an address or number that holds the pattern; its first group. */
  next: Postbox['next'];
  all: Postbox['all'];
  portal(path: string): string;
  newMember(changes?: Partial<WantedAccount>): Promise<Member>;
  newPage(): Promise<{ context: BrowserContext; page: Page }>;
  /** From the page where people choose, up to the second factor. */
  typePassword(page: Page, email: string, typed?: string, path?: string): Promise<void>;
  /** The code that was last sent to sign in with. */
  code(member: Member): Promise<string>;
  signInByText(page: Page, member: Member, path?: string): Promise<void>;
}

/** Begins and ends with the test file that calls it. */
export function memberJourney(): MemberJourney {
  const journey = browserJourney();
  const passwordHash = phcOf(memberPassword);
  const answerHash = phcOf(memberAnswer);
  let inbox: Postbox | undefined;
  beforeAll(() => {
    if (!withoutBrowser) inbox = postboxOf(journey.exchange);
  });
  const opened = (): Postbox => {
    if (inbox === undefined) throw new Error('The journey has not begun.');
    return inbox;
  };
  const portal = (path: string): string => journey.address('portal', path);
  const code = ({ mobile }: Member): Promise<string> => opened().next(mobile, /security code is\s+(\d{6})/);
  const typePassword = async (page: Page, email: string, typed = memberPassword, path = '/'): Promise<void> => {
    await page.goto(portal(`/sign-in?return=${encodeURIComponent(path)}`));
    await page.click('text=I have an account made by invitation');
    await page.fill('#email', email);
    await page.fill('#password', typed);
    // The answer comes in even time: until then the page is still the form.
    await Promise.all([page.waitForEvent('domcontentloaded'), page.click('button:has-text("Continue")')]);
  };
  return {
    journey, portal, code, typePassword,
    next: (to, pattern) => opened().next(to, pattern),
    all: (to) => opened().all(to),
    newMember: async (changes: Partial<WantedAccount> = {}) => {
      const person = newPerson();
      await journey.own.deliver(laboratory(person, { issued: ago(3), tests: [{ code: 'K', value: '4.1' }] }));
      const [patient] = await journey.own.sql<{ id: string }>('cie_identity', 'select id from patient where nhs_number = $1', [person.nhsNumber]);
      const email = `${person.familyName.toLowerCase()}-${randomUUID().slice(0, 8)}@example.net`;
      // Ofcom keeps these for drama: 07700 900000 to 900999.
      const mobile = `+447700900${String(randomInt(1000)).padStart(3, '0')}`;
      const runner = { query: (text: string, values?: unknown[]) => journey.own.sql('cie_identity', text, values) };
      const accountId = await addPasswordAccount(runner, {
        email, mobile, name: `${person.givenName} ${person.familyName}`, patientId: patient?.id ?? null, passwordHash, answerHash, ...changes,
      });
      return { accountId, email, mobile, person };
    },
    newPage: async () => {
      const context = await journey.newContext();
      return { context, page: await context.newPage() };
    },
    signInByText: async (page: Page, member: Member, path = '/') => {
      await typePassword(page, member.email, memberPassword, path);
      await page.waitForURL(/second-factor/);
      await page.fill('#text-code', await code(member));
      await page.click('button:has-text("Continue")');
      await page.waitForURL(portal(path));
    },
  };
}

/** Looks at a page as it stands, under a name that a failure shows: accessible, and not wider than the screen (EMB-3). */
export async function look(page: Page, name: string): Promise<void> {
  expect([name, await faultsOf(page)]).toEqual([name, []]);
}

export const heading = (page: Page): Promise<string> => page.innerText('h1');
/** What the page says is wrong. */
export const problem = (page: Page): Promise<string> => page.innerText('.nhsuk-error-summary');
