import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { composeSettings, type ExchangePlace } from './compose-settings.ts';
import { readSecrets } from './secrets.ts';

const highestBase = 65_000;

/** Where an exchange lives, from `CIE_PORT` (4000 when not set), `CIE_DATA` (`.cie` in this folder) and `CIE_WEB_DIR`. */
export function readPlace(environment: NodeJS.ProcessEnv, services: boolean): ExchangePlace {
  const basePort = Number(environment['CIE_PORT'] ?? '4000');
  if (!Number.isInteger(basePort) || basePort < 1024 || basePort > highestBase) {
    throw new CieError('SETTING_INVALID', `CIE_PORT must be a whole number from 1024 to ${highestBase}: the first of fifteen ports.`);
  }
  const webDir = environment['CIE_WEB_DIR'];
  if (webDir === undefined) throw new CieError('SETTING_MISSING', 'CIE_WEB_DIR is missing. Start with npm start, which builds the web parts and sets it.');
  return { basePort, dataDir: resolve(environment['CIE_DATA'] ?? '.cie'), webDir, services };
}

/** First port of the exchange that was last started on this data, so that a command need not be told again. */
function lastPort(environment: NodeJS.ProcessEnv): string | undefined {
  const file = join(resolve(environment['CIE_DATA'] ?? '.cie'), 'addresses.json');
  if (!existsSync(file)) return undefined;
  // Written by start.ts.
  const { portal } = JSON.parse(readFileSync(file, 'utf8')) as { portal: string };
  return new URL(portal).port;
}

/** The settings of an exchange that has been started before, for commands that talk to it. */
export function settingsOfExisting(environment: NodeJS.ProcessEnv): Settings {
  const place = readPlace({ ...environment, CIE_PORT: environment['CIE_PORT'] ?? lastPort(environment) }, false);
  const secrets = readSecrets(place.dataDir);
  if (secrets === null) throw new CieError('EXCHANGE_MISSING', `There is no exchange in ${place.dataDir} yet. Run npm start first, or set CIE_DATA to its folder.`);
  return composeSettings(place, secrets);
}
