import { CieError } from '@cie/kit/errors.ts';
import { organisations } from '@cie/kit/organisations.ts';
import { routeOfEvent } from './event-route.ts';
import { mayReach } from './outbound-host.ts';
import type { FeedSender, SenderDetails } from './sender.ts';

export interface SenderProblem {
  readonly field: keyof FeedSender | keyof SenderDetails;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** A sender that cannot be saved, with every reason, so that a form can say them all at once. */
export class SenderInvalid extends CieError {
  readonly problems: readonly SenderProblem[];

  constructor(problems: readonly SenderProblem[]) {
    super('SENDER_INVALID', problems.map(({ message }) => message).join(' '));
    this.problems = problems;
  }
}

const LONGEST = 180;
/** Entries of one list: far above what a hospital has. */
const MOST = 200;

/** What is wrong with a sender, looked at alone. Only in a sandbox may its messages go to this machine itself. */
export function checkSender(sender: FeedSender & SenderDetails, isSandbox = false): readonly SenderProblem[] {
  const problems: SenderProblem[] = [];
  const demand = (holds: boolean, field: SenderProblem['field'], message: string): void => {
    if (!holds) problems.push({ field, message });
  };
  demand(isName(sender.application) && !sender.application.includes('|'), 'application', 'The application must be the text of MSH-3 without |, or * for every application of the facility.');
  demand(isName(sender.facility) && sender.facility !== '*' && !sender.facility.includes('|'), 'facility', 'The facility must be the text of MSH-4 without |.');
  demand(organisations.some(({ odsCode }) => odsCode === sender.organisation), 'organisation', 'The organisation must be one that this exchange knows, by its ODS code.');
  demand(sender.assigningAuthorities.length <= MOST && sender.assigningAuthorities.every(isName), 'assigningAuthorities', `Assigning authorities must be the texts of PID-3.4, at most ${MOST}.`);
  demand(!sender.assigningAuthorities.some((authority) => ofAnother(authority, sender.organisation)), 'assigningAuthorities', 'An assigning authority is the ODS code of another organisation. A sender may use only those of its own (PID-3.4).');
  demand(sender.name.length <= LONGEST && isPrintable(sender.name), 'name', `The name must be at most ${LONGEST} characters on one line.`);
  const sites = Object.entries(sender.sites);
  demand(sites.length <= MOST && sites.flat().every(isName), 'sites', `Each site needs a code and a name, at most ${MOST} sites.`);
  demand(sender.defaultLabel !== 0, 'defaultLabel', 'The default label must be none, sexual health, mental health or social care.');
  demand(isZone(sender.zone), 'zone', 'The zone must be a name such as Europe/London or an offset such as +01:00.');
  demand(sender.events.every((event) => routeOfEvent(event) !== 'outside'), 'events', 'Events must be written as in MSH-9, such as ORU^R01, and be ones that this exchange takes.');
  demand(sender.certificates.length <= MOST && sender.certificates.every((each) => /^[0-9a-f]{64}$/.test(each)), 'certificates', 'A certificate fingerprint must be SHA-256 in 64 hexadecimal digits.');
  demand(sender.outbound === null || isAddress(sender.outbound), 'outbound', 'The address for messages to it must be a host and a port from 1 to 65535.');
  demand(sender.outbound === null || mayReach(sender.outbound.host, isSandbox), 'outbound', 'The address for messages to it must be the host of a hospital: not this machine, its own network segment, or a number in place of an address.');
  return problems;
}

/** A fingerprint as tools write it, `AB:CD:…` or `ab cd …`, in the form that is kept. */
export function plainFingerprint(text: string): string {
  return text.replaceAll(/[\s:]/g, '').toLowerCase();
}

function isName(text: string): boolean {
  return text.trim() === text && text !== '' && text.length <= LONGEST && isPrintable(text);
}

function isPrintable(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}

function ofAnother(authority: string, organisation: string): boolean {
  return organisations.some(({ odsCode }) => odsCode === authority && odsCode !== organisation);
}

function isZone(zone: string): boolean {
  try {
    Temporal.PlainDateTime.from('2026-01-01T00:00').toZonedDateTime(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isAddress({ host, port }: { readonly host: string; readonly port: number }): boolean {
  return /^[A-Za-z0-9.:-]{1,253}$/.test(host) && Number.isInteger(port) && port >= 1 && port <= 65_535;
}
