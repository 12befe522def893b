import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { patientIdOf } from '@cie/local/simulators/patient-record-system/fhir-resources.ts';
import { sandboxLaunchSystems } from '@cie/local/simulators/sandbox-systems.ts';
import { goodConfiguration, startRogueRecordSystem, type RogueRecordSystem } from './rogue-record-system.ts';
import { publicUrl, startSignInExchange, TestBrowser, type SignInExchange } from './sign-in-harness.ts';

const sessionCookie = '__Host-cie-session';
const osric = patientIdOf('9992047283');
const nobody = '00000000-0000-0000-0000-000000000000';

let exchange: SignInExchange;
let rogue: RogueRecordSystem;
let browser: TestBrowser;
let system: string;

beforeAll(async () => {
  rogue = await startRogueRecordSystem();
  exchange = await startSignInExchange({ composed: ({ port, key }) => ({
    CIE_LAUNCH_SYSTEMS: JSON.stringify([
      ...sandboxLaunchSystems(`http://127.0.0.1:${port + 16}`),
      { key: 'rogue', iss: `${rogue.iss}/`, name: 'Rogue', organisation: 'RAS', clientId: 'cie', emailDomains: ['ras.example.net'] },
    ]),
    CIE_LAUNCH_KEY_CHELWEST: key,
    CIE_LAUNCH_KEY_ROGUE: key,
  }) });
  system = `http://127.0.0.1:${Number(exchange.settings['CIE_PORT']) + 16}`;
});
afterAll(async () => {
  await exchange.close();
  await rogue.close();
});
beforeEach(() => {
  exchange.clock.backToPresent();
  exchange.identity.asked.length = 0;
  exchange.sharing.asked.length = 0;
  exchange.sharing.launched = { patientId: exchange.identity.patientId, open: true };
  browser = new TestBrowser(exchange.app);
});

/** Presses the button on a chart; the path on which the browser comes to the exchange. */
async function press(patient = osric, user = 'ashgrove'): Promise<string> {
  const response = await fetch(`${system}/chart/${patient}/launch`, { method: 'POST', body: new URLSearchParams({ user }), redirect: 'manual' });
  const { pathname, search } = new URL(response.headers.get('location') ?? '');
  return pathname + search;
}

