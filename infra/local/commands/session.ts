import { parseArgs } from 'node:util';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { required, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import { sandboxClinicians, titleOf, type SandboxClinician } from '../simulators/sandbox-clinicians.ts';
import { sandboxPeople } from '../simulators/sandbox-people.ts';

export interface CommandContext {
  readonly settings: Settings;
  /** Prints one line for the operator or a script. */
  readonly print: (line: string) => void;
}

export const sessionUsage = `session --as patient --nhs-number <number> [--email <address>]
session --as clinician --org <ODS code> [--name <name>] [--email <address>] [--role <role>]
session --as clinician --name <one of the sandbox's, such as "Dana Desk" of the support desk>
  Prints the Cookie header for scripts, as the last line. Sandbox only.`;

/**
 * `npm run cie -- session`: a session of a running sandbox for scripts; its last line is the value of the
 * `Cookie` header. Throws SANDBOX_ONLY, USAGE, EXCHANGE_NOT_RUNNING, or what the exchange refuses with.
 */
export async function session(args: readonly string[], { settings, print }: CommandContext): Promise<void> {
  if (!requiredYesNo(settings, 'CIE_SANDBOX')) {
    throw new CieError('SANDBOX_ONLY', 'Sessions without sign-in exist in a sandbox only, and this exchange is none (CIE_SANDBOX is not "yes").');
  }
  print(await ask(settings, readWish(args)));
}

/** What to ask the exchange for. Throws USAGE. */
export function readWish(args: readonly string[]): Readonly<Record<string, string>> {
  const { as, org, 'nhs-number': nhsNumber, ...rest } = readOptions(args);
  if (as === 'patient') {
    if (nhsNumber === undefined || org !== undefined) throw usage('A patient needs --nhs-number, and no --org.');
    const checked = parseNhsNumber(nhsNumber);
    if (!checked.ok) throw new CieError(checked.code, checked.message);
    // The address that the person signs in with in a browser: both ways in lead to the same account.
    const email = rest.email ?? sandboxPeople.find((person) => person.nhsNumber === checked.value)?.email;
    return { as, nhsNumber: checked.value, ...(email === undefined ? {} : { email }) };
  }
  if (as === 'clinician') {
    const known = knownClinician(org, rest);
    const organisation = org ?? known?.organisation;
    if (organisation === undefined || organisation === '' || nhsNumber !== undefined) {
      throw usage('A clinician needs --org with an ODS code or the --name of one of the sandbox’s, and no --nhs-number.');
    }
    return { as, organisation, ...(known === undefined ? {} : { name: known.name, email: known.email, role: titleOf(known.role) }), ...rest };
  }
  throw usage('Say whose session: --as patient or --as clinician.');
}

/**
 * The sandbox's clinician of this name, or the first of this organisation when nobody is described. With their address a script
 * meets the account, and the duties, that the same person has in a browser.
 */
function knownClinician(org: string | undefined, { name, email }: Options): SandboxClinician | undefined {
  if (email !== undefined) return undefined;
  return sandboxClinicians.find((each) => (name === undefined ? each.organisation === org : each.name === name && (org === undefined || each.organisation === org)));
}

type Options = Partial<Record<'as' | 'nhs-number' | 'org' | 'name' | 'email' | 'role', string>>;

function readOptions(args: readonly string[]): Options {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: [...args], options: { as: text, 'nhs-number': text, org: text, name: text, email: text, role: text } }).values;
  } catch (cause) {
    throw new CieError('USAGE', `${cause instanceof Error ? cause.message : 'The arguments are wrong.'}\n${sessionUsage}`, { cause });
  }
}

function usage(problem: string): CieError {
  return new CieError('USAGE', `${problem}\n${sessionUsage}`);
}

async function ask(settings: Settings, wish: Readonly<Record<string, string>>): Promise<string> {
  const address = new URL('/sandbox/session', required(settings, 'CIE_PUBLIC_URL'));
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${required(settings, 'CIE_OPERATOR_TOKEN')}` },
    body: JSON.stringify(wish),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new CieError('EXCHANGE_NOT_RUNNING', `No exchange answers at ${address.origin}. Start it with npm start, or set CIE_PORT to its first port.`, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer === 'object' && answer !== null) {
    if ('cookie' in answer && typeof answer.cookie === 'string') return answer.cookie;
    const refusal = refusalIn(answer);
    if (refusal !== null) throw refusal;
  }
  throw new CieError('EXCHANGE_ANSWER_INVALID', `What answers at ${address.origin} is not this exchange. Set CIE_PORT to its first port.`);
}

/** The error in an answer of the gateway, which has the form of a GraphQL error everywhere. */
function refusalIn(answer: object): CieError | null {
  const first: unknown = 'errors' in answer && Array.isArray(answer.errors) ? answer.errors[0] : null;
  if (typeof first !== 'object' || first === null || !('message' in first) || !('extensions' in first)) return null;
  const { extensions, message } = first;
  const code = typeof extensions === 'object' && extensions !== null && 'code' in extensions ? extensions.code : null;
  return typeof code === 'string' && typeof message === 'string' ? new CieError(code, message) : null;
}
