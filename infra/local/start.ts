import 'reflect-metadata';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway } from '@cie/gateway/server/start-gateway.ts';
import { CieError } from '@cie/kit/errors.ts';
import { provision } from '@cie/kit/database/provision.ts';
import { roomNames } from '@cie/kit/names.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { addresses, exchangeAddress } from './addresses.ts';
import { checkPorts } from './check-ports.ts';
import { composeSettings, type ExchangePlace } from './compose-settings.ts';
import { deleteData, takeDataFolder } from './exchange-lock.ts';
import { startHostPages } from './host-pages.ts';
import { startInbox } from './inbox/start-inbox.ts';
import { fileLog, type Log } from './log.ts';
import { startParts, type Part } from './parts.ts';
import { readPlace } from './place.ts';
import { startPostgres, stopLeftover, type RunningPostgres } from './postgres.ts';
import { startRoom } from './rooms.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import { superviseService } from './service-process.ts';
import { sendSandboxHistory } from './simulators/hospital.ts';
import { sendSandboxCare } from './simulators/sandbox-care.ts';
import { sendSandboxReports } from './simulators/sandbox-reports.ts';
import { enterSandboxMeasurements } from './simulators/sandbox-measurements.ts';
import { addSandboxTeams } from './simulators/sandbox-teams.ts';
import { startSimulators } from './simulators/start-simulators.ts';

const nothingToClose = { close: async (): Promise<void> => undefined };

/** The start-up list: each part finds everything above it running. */
function partsOf(place: ExchangePlace, settings: Settings, secrets: Secrets, log: Log): Part[] {
  const { basePort, dataDir, services } = place;
  let postgres: RunningPostgres;
  return [
    {
      name: 'PostgreSQL',
      start: async () => {
        postgres = await startPostgres({
          dataDir: join(dataDir, 'postgres'),
          port: Number(settings['CIE_PG_PORT']),
          superuserPassword: secrets['CIE_PG_SUPERUSER_PASSWORD'] ?? '',
          log,
        });
        return { close: async () => await postgres.stop() };
      },
    },
    {
      name: 'databases and roles',
      start: async () => {
        const { host, port, superuser, password } = postgres;
        await provision({ host, port, user: superuser, password }, settings);
        return nothingToClose;
      },
    },
    { name: 'simulators of NHS login and staff sign-in', start: async () => await startSimulators({ settings, log }) },
    { name: 'message inbox', start: async () => await startInbox({ settings, log }) },
    ...(services
      ? [...roomNames, 'gateway'].map((name) => ({ name: `service ${name}`, start: async () => await superviseService(name, settings, log) }))
      : [
          {
            name: 'gateway and rooms',
            start: async () => await startGateway(settings, await Promise.all(roomNames.map(async (name) => await startRoom(name, settings)))),
          },
        ]),
    { name: 'demo pages of trusts', start: async () => await startHostPages({ settings, log }) },
    {
      name: 'sandbox records',
      start: async () => {
        const sent = join(dataDir, 'sandbox-history-sent');
        if (!existsSync(sent)) {
          await sendSandboxHistory({ mllp: addresses(basePort).mllp, log });
          await sendSandboxCare({ exchange: exchangeAddress(basePort), log });
          await enterSandboxMeasurements({ exchange: exchangeAddress(basePort), operatorToken: required(settings, 'CIE_OPERATOR_TOKEN'), log });
          await addSandboxTeams({ exchange: exchangeAddress(basePort), operatorToken: required(settings, 'CIE_OPERATOR_TOKEN'), log });
          await sendSandboxReports({ exchange: exchangeAddress(basePort), log });
          writeFileSync(sent, `${new Date().toISOString()}\n`);
        }
        return nothingToClose;
      },
    },
  ];
}

function readArguments(args: readonly string[]): { services: boolean; fresh: boolean } {
  const unknown = args.find((argument) => argument !== '--services' && argument !== '--fresh');
  if (unknown !== undefined) {
    throw new CieError('ARGUMENT_UNKNOWN', `npm start does not know ${unknown}. It knows --fresh (delete all data first) and --services (one process for each part), after --.`);
  }
  return { services: args.includes('--services'), fresh: args.includes('--fresh') };
}

/** Resolves at the first wish to stop: a signal, or the launcher's channel closing because it was killed. */
function stopWish(): { promise: Promise<void>; made: () => boolean } {
  let made = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wish = (): void => {
    made = true;
    resolve();
  };
  // Handlers stay: Ctrl-C arrives twice, from the terminal and from the launcher, and must not cut the stop short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, wish);
  process.on('disconnect', wish);
  return { promise, made: () => made };
}

async function main(): Promise<void> {
  const stop = stopWish();
  const { services, fresh } = readArguments(process.argv.slice(2));
  const place = readPlace(process.env, services);
  const { dataDir, basePort } = place;

  console.info(`Care Information Exchange: data in ${dataDir}`);
  if (fresh) await deleteData(dataDir);
  const release = takeDataFolder(dataDir);
  try {
    const secrets = await keepSecrets(dataDir);
    const settings = composeSettings(place, secrets);
    await stopLeftover(join(dataDir, 'postgres'));
    await checkPorts(place);
    const log = fileLog(join(dataDir, 'exchange.log'));
    const running = await startParts(partsOf(place, settings, secrets, log), log, stop.made);
    if (running === null) return;

    const where = addresses(basePort);
    writeFileSync(join(dataDir, 'addresses.json'), `${JSON.stringify(where, null, 2)}\n`);
    console.info('ready');
    for (const [name, address] of Object.entries(where)) console.info(`  ${name.padEnd(12)} ${address}`);

    await stop.promise;
    console.info('stopping');
    await running.close();
    console.info('stopped');
  } finally {
    release();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  // A CieError says what to do; anything else is a fault of ours and needs its stack.
  console.error(error instanceof CieError ? `error: ${error.message}` : error);
  process.exit(1);
}
