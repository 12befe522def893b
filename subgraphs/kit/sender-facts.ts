import { CieError } from './errors.ts';
import type { IncomingMessage, SenderFacts } from './feed.ts';
import { allLabels, Label } from './names.ts';

const HOME_ZONE = 'Europe/London';

/** Zone in which a sender's times without an offset are local. */
export function zoneOf({ sender }: Pick<IncomingMessage, 'sender'>): string {
  return sender?.zone ?? HOME_ZONE;
}

/** The name that people know for a site's code; the code itself where staff have named none. */
export function siteName({ sender }: Pick<IncomingMessage, 'sender'>, code: string): string {
  const known = sender?.sites;
  return known !== undefined && Object.hasOwn(known, code) ? (known[code] ?? code) : code;
}

/** ACS-1: what the rules could tell stands; what they call general takes the sender's own label, where it has one. */
export function strictestLabel({ sender }: Pick<IncomingMessage, 'sender'>, label: Label): Label {
  return label === Label.general ? (sender?.defaultLabel ?? label) : label;
}

/** What was mapped, with the sender's name for its site and the sender's label where the rules say general. */
export function asSenderSays<Item extends { readonly label: Label; readonly site: string | null }>(incoming: Pick<IncomingMessage, 'sender'>, item: Item): Item {
  return { ...item, label: strictestLabel(incoming, item.label), site: item.site === null ? null : siteName(incoming, item.site) };
}

/** Reads the facts that came with a message, if any: they may have come over HTTP. Throws COMMAND_INPUT_INVALID. */
export function readSenderFacts(value: unknown): SenderFacts | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) throw invalid();
  const valueOf = (name: string): unknown => Reflect.get(value, name);
  const [zone, label, sites] = [valueOf('zone'), valueOf('defaultLabel'), valueOf('sites')];
  const defaultLabel = allLabels.find((each) => each === label) ?? null;
  if (typeof zone !== 'string' || (label !== null && defaultLabel === null) || typeof sites !== 'object' || sites === null) throw invalid();
  const named = Object.entries(sites).map(([code, name]: [string, unknown]) => {
    if (typeof name !== 'string') throw invalid();
    return [code, name] as const;
  });
  return { zone, defaultLabel, sites: Object.fromEntries(named) };
}

function invalid(): CieError {
  return new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "sender" must hold a zone, a default label and names of sites.');
}