/** Goes through the system until it sends the browser back; the path on which it comes. */
async function authorize(address: URL): Promise<string> {
  const cookies = new Map<string, string>();
  for (let next = address, step = 0; step < 10; step++) {
    const response = await fetch(next, { redirect: 'manual', headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    next = new URL(response.headers.get('location') ?? '', next);
    if (next.origin === publicUrl) return next.pathname + next.search;
  }
  throw new Error('the system never sent the browser back');
}

const launch = async (patient = osric, user = 'ashgrove') => browser.ask(await authorize(await browser.leave(await press(patient, user))));
const who = async (): Promise<unknown> => (await browser.ask('/who')).json();

describe('REG-6 SMART App Launch (EHR launch) from a patient-record system', () => {
  it('asks for exactly one patient, with PKCE, state, nonce and audience', async () => {
    const address = await browser.leave(await press());
    expect(address.origin + address.pathname).toBe(`${system}/auth`);
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({ response_type: 'code', aud: `${system}/fhir`, code_challenge_method: 'S256', redirect_uri: `${publicUrl}/sign-in/return/launch-chelwest` });
    expect(asked['scope']).toBe('openid fhirUser launch patient/Patient.r user/Practitioner.r');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
  });

  it('lands on the patient whose chart is open, as the person who works there', async () => {
    const response = await launch();
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe(`/record?patient=${exchange.identity.patientId}`);
    expect(exchange.sharing.asked).toEqual([{ command: 'find-launched', input: { nhsNumber: '9992047283', birthDate: '1978-11-02' } }]);
    expect(await who()).toMatchObject({
      kind: 'professional', organisation: 'RQM', role: 'Consultant', name: 'Dr Leopold Ashgrove', email: 'leopold.ashgrove@rqm.example.net',
      patientId: null, onlyPatientId: exchange.identity.patientId, duties: [],
    });
    expect(exchange.identity.signIns[0]?.input).toMatchObject({ issuer: system, subject: 'ashgrove', organisation: 'RQM' });
  });

  it.each([
    ['no door opens', { patientId: '01890a5d-ac96-774b-bcce-b302099a8057', open: false }],
    ['nobody is known by these details', { patientId: nobody, open: false }],
  ])('says the same when %s, and shows the way to emergency access', async (_what, launched) => {
    exchange.sharing.launched = launched;
    const response = await launch();
    expect(response.headers.location).toBe('/launch/no-record');
    const page = await browser.ask('/launch/no-record');
    expect(page.body).toContain('No record opens for this patient');
    expect(page.body).toContain('href="/emergency"');
    expect(page.body).not.toMatch(/Osric|Pennyfeather|999|01890a5d/);
    expect(await who()).toMatchObject({ onlyPatientId: launched.patientId });
  });

  it('replaces whoever was signed in on this workstation', async () => {
    await launch(osric, 'holloway');
    const first = browser.cookie(sessionCookie);
    expect(await who()).toMatchObject({ name: 'Sister Beatrix Holloway', role: 'Ward sister' });
    await launch(osric, 'ashgrove');
    expect(browser.cookie(sessionCookie)).not.toBe(first);
    expect(await who()).toMatchObject({ name: 'Dr Leopold Ashgrove' });
  });

  it('takes over no duty of the exchange: a launched session is for the one patient', async () => {
    const command = exchange.identity.command.bind(exchange.identity);
    exchange.identity.command = async (name, input) => {
      const answer = await command(name, input);
      return name === 'sign-in-professional' ? Object.assign({}, answer, { duties: ['support-desk'] }) : answer;
    };
    await launch();
    exchange.identity.command = command;
    expect(await who()).toMatchObject({ duties: [], onlyPatientId: exchange.identity.patientId });
  });

  it('abuse case 20: lets in nobody whose access was ended', async () => {
    const command = exchange.identity.command.bind(exchange.identity);
    const { CieError } = await import('@cie/kit/errors.ts');
    exchange.identity.command = async (name, input) => {
      if (name === 'sign-in-professional') throw new CieError('ACCESS_ENDED', 'x');
      return command(name, input);
    };
    const response = await launch();
    exchange.identity.command = command;
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('Your access has ended');
    expect(browser.cookie(sessionCookie)).toBeUndefined();
  });
});

describe('REG-6 launches that are refused', () => {
  async function refused(path: string, by: TestBrowser = browser): Promise<number> {
    const { statusCode } = await by.ask(path);
    expect(by.cookie(sessionCookie)).toBeUndefined();
    expect(exchange.identity.signIns).toEqual([]);
    expect(exchange.sharing.asked).toEqual([]);
    return statusCode;
  }

  it('asks nothing of a system that is not registered (SSRF)', async () => {
    rogue.asked.length = 0;
    for (const iss of ['https://evil.example/fhir', `${rogue.origin}/other`, `${rogue.iss}/../x`, `${rogue.iss}?x`, `${rogue.iss}#x`, rogue.iss.toUpperCase(), `http://user@${new URL(rogue.iss).host}/fhir`, 'file:///etc/passwd', 'http://169.254.169.254/', '']) {
      expect(await refused(`/launch?launch=x&iss=${encodeURIComponent(iss)}`)).toBe(403);
    }
    expect((await browser.ask('/launch?launch=x&iss=https://evil.example')).body).toContain('This system cannot open the exchange');
    expect(rogue.asked).toEqual([]);
  });

  it('takes no launch without its one-time value, and none in a frame', async () => {
    const path = await press();
    expect(await refused(path.replace(/launch=[^&]+/, 'launch='))).toBe(400);
    expect(await refused(path.replace(/launch=[^&]+/, 'launch=a%0d%0ab'))).toBe(400);
    const framed = await browser.ask(path, { headers: { 'sec-fetch-dest': 'iframe' } });
    expect(framed.statusCode).toBe(400);
    expect(framed.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('takes a launch once', async () => {
    const path = await press();
    expect((await browser.ask(await authorize(await browser.leave(path)))).statusCode).toBe(303);
    exchange.identity.asked.length = 0;
    exchange.sharing.asked.length = 0;
    const again = new TestBrowser(exchange.app);
    expect(await refused(await authorize(await again.leave(path)), again)).toBe(403);
  });

  it('takes an answer once, its code under no other attempt, and only in the browser that asked', async () => {
    const path = await authorize(await browser.leave(await press()));
    const thief = new TestBrowser(exchange.app);
    await thief.leave(await press());
    expect(await refused(path, thief)).toBe(400);
    const second = await authorize(await browser.leave(await press()));
    expect((await browser.ask(second)).statusCode).toBe(303);
    exchange.identity.asked.length = 0;
    exchange.sharing.asked.length = 0;
    const other = new TestBrowser(exchange.app);
    const state = (await other.leave(await press())).searchParams.get('state') ?? '';
    expect(await refused(second.replace(/state=[\w-]+/, `state=${state}`), other)).toBe(403);
    expect(await refused(second, new TestBrowser(exchange.app))).toBe(400);
  });

  it('takes no answer of another system, with another state, or after ten minutes', async () => {
    const path = await authorize(await browser.leave(await press()));
    expect(await refused(path.replace('launch-chelwest', 'launch-rogue'))).toBe(400);
    const late = await authorize(await browser.leave(await press()));
    exchange.clock.forward(10.1);
    expect(await refused(late)).toBe(400);
    exchange.clock.backToPresent();
    expect(await refused(late.replace(/state=[\w-]+/, `state=${randomBytes(32).toString('base64url')}`))).toBe(400);
  });

  it('says that the system is down, and asks it again the next time', async () => {
    const configuration = rogue.configuration;
    const path = `/launch?launch=x&iss=${encodeURIComponent(rogue.iss)}`;
    for (const wrong of [[], { ...goodConfiguration(rogue.origin), token_endpoint: 'https://evil.example/token' }, { ...goodConfiguration(rogue.origin), jwks_uri: 'http://127.0.0.1:1/jwks' }, { ...goodConfiguration(rogue.origin), code_challenge_methods_supported: ['plain'] }, { ...goodConfiguration(rogue.origin), issuer: 'https://evil.example' }]) {
      rogue.configuration = wrong;
      expect(await refused(path)).toBe(403);
    }
    rogue.configuration = configuration;
    expect((await browser.ask(path)).statusCode).toBe(303);
  });
});

describe('REG-6 a registered system that answers wrongly (abuse case 32)', () => {
  const seconds = (): number => Math.floor(Date.now() / 1000);
  const patient = (more: object = {}) => ({
    resourceType: 'Patient', id: 'p1', identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9992047283' }], birthDate: '1978-11-02', ...more,
  });
  const practitioner = (more: object = {}) => ({
    resourceType: 'Practitioner', id: 'u1', name: [{ family: 'Test', given: ['Anna'], prefix: ['Dr'] }], telecom: [{ system: 'email', value: 'anna@ras.example.net' }], ...more,
  });
  const signed = (claims: JWTPayload): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'rogue' }).sign(rogue.privateKey);

  interface Answer {
    readonly claims?: JWTPayload;
    readonly token?: object;
    readonly sign?: (claims: JWTPayload) => Promise<string>;
    readonly patient?: object;
    readonly practitioner?: object;
  }

  async function answered({ claims = {}, token = {}, sign = signed, ...resources }: Answer) {
    const address = await browser.leave(`/launch?launch=x&iss=${encodeURIComponent(rogue.iss)}`);
    const good = { iss: rogue.origin, aud: 'cie', sub: 'u1', nonce: address.searchParams.get('nonce'), fhirUser: `${rogue.iss}/Practitioner/u1`, iat: seconds(), exp: seconds() + 300 };
    rogue.token = { access_token: 'access', token_type: 'Bearer', expires_in: 300, patient: 'p1', id_token: await sign({ ...good, ...claims } as JWTPayload), ...token };
    rogue.patient = resources.patient ?? patient();
    rogue.practitioner = resources.practitioner ?? practitioner();
    rogue.asked.length = 0;
    return browser.ask(`/sign-in/return/launch-rogue?code=c&state=${address.searchParams.get('state') ?? ''}`);
  }

  it('takes a right answer, with SMART 1 scopes where that is what the system knows', async () => {
    expect((await browser.leave(`/launch?launch=x&iss=${encodeURIComponent(rogue.iss)}`)).searchParams.get('scope')).toContain('patient/Patient.read');
    expect((await answered({})).statusCode).toBe(303);
    expect(await who()).toMatchObject({ name: 'Dr Anna Test', organisation: 'RAS', role: 'Clinician', email: 'anna@ras.example.net' });
    expect((await answered({ claims: { fhirUser: 'Practitioner/u1' } })).statusCode).toBe(303);
  });

  it.each<[string, Answer]>([
    ['a token without a patient', { token: { patient: undefined } }],
    ['a patient that is an address', { token: { patient: '../../admin' } }],
    ['another patient than the launch named', { patient: patient({ id: 'p2' }) }],
    ['a patient that is something else', { patient: patient({ resourceType: 'Person' }) }],
    ['no ID token', { token: { id_token: undefined } }],
    ['another nonce', { claims: { nonce: 'other' } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['a token that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 600 } }],
    ['an unsigned token', { sign: async (claims) => new UnsecuredJWT(claims).encode() }],
    ['a token signed with the public key as a secret', { sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('rogue')) }],
    ['a patient as the user', { claims: { fhirUser: 'Patient/p1' } }],
    ['no user', { claims: { fhirUser: undefined } }],
    ['a user of another system', { claims: { fhirUser: 'https://evil.example/fhir/Practitioner/u1' } }],
    ['a user that is an address', { claims: { fhirUser: 'Practitioner/..' } }],
    ['another practitioner', { practitioner: practitioner({ id: 'u2' }) }],
    ['a practitioner who works there no more', { practitioner: practitioner({ active: false }) }],
    ['a practitioner without a name', { practitioner: practitioner({ name: [] }) }],
  ])('refuses %s', async (_what, answer) => {
    const response = await answered(answer);
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('Go back to the chart');
    expect(browser.cookie(sessionCookie)).toBeUndefined();
    expect(exchange.identity.signIns).toEqual([]);
    expect(exchange.sharing.asked).toEqual([]);
    for (const path of rogue.asked) expect(['/token', '/jwks', '/fhir/Patient/p1', '/fhir/Practitioner/u1']).toContain(path);
  });

  it.each<[string, object]>([
    ['no NHS number', { identifier: [{ system: 'https://hospital.example', value: '9992047283' }] }],
    ['a mistyped NHS number', { identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9992047284' }] }],
    ['two numbers that disagree', { identifier: ['9992047283', '9991001131'].map((value) => ({ system: 'https://fhir.nhs.uk/Id/nhs-number', value })) }],
    ['half a date of birth', { birthDate: '1978-11' }],
    ['an unverified number', { identifier: [{
      system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9992047283',
      extension: [{ url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus', valueCodeableConcept: { coding: [{ code: 'number-present-but-not-traced' }] } }],
    }] }],
  ])('opens nothing for a patient with %s', async (_what, more) => {
    const response = await answered({ patient: patient(more) });
    expect(response.headers.location).toBe('/launch/no-record');
    expect(exchange.sharing.asked).toEqual([]);
    expect(await who()).toMatchObject({ onlyPatientId: nobody });
  });

  it('binds no invitation to an address outside the trust', async () => {
    await answered({ practitioner: practitioner({ telecom: [{ system: 'email', value: 'professor@elsewhere.example.net' }, { system: 'email', value: 'x@ras.example.net.evil.example' },
      { system: 'email', value: 'x@ras.example.net@evil.example' }, { system: 'email', value: '@ras.example.net' }] }) });
    expect(await who()).toMatchObject({ email: null });
  });
});
