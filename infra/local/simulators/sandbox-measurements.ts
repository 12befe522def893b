import { setTimeout as sleep } from 'node:timers/promises';
import { CieError } from '@cie/kit/errors.ts';
import type { Log } from '../log.ts';
import { sandboxPeople } from './sandbox-people.ts';

const DAY = 86_400_000;
/** How long the hospitals' messages may take to be filed, in milliseconds. */
const patience = 60_000;

interface Measured {
  readonly kind: 'BLOOD_PRESSURE' | 'WEIGHT';
  readonly value: string;
  readonly secondValue: string | null;
  readonly measuredAt: string;
  readonly note: string | null;
}

/** What the first person of the sandbox measured at home: blood pressure each week, weight each month (RES-6). */
export function writeSandboxMeasurements(now: Date): readonly Measured[] {
  const at = (days: number): string => `${new Date(now.getTime() - days * DAY).toISOString().slice(0, 10)}T07:30:00.000Z`;
  const pressures = [[142, 88], [139, 86], [141, 85], [136, 84], [138, 82], [133, 83], [135, 80], [131, 81]] as const;
  const weights = ['78.4', '78.1', '77.6', '77.2', '76.9'];
  return [
    ...pressures.map(([upper, lower], index) => ({ kind: 'BLOOD_PRESSURE' as const, value: String(upper), secondValue: String(lower), measuredAt: at((pressures.length - index) * 7), note: index === 2 ? 'After climbing the stairs' : null })),
    ...weights.map((value, index) => ({ kind: 'WEIGHT' as const, value, secondValue: null, measuredAt: at((weights.length - index) * 30), note: null })),
  ];
}

const mutation = `mutation ($patient: ID!, $input: MeasurementInput!) { changeRecord(patientId: $patient, purpose: RECORD_MEASUREMENT) { recordMeasurement(input: $input) { id } } }`;

/** Enters them as that person's own script would. Throws SANDBOX_MEASUREMENTS_REFUSED or what the connection throws. */
export async function enterSandboxMeasurements({ exchange, operatorToken, log }: { exchange: string; operatorToken: string; log: Log }): Promise<void> {
  const [person] = sandboxPeople;
  const cookie = await sessionOf(exchange, operatorToken, person?.nhsNumber ?? '');
  const ask = async (query: string, variables: object): Promise<unknown> => {
    const answer = await fetch(`${exchange}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query, variables }) });
    return answer.json();
  };
  const patient = idIn(await ask('{ me { patient { id } } }', {}));
  const measurements = writeSandboxMeasurements(new Date());
  for (const input of measurements) {
    const answer = await ask(mutation, { patient, input });
    if (typeof answer !== 'object' || answer === null || 'errors' in answer) throw refused('The exchange did not take a measurement of the sandbox.');
  }
  // Who looks at their sign-ins finds none that was not theirs.
  await fetch(`${exchange}/sign-out`, { method: 'POST', headers: { cookie } });
  log.info({ measurements: measurements.length }, 'a simulated patient entered what they measured at home');
}

/** A session of the person, as soon as the hospitals' messages about them are filed. */
async function sessionOf(exchange: string, operatorToken: string, nhsNumber: string): Promise<string> {
  const end = Date.now() + patience;
  for (;;) {
    const response = await fetch(`${exchange}/sandbox/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
      body: JSON.stringify({ as: 'patient', nhsNumber }),
    });
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null && 'cookie' in answer && typeof answer.cookie === 'string') return answer.cookie;
    if (Date.now() > end) throw refused('No session could be had for the first person of the sandbox.');
    await sleep(250);
  }
}

function idIn(answer: unknown): string {
  const id = /"patient":\{"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(answer))?.[1];
  if (id === undefined) throw refused('The first person of the sandbox has no record yet.');
  return id;
}

const refused = (text: string): CieError => new CieError('SANDBOX_MEASUREMENTS_REFUSED', text);
