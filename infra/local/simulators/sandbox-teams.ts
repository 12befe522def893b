import { setTimeout as sleep } from 'node:timers/promises';
import { CieError } from '@cie/kit/errors.ts';
import { isKnownOrganisation } from '@cie/kit/organisations.ts';
import type { Log } from '../log.ts';
import { sandboxClinicians, titleOf, type SandboxClinician } from './sandbox-clinicians.ts';
import { sandboxPeople } from './sandbox-people.ts';

interface SandboxTeam {
  readonly organisation: string;
  readonly name: string;
  readonly about: string;
  readonly mailbox: string;
  /** Names of sandbox clinicians. */
  readonly members: readonly string[];
}

/** Teams that the sandbox's patients can find and invite (ACS-3). */
export const sandboxTeams: readonly SandboxTeam[] = [
  {
    organisation: 'RYJ', name: 'Diabetes team, St Mary’s Hospital', about: 'Type 1 and type 2 diabetes in adults', mailbox: 'diabetes.team@ryj.example.net',
    members: ['Dr Philippa Merriweather', 'Sister Josephine Underhill'],
  },
  {
    organisation: 'RQM', name: 'Thyroid clinic, Chelsea and Westminster Hospital', about: 'Overactive and underactive thyroid', mailbox: 'thyroid.clinic@rqm.example.net',
    members: ['Dr Leopold Ashgrove'],
  },
  {
    organisation: 'RAS', name: 'Blood clinic, Hillingdon Hospital', about: 'Anaemia, low iron and blood thinning medicines', mailbox: 'blood.clinic@ras.example.net',
    members: ['Dr Winifred Larkspur'],
  },
];

/** How long messages may take to be filed, and the directory to learn of who signed in, in milliseconds. */
const patience = 30_000;

/**
 * Signs the sandbox's professionals in, so that the directory knows them, lets the desk add teams, and one patient invite, each through the
 * pages and the graph that people use. Throws SANDBOX_TEAMS_REFUSED or what the connection throws.
 */
export async function addSandboxTeams({ exchange, operatorToken, log }: { exchange: string; operatorToken: string; log: Log }): Promise<void> {
  const sandbox = new Sandbox(exchange, operatorToken);
  const patient = sandboxPeople.find(({ givenName }) => givenName === 'Ingrid');
  const doctor = sandboxClinicians.find(({ name }) => name === 'Dr Philippa Merriweather');
  if (patient === undefined || doctor === undefined) throw refused('The sandbox lacks somebody of its own.');

  // The others have no access before the desk has given it.
  const people = sandboxClinicians.filter(({ organisation }) => isKnownOrganisation(organisation));
  for (const each of people) await sandbox.signOut(await sandbox.signIn(professional(each)));
  const [patientCookie, deskCookie] = [await sandbox.signIn({ as: 'patient', nhsNumber: patient.nhsNumber, email: patient.email }), await sandbox.signIn(professional(dana()))];
  for (const team of sandboxTeams) await addTeam(sandbox, deskCookie, patientCookie, team);

  const until = new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10);
  await sandbox.invite(patientCookie, { teamId: await sandbox.find(patientCookie, 'Blood Hillingdon'), labels: ['GENERAL'] });
  await sandbox.invite(patientCookie, { professionalId: await sandbox.find(patientCookie, doctor.name), labels: ['GENERAL', 'MENTAL_HEALTH'], until });
  // Who looks at their sign-ins finds none that was not theirs.
  await Promise.all([sandbox.signOut(patientCookie), sandbox.signOut(deskCookie)]);
  log.info({ teams: sandboxTeams.length }, 'the simulated desk added teams');
}

function dana(): SandboxClinician {
  const found = sandboxClinicians.find(({ duties }) => duties?.includes('support-desk'));
  if (found === undefined) throw refused('The sandbox has nobody at the desk.');
  return found;
}

const professional = ({ name, email, organisation, role }: SandboxClinician) => ({ as: 'clinician', name, email, organisation, role: titleOf(role) });

const confirmed = { how: 'Told by the sandbox itself', confirmed: 'yes' } as const;

async function addTeam(sandbox: Sandbox, desk: string, patient: string, { members, ...team }: SandboxTeam): Promise<void> {
  const page = await sandbox.post(desk, '/desk/teams/new', { ...team, ...confirmed });
  for (const name of members) {
    await sandbox.post(desk, `${page}/add`, { professionalId: await sandbox.find(patient, name), name, asked: 'yes', ...confirmed });
  }
}

/** The exchange as its people use it, by scripts. */
class Sandbox {
  readonly #exchange: string;
  readonly #operatorToken: string;

  constructor(exchange: string, operatorToken: string) {
    this.#exchange = exchange;
    this.#operatorToken = operatorToken;
  }

  /** A session, as soon as the hospitals' messages about a patient are filed. */
  async signIn(who: object): Promise<string> {
    const end = Date.now() + patience;
    for (;;) {
      const response = await fetch(`${this.#exchange}/sandbox/session`, {
        method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#operatorToken}` }, body: JSON.stringify(who),
      });
      const answer: unknown = await response.json();
      if (typeof answer === 'object' && answer !== null && 'cookie' in answer && typeof answer.cookie === 'string') return answer.cookie;
      if (Date.now() > end) throw refused('No session could be had for somebody of the sandbox.');
      await sleep(250);
    }
  }

  async signOut(cookie: string): Promise<void> {
    await fetch(`${this.#exchange}/sign-out`, { method: 'POST', headers: { cookie } });
  }

  /** Sends a form; the path of the page that it leads to. */
  async post(cookie: string, path: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(`${this.#exchange}${path}`, { method: 'POST', redirect: 'manual', headers: { cookie, origin: this.#exchange }, body: new URLSearchParams(fields) });
    const location = response.headers.get('location');
    if (response.status !== 303 || location === null) throw refused(`The desk did not take a form of the sandbox: ${response.status}.`);
    return new URL(location, this.#exchange).pathname;
  }

  /** The id of the first entry of the directory for this search, as soon as it has learnt of it. */
  async find(cookie: string, search: string): Promise<string> {
    const end = Date.now() + patience;
    for (;;) {
      const answer = await this.#ask(cookie, 'query ($search: String!) { careDirectory(search: $search, first: 1) { entries { id } } }', { search });
      const id = /"entries":\[\{"id":"([0-9a-f-]{36})"/.exec(answer)?.[1];
      if (id !== undefined) return id;
      if (Date.now() > end) throw refused('The directory did not learn of somebody of the sandbox.');
      await sleep(1000);
    }
  }

  async invite(cookie: string, input: object): Promise<void> {
    const answer = await this.#ask(cookie, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input });
    if (answer.includes('"errors"')) throw refused('The exchange did not take an invitation of the sandbox.');
  }

  async #ask(cookie: string, query: string, variables: object): Promise<string> {
    const response = await fetch(`${this.#exchange}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query, variables }) });
    return response.text();
  }
}

const refused = (text: string): CieError => new CieError('SANDBOX_TEAMS_REFUSED', text);
