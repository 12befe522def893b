import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startExchange, type RunningExchange } from '../setup/exchange.ts';
import { measureWebBytes } from '../setup/web-bytes.ts';
import { measureConsent, measureMinting, switchGuardOff } from './consent.ts';
import { measureIngest } from './ingest.ts';
import { measureIngestRate } from './ingest-rate.ts';
import { commandLine, descendants, type Measured } from './measure.ts';
import { measureGateway, measurePlainPostgres, measureUnderSignIns } from './record-query.ts';
import { measureBySize } from './record-size.ts';
import { buildWithoutConsent } from './without-consent/build.ts';

/** The first of the sandbox people: years of results at two hospitals. */
const nhsNumber = '9991001131';
const messages = 2000;

/** Everything in one run: machines are noisy, so only what was measured side by side may be compared. */
async function bench(): Promise<void> {
  console.info('record query: three areas of one record, 8 at a time, milliseconds');
  row('', ['a second', 'p50', 'p99', 'CPU a request']);

  const one = await startExchange();
  try {
    await settled(one);
    const plain = await measurePlainPostgres(one, nhsNumber);
    const inProcess = await measureGateway(one, nhsNumber, serverOf(one));
    show('plain pg, no consent', plain);
    show('one process (gateway and rooms)', inProcess);
    console.info(`  one process against plain pg: p50 × ${(inProcess.p50 / plain.p50).toFixed(1)}, a second × ${(inProcess.perSecond / plain.perSecond).toFixed(2)}`);
    await signIns(one);
    await bySize(one);
    await ingest(one);
  } finally {
    await one.stop();
  }

  const services = await startExchange({ services: true });
  try {
    await settled(services);
    const [gateway] = descendants(services.process.pid ?? 0, 'service.js gateway');
    const measured = await measureGateway(services, nhsNumber, gateway ?? 0);
    show('services (CPU of the gateway alone)', measured);
  } finally {
    await services.stop();
  }
}

async function signIns(exchange: RunningExchange): Promise<void> {
  const { idle, during, signInsPerSecond, busy } = await measureUnderSignIns(exchange, nhsNumber);
  console.info('\nrecord query, 2 at a time, while 50 people at once sign in with passwords');
  show('nobody signs in', idle);
  show(`${signInsPerSecond.toFixed(0)} sign-ins a second`, during);
  console.info(`  against idle: p50 × ${(during.p50 / idle.p50).toFixed(2)}, p99 × ${(during.p99 / idle.p99).toFixed(2)}; sign-ins that were told to try again: ${busy}`);
}

async function ingest(exchange: RunningExchange): Promise<void> {
  const figures = await measureIngest(exchange, messages);
  console.info('\nfeeds');
  console.info(`  MLLP send to visible in the record, median of 30: ${figures.visibleAfter.toFixed(0)} ms`);
  console.info(`  ${messages} messages over one connection: ${figures.acknowledgedPerSecond.toFixed(0)} acknowledged a second, ${figures.visiblePerSecond.toFixed(0)} visible a second\n`);
}

/** How many people a full exchange knows. */
const manyPeople = 100_000;

async function ingestRate(): Promise<void> {
  const exchange = await startExchange();
  try {
    await settled(exchange);
    console.info('\nresults a second, MLLP to applied, over four connections; beside them plain pg inserting the same rows with eight lanes');
    for (const { people, perSecond, plainPerSecond } of await measureIngestRate(exchange, manyPeople)) {
      console.info(`  ${String(people).padStart(7)} people: ${perSecond.toFixed(0)} a second; plain pg ${plainPerSecond.toFixed(0)}; the exchange has ${(perSecond / plainPerSecond).toFixed(2)} of it`);
    }
  } finally {
    await exchange.stop();
  }
}

