import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandboxSubject } from '@cie/gateway/sign-in/sandbox-subject.ts';
import { sandboxTrustProviders } from '@cie/local/simulators/sandbox-systems.ts';
import { ownForm, startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const sessionCookie = '__Host-cie-session';
const octavia = 'octavia.pemberley@nhs.example.net';

let exchange: SignInExchange;
let browser: TestBrowser;

beforeAll(async () => {
  exchange = await startSignInExchange({ composed: ({ port, key }) => ({
    CIE_TRUST_PROVIDERS: JSON.stringify(sandboxTrustProviders(`http://127.0.0.1:${port + 19}`)),
    CIE_TRUST_KEY_HILLINGDON: key,
  }) });
});
afterAll(() => exchange.close());
beforeEach(() => {
  exchange.clock.backToPresent();
  exchange.identity.asked.length = 0;
  exchange.identity.standing = {};
  browser = new TestBrowser(exchange.app);
});

async function signIn(form: Record<string, string>, start = '/sign-in/professional?return=/record') {
  return browser.ask(await browser.throughProvider(await browser.leave(start), form));
}

const who = async (): Promise<unknown> => (await browser.ask('/who')).json();
const post = (path: string, form: Record<string, string>, headers = ownForm) => browser.ask(path, { method: 'POST', headers, payload: new URLSearchParams(form).toString() });
const idIn = (location: unknown): string => new URL(String(location), 'http://x').searchParams.get('sign-in') ?? '';

describe('REG-6 sign-in of professionals with NHS CIS2', () => {
  it('asks anew who sits there, for the role and for two factors', async () => {
    const asked = Object.fromEntries((await browser.leave('/sign-in/professional?return=/record')).searchParams);
    expect(asked).toMatchObject({ prompt: 'login', acr_values: 'AAL2_OR_AAL3_ANY', response_type: 'code', code_challenge_method: 'S256' });
    expect(asked['scope']?.split(' ')).toEqual(expect.arrayContaining(['nationalrbacaccess', 'associatedorgs', 'selectedrole']));
  });

  it('signs a clinician in with organisation and role', async () => {
    const response = await signIn({ person: 'philippa.merriweather@ryj.example.net' });
    expect(response.headers.location).toBe('/record');
    expect(await who()).toMatchObject({ kind: 'professional', organisation: 'RYJ', role: 'Consultant', name: 'Dr Philippa Merriweather', patientId: null, duties: [] });
    expect(exchange.identity.signIns[0]?.input).toMatchObject({
      issuer: exchange.settings['CIE_PRO_ISSUER'], subject: sandboxSubject('philippa.merriweather@ryj.example.net'), organisation: 'RYJ', role: 'Consultant',
    });
  });

  it('takes the role that was chosen at CIS2', async () => {
    expect((await signIn({ person: `${octavia} 1` })).headers.location).toBe('/record');
    expect(await who()).toMatchObject({ organisation: 'RQM', role: 'Specialty Doctor' });
  });

  it('asks for the role when CIS2 did not, and begins no session before', async () => {
    const { headers } = await signIn({ person: octavia });
    expect(headers.location).toMatch(/^\/sign-in\/role\?sign-in=[\w-]{43}$/);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
    expect(exchange.identity.signIns).toEqual([]);
    const page = await browser.ask(String(headers.location));
    expect(page.body).toContain('Choose your role');
    for (const text of ['Consultant', 'Imperial College Healthcare NHS Trust', 'Specialty Doctor']) expect(page.body).toContain(text);
    const id = idIn(headers.location);
    expect((await post('/sign-in/role', { 'sign-in': id })).statusCode).toBe(422);
    expect((await post('/sign-in/role', { 'sign-in': id, role: '1' })).headers.location).toBe('/record');
    expect(await who()).toMatchObject({ organisation: 'RQM', role: 'Specialty Doctor' });
    // The word of the provider is good for one session.
    expect((await post('/sign-in/role', { 'sign-in': id, role: '0' })).statusCode).toBe(400);
  });

  it.each(['2', '-1', '99', 'RAS', '0.5', ''])('takes no role beyond those offered: %j', async (role) => {
    const id = idIn((await signIn({ person: octavia })).headers.location);
    const response = await post('/sign-in/role', { 'sign-in': id, role, organisation: 'RAS', 'person_roleid': '1' });
    expect(response.statusCode).toBe(422);
    expect(exchange.identity.signIns).toEqual([]);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });

  it('lets no other browser, no other site and no late comer choose', async () => {
    const id = idIn((await signIn({ person: octavia })).headers.location);
    const thief = new TestBrowser(exchange.app);
    await thief.leave('/sign-in/professional');
    expect((await thief.ask(`/sign-in/role?sign-in=${id}`)).statusCode).toBe(400);
    expect((await post('/sign-in/role', { 'sign-in': id, role: '0' }, { ...ownForm, origin: 'https://evil.example' })).statusCode).toBe(403);
    exchange.clock.forward(31);
    expect((await post('/sign-in/role', { 'sign-in': id, role: '0' })).statusCode).toBe(400);
    expect(exchange.identity.signIns).toEqual([]);
  });

  it('has no form for access for who is offered a role', async () => {
    const id = idIn((await signIn({ person: octavia })).headers.location);
    const back = `/sign-in/role?sign-in=${id}`;
    expect((await browser.ask(`/sign-in/ask-access?sign-in=${id}`)).headers.location).toBe(back);
    const form = { organisationName: 'RAS', organisation: 'RAS', role: 'Consultant', workEmail: 'o@example.net', why: 'x', confirmer: 'x' };
    expect((await post('/sign-in/ask-access', { 'sign-in': id, ...form })).headers.location).toBe(back);
    expect(exchange.identity.asked.map(({ command }) => command)).not.toContain('request-professional-access');
  });

  it('refuses a password alone, and says what to use', async () => {
    const form = { choice: 'somebody', name: 'Dr Weak', email: 'weak@ryj.example.net', organisation: 'RYJ', role: 'Consultant', assurance: '1' };
    const response = await signIn(form);
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('Use your smartcard or another strong sign-in');
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });

  it('hands the session to the frame that asked, after the choice as well', async () => {
    const { headers } = await signIn({ person: octavia }, `/sign-in/professional?frame=1&challenge=${'A'.repeat(43)}`);
    const chosen = await post('/sign-in/role', { 'sign-in': idIn(headers.location), role: '0' });
    // A form's answer is never a page: a reload would send it again.
    expect(chosen.statusCode).toBe(303);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });
});

describe('REG-6 without a role at an organisation that is known', () => {
  const request = { organisationName: 'The Foxglove Practice', organisation: 'E87999', role: 'GP', workEmail: 'b@practice.example.net', why: 'Results of my patients', confirmer: 'The practice manager' };

  it.each(['ursula.nightjar@care.example.net', 'barnaby.foxglove@practice.example.net'])('leads %s to the form for access, without a session', async (person) => {
    const { headers } = await signIn({ person });
    expect(headers.location).toMatch(/^\/sign-in\/ask-access\?sign-in=/);
    const page = await browser.ask(String(headers.location));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('registration authority');
    expect(page.body.includes('value="E87999"')).toBe(person.startsWith('barnaby'));
    expect(browser.cookie(sessionCookie)).toBeUndefined();
    expect(exchange.identity.signIns).toEqual([]);
  });

  it('keeps what was typed while it is being corrected, and sends what is complete', async () => {
    const id = idIn((await signIn({ person: 'ursula.nightjar@care.example.net' })).headers.location);
    const wrong = await post('/sign-in/ask-access', { 'sign-in': id, ...request, workEmail: 'nobody', why: '', subject: 'forged' });
    expect(wrong.statusCode).toBe(422);
    for (const text of ['Enter a work email address', 'Say what you need the exchange for', 'The Foxglove Practice']) expect(wrong.body).toContain(text);
    const done = await post('/sign-in/ask-access', { 'sign-in': id, ...request, subject: 'forged', issuer: 'forged' });
    expect(done.headers.location).toBe('/sign-in/asked?reference=K7MP-X2DR');
    const { input } = exchange.identity.asked.find(({ command }) => command === 'request-professional-access') ?? {};
    expect(input).toMatchObject({ ...request, issuer: exchange.settings['CIE_PRO_ISSUER'], subject: sandboxSubject('ursula.nightjar@care.example.net'), name: 'Ursula Nightjar' });
    expect((await browser.ask('/sign-in/asked?reference=K7MP-X2DR')).body).toContain('K7MP-X2DR');
    expect((await browser.ask('/sign-in/asked?reference=Call+0800')).statusCode).toBe(404);
    expect((await post('/sign-in/ask-access', { 'sign-in': id, ...request })).statusCode).toBe(400);
  });

  it('signs in by access that the desk has given', async () => {
    exchange.identity.standing = { grants: [{ id: 'grant-1', organisation: 'E87999', organisationName: 'The Foxglove Practice', role: 'GP' }] };
    expect((await signIn({ person: 'barnaby.foxglove@practice.example.net' })).headers.location).toBe('/record');
    expect(exchange.identity.signIns[0]?.input).toMatchObject({ grantId: 'grant-1' });
    expect(exchange.identity.signIns[0]?.input).not.toHaveProperty('organisation');
  });

  it('abuse case 20: tells who has left what to do, and signs nobody in', async () => {
    exchange.identity.standing = { left: true };
    const { headers } = await signIn({ person: 'philippa.merriweather@ryj.example.net' });
    const page = await browser.ask(String(headers.location));
    expect(page.body).toContain('Your access has ended');
    expect(page.body).toContain('ask for access again');
    expect(exchange.identity.signIns).toEqual([]);
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });
});

describe("REG-6 sign-in with a trust's own provider", () => {
  const start = '/sign-in/trust-hillingdon?return=/record';

  it('is offered by name', async () => {
    const { body } = await browser.ask('/sign-in?return=/record');
    expect(body).toContain('href="/sign-in/trust-hillingdon?return=%2Frecord"');
    expect(body).toContain('The Hillingdon Hospitals NHS Foundation Trust');
  });

  it('signs in with the registered organisation and the role in plain words', async () => {
    expect((await signIn({ person: 'cornelius.ravensworth@ras.example.net' }, start)).headers.location).toBe('/record');
    expect(await who()).toMatchObject({ organisation: 'RAS', role: 'Registrar', email: 'cornelius.ravensworth@ras.example.net' });
    const issuer = `http://127.0.0.1:${Number(exchange.settings['CIE_PORT']) + 19}`;
    expect(exchange.identity.signIns[0]?.input).toMatchObject({ issuer, organisation: 'RAS' });
  });

  it('binds no invitation to an address that the trust has not verified', async () => {
    await signIn({ person: 'henrietta.applegarth@ras.example.net' }, start);
    expect(await who()).toMatchObject({ role: 'Staff nurse', email: null });
  });

  it('sends who has no role there to the form for access', async () => {
    expect((await signIn({ person: 'felix.marchbanks@ras.example.net' }, start)).headers.location).toMatch(/^\/sign-in\/ask-access/);
  });

  it('takes no answer that was meant for another provider, and none twice', async () => {
    const path = await browser.throughProvider(await browser.leave(start), { person: 'cornelius.ravensworth@ras.example.net' });
    expect((await browser.ask(path.replace('trust-hillingdon', 'professional'))).statusCode).toBe(400);
    expect((await browser.ask(path)).statusCode).toBe(400);
    expect(exchange.identity.signIns).toEqual([]);
  });

  it('knows no trust that is not registered', async () => {
    expect((await browser.ask('/sign-in/trust-imperial?return=/record')).statusCode).toBe(404);
  });
});
