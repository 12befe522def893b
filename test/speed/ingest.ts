import { setTimeout as sleep } from 'node:timers/promises';
import { sendOverMllp } from '../../gateway/feeds/mllp-client.ts';
import { pick, type RunningExchange } from '../setup/exchange.ts';
import { quantile } from './measure.ts';

const patient = { nhsNumber: '9990001103', familyName: 'Speedwell', birthDate: '19600229' };

/** A blood result of one test; each order number is a report of its own. */
export function bloodResult(order: string, issued = new Date()): Uint8Array {
  const time = issued.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return Buffer.from([
    `MSH|^~\\&|SPEED|RYJ|CIE|CIE|${time}||ORU^R01|${order}|P|2.4`,
    `PID|1||${patient.nhsNumber}^^^NHS^NH||${patient.familyName}^Sample||${patient.birthDate}|F`,
    `ORC|RE|${order}|${order}`,
    `OBR|1|${order}|${order}|U&E^Urea and electrolytes^LOCAL|||${time}|||||||||||||||${time}|||F`,
    'OBX|1|NM|CREA^Creatinine^LOCAL||84|umol/L|49 - 92|N|||F',
  ].join('\r'));
}

export interface IngestFigures {
  /** Milliseconds from sending a message to seeing its result in the record, median of 30. */
  readonly visibleAfter: number;
  readonly acknowledgedPerSecond: number;
  readonly visiblePerSecond: number;
}

export async function measureIngest(exchange: RunningExchange, count: number): Promise<IngestFigures> {
  const [host = '', port = ''] = (exchange.addresses['mllp'] ?? '').split(':');
  const send = (messages: Uint8Array[]) => sendOverMllp({ host, port: Number(port), messages, onAnswer: refuseOthersThanAccepted });
  const run = Date.now().toString(36);

  await send([bloodResult(`${run}first`)]);
  await sleep(1000);
  const cookie = await exchange.session('--as', 'patient', '--nhs-number', patient.nhsNumber);
  const reportsSeen = async (): Promise<number> => {
    const { data } = await exchange.query(cookie, '{ me { patient { trend(code: "CREA") { points { reportId } } } } }');
    const points = pick(data, 'me', 'patient', 'trend', 0, 'points');
    return Array.isArray(points) ? points.length : 0;
  };
  const until = async (wanted: number): Promise<void> => {
    while ((await reportsSeen()) < wanted) await sleep(2);
  };
  let seen = await reportsSeen();

  const times: number[] = [];
  for (let each = 0; each < 30; each += 1) {
    const begin = performance.now();
    await send([bloodResult(`${run}one${each}`)]);
    await until((seen += 1));
    times.push(performance.now() - begin);
  }

  // Different patients would hide the order kept for each; one patient is the slowest case, so spread over several.
  const people = 200;
  const messages = Array.from({ length: count }, (_each, index) => spread(bloodResult(`${run}many${index}`), index % people));
  const begin = performance.now();
  await send(messages);
  const acknowledged = performance.now();
  await send([bloodResult(`${run}last`)]);
  await until(seen + 1);
  const visible = performance.now();
  return {
    visibleAfter: quantile(times, 0.5),
    acknowledgedPerSecond: (count * 1000) / (acknowledged - begin),
    visiblePerSecond: (count * 1000) / (visible - begin),
  };
}

/** The same message for another invented person. */
function spread(message: Uint8Array, person: number): Uint8Array {
  return Buffer.from(Buffer.from(message).toString('latin1').replace(patient.nhsNumber, nhsNumberOf(person)), 'latin1');
}

/** The n-th valid number from 999 100 0000 on, which are never issued. */
export function nhsNumberOf(person: number): string {
  for (let stem = 999_200_000 + person * 2; ; stem += 1) {
    const digits = Array.from(String(stem), Number);
    const check = (11 - (digits.reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11)) % 11;
    if (check !== 10) return `${stem}${check}`;
  }
}

function refuseOthersThanAccepted(answer: string): void {
  if (!/MSA\|AA/.test(answer)) throw new Error('a message of the benchmark was not accepted');
}
