import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxClinicians } from '@cie/local/simulators/sandbox-clinicians.ts';
import { sandboxPeople } from '@cie/local/simulators/sandbox-people.ts';
import type { Person } from '../fixtures/people.ts';
import type { ExchangeClient } from './exchange.ts';

/** Where the logs and the output of an exchange tell of a person or hold a token (abuse case 62): file, line and what kind. */
export function personalTraces(exchange: ExchangeClient, people: readonly Person[], cookies: readonly string[]): string[] {
  const words: [kind: string, word: string][] = [
    ...[...people, ...sandboxPeople].flatMap((person): [string, string][] => [['NHS number', person.nhsNumber], ['family name', person.familyName], ['given name', person.givenName]]),
    ...sandboxPeople.flatMap((person): [string, string][] => [['e-mail', person.email], ['telephone', person.phone]]),
    ...sandboxClinicians.flatMap((clinician): [string, string][] => [['clinician', clinician.name], ['e-mail', clinician.email]]),
    ...cookies.map((cookie): [string, string] => ['session token', cookie.slice(cookie.indexOf('=') + 1)]),
    ...Object.entries(JSON.parse(readFileSync(join(exchange.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>).filter(([, secret]) => !secret.startsWith('{')),
  ];
  return [join(exchange.dataDir, 'exchange.log'), join(exchange.dataDir, 'postgres.log'), exchange.printed].flatMap((file) =>
    readFileSync(file, 'utf8').split('\n').flatMap((line, index) => [
      ...words.filter(([, word]) => word !== '' && line.toLowerCase().includes(word.toLowerCase())).map(([kind]) => `${file}:${index + 1} ${kind}`),
      ...(/\b999[ -]?\d{3}[ -]?\d{4}\b/.test(line) ? [`${file}:${index + 1} an NHS number`] : []),
    ]));
}