async function bySize(exchange: RunningExchange): Promise<void> {
  const { few, many, before, full, after } = await measureBySize(exchange, nhsNumber, serverOf(exchange));
  console.info('\nrecord query, by results in the database');
  show(`${few} results`, before);
  show(`${many} results`, full);
  show(`${few} results again`, after);
  console.info(`  ${many} against ${few}: p50 × ${(full.p50 / ((before.p50 + after.p50) / 2)).toFixed(2)} (goal: at most 1.2)`);
}

async function sizeAlone(): Promise<void> {
  const exchange = await startExchange();
  try {
    await settled(exchange);
    await bySize(exchange);
  } finally {
    await exchange.stop();
  }
}

async function consent(): Promise<void> {
  const started: RunningExchange[] = [];
  try {
    const guarded = await startExchange();
    started.push(guarded);
    const [server = ''] = commandLine(serverOf(guarded)).split(' ').filter((word) => word.endsWith('server/start.js'));
    const program = await buildWithoutConsent();
    for (const decides of ['yes', 'no']) {
      started.push(await startExchange({ program, environment: { CIE_WEB_DIR: join(dirname(dirname(server)), 'web'), CIE_BENCH_DECIDES: decides } }));
    }
    for (const each of started) await settled(each);
    for (const each of started.slice(1)) await switchGuardOff(each);
    const costs = await measureConsent(started, nhsNumber);
    console.info('\ncost of consent: three areas of one record, 4 at a time, in turns with test builds that have neither passes nor row-level security, milliseconds');
    const titles = ['with passes, log and row security', 'without them, doors still decided', 'without any consent'];
    for (const [index, { measured, p50, perSecond }] of costs.entries()) {
      show(titles[index] ?? '', measured);
      if (index > 0) console.info(`    with against this: p50 × ${p50.toFixed(2)}${index === 1 ? ' (goal: at most 1.35)' : ''}, a second × ${perSecond.toFixed(2)}`);
    }
    const { ofManyPeople, ofOnePerson } = await measureMinting(guarded);
    console.info('  passes for three rooms with their entry in the access log, 8 at a time:');
    console.info(`  of 1,000 people ${(3 * ofManyPeople.perSecond).toFixed(0)} passes a second (p50 ${ofManyPeople.p50.toFixed(1)} ms); all of one person ${(3 * ofOnePerson.perSecond).toFixed(0)} (p50 ${ofOnePerson.p50.toFixed(1)} ms)`);
  } finally {
    for (const each of started.toReversed()) await each.stop();
  }
}

/** The process that serves, below the launcher. */
function serverOf(exchange: RunningExchange): number {
  const [pid] = descendants(exchange.process.pid ?? 0, 'server/start.js');
  if (pid === undefined) throw new Error('the serving process was not found');
  return pid;
}

/** The sandbox history is still being filed when the exchange says ready. */
async function settled(exchange: RunningExchange): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { code } = await exchange.cie('session', '--as', 'patient', '--nhs-number', nhsNumber);
    if (code === 0) break;
    await sleep(200);
  }
  await sleep(3000);
}

function row(title: string, values: readonly string[]): void {
  console.info(`  ${title.padEnd(38)}${values.map((value) => value.padStart(14)).join('')}`);
}

function show(title: string, { perSecond, p50, p99, cpu }: Measured): void {
  row(title, [perSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2), cpu === null ? '–' : cpu.toFixed(2)]);
}

function bytes(): void {
  const web = measureWebBytes();
  console.info('\nbytes after brotli');
  console.info(`  shell ${web.shell}, first view of a frame ${web.firstView}, results frame after its first touch ${web.frameOf('results')}`);
}

// `npm run bench -- ingest` measures the feeds alone, `-- size` the record query by the size of the database, `-- consent` what consent costs.
const [, , only] = process.argv;
if (only === undefined) {
  await bench();
  bytes();
}
if (only === undefined || only === 'consent') await consent();
if (only === 'size') await sizeAlone();
else if (only !== 'consent') await ingestRate();
