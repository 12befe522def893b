import { CieError } from '@cie/kit/errors.ts';
import { allLabels } from '@cie/kit/names.ts';
import { checkSender, plainFingerprint } from './check-sender.ts';
import { plainDetails, type FeedSender, type SenderDetails } from './sender.ts';

/**
 * Reads the senders of the setting CIE_FEED_SENDERS: whom each speaks for, and, where given, what staff could say of it as well
 * (`name`, `sites`, `defaultLabel`, `zone`, `events`, `certificates`, `outbound`). Throws SETTING_INVALID.
 */
export function readSenders(text: string, isSandbox = false): readonly (FeedSender & SenderDetails)[] {
  const list = parse(text);
  if (!Array.isArray(list)) throw invalid('It is no list.');
  return list.map((entry: unknown) => {
    const sender = readSender(entry);
    const [problem] = checkSender(sender, isSandbox);
    if (problem !== undefined) throw invalid(problem.message);
    return sender;
  });
}

function readSender(entry: unknown): FeedSender & SenderDetails {
  if (typeof entry !== 'object' || entry === null) throw invalid('An entry is no object.');
  const value = (name: string): unknown => Reflect.get(entry, name);
  const text = (name: string, otherwise?: string): string => {
    const given = value(name) ?? otherwise;
    if (typeof given !== 'string') throw invalid(`"${name}" must be a text.`);
    return given;
  };
  const texts = (name: string, otherwise?: readonly string[]): readonly string[] => {
    const given = value(name) ?? otherwise;
    if (!Array.isArray(given) || !given.every((each) => typeof each === 'string')) throw invalid(`"${name}" must be a list of texts.`);
    return given;
  };
  return {
    application: text('application'), facility: text('facility'), organisation: text('organisation'), assigningAuthorities: texts('assigningAuthorities'),
    name: text('name', ''), sites: readSites(value('sites') ?? {}), defaultLabel: readLabel(value('defaultLabel') ?? null), zone: text('zone', plainDetails.zone),
    events: texts('events', []), certificates: texts('certificates', []).map(plainFingerprint), outbound: readOutbound(value('outbound') ?? null), enabled: true,
  };
}

function readSites(value: unknown): SenderDetails['sites'] {
  if (typeof value !== 'object' || value === null) throw invalid('"sites" must be an object of names by code.');
  return Object.fromEntries(Object.entries(value).map(([code, name]: [string, unknown]) => {
    if (typeof name !== 'string') throw invalid('"sites" must be an object of names by code.');
    return [code, name];
  }));
}

function readLabel(value: unknown): SenderDetails['defaultLabel'] {
  const label = allLabels.find((each) => each === value) ?? null;
  if (value !== null && label === null) throw invalid('"defaultLabel" must be 1, 2 or 3.');
  return label;
}

function readOutbound(value: unknown): SenderDetails['outbound'] {
  if (value === null) return null;
  const valueOf = (name: string): unknown => (typeof value === 'object' ? Reflect.get(value, name) : undefined);
  const [host, port] = [valueOf('host'), valueOf('port')];
  if (typeof host !== 'string' || typeof port !== 'number') throw invalid('"outbound" must be {"host": …, "port": …}.');
  return { host, port };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('It is no JSON.');
  }
}

function invalid(why: string): CieError {
  return new CieError('SETTING_INVALID', `The setting CIE_FEED_SENDERS must be a JSON list of {"application", "facility", "organisation", "assigningAuthorities": []}. ${why}`);
}
