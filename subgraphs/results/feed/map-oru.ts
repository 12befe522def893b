import type { Held, IncomingMessage } from '@cie/kit/feed.ts';
import { CieError } from '@cie/kit/errors.ts';
import { parseHl7, type Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { asSenderSays, zoneOf } from '@cie/kit/sender-facts.ts';
import type { FiledReport } from '../domain/report.ts';
import { MappingHeld } from './mapping-held.ts';
import { groupOrders } from './order-groups.ts';
import { mapOrder, type MessageFacts } from './map-order.ts';
import { joinChildOrders, parentOf } from './child-orders.ts';
import { firstOf, personOf, sentIn, timeTextOf } from './field-readers.ts';

export type Mapping = { readonly outcome: 'mapped'; readonly reports: readonly FiledReport[] } | Held;

/**
 * Maps an ORU^R01 to the reports it tells of (ING-1); no database, no clock. What cannot be read is held with a code and a
 * reason that names the field: nothing of a message is filed unless all of it can be.
 */
export function mapOru(incoming: IncomingMessage): Mapping {
  try {
    return { outcome: 'mapped', reports: readOru(parseHl7(incoming.text, zoneOf(incoming)), new Date(incoming.receivedAt)).map((report) => asSenderSays(incoming, report)) };
  } catch (error) {
    if (error instanceof MappingHeld) return { outcome: 'held', code: error.code, reason: error.message };
    if (error instanceof CieError) return { outcome: 'held', code: 'malformed', reason: error.message };
    throw error;
  }
}

function readOru(message: Hl7Message, receivedAt: Date): FiledReport[] {
  const type = message.field('MSH', 9);
  if (type.component(1) !== 'ORU' || (type.component(2) !== 'R01' && type.component(2) !== '')) {
    throw new MappingHeld('unsupported-event', 'MSH-9 is no ORU^R01; the results room files no other message.');
  }
  const orders = groupOrders(message);
  if (orders === null) throw new MappingHeld('malformed', 'An OBX stands before the first OBR, so that its order is not known.');
  if (orders.length === 0) throw new MappingHeld('required-field-missing', 'The message has no OBR: it tells of no order.');
  const facts = messageFacts(message, receivedAt);
  return joinSameOrders(joinChildOrders(orders.map((order) => ({ ...parentOf(order.obr), report: mapOrder(order, facts) }))));
}

function messageFacts(message: Hl7Message, receivedAt: Date): MessageFacts {
  const header = message.segment('MSH');
  return {
    sentAt: header === undefined ? receivedAt : sentIn(header, receivedAt),
    sentAtText: header === undefined ? null : timeTextOf(header, 7),
    application: message.field('MSH', 3).component(1),
    specialty: message.field('PV1', 10).text,
    attending: personOf(message.field('PV1', 7)),
    site: firstOf(message.field('PV1', 3).component(4), message.field('PV1', 39).text, message.field('MSH', 4).component(1)),
    teams: [
      ...[1, 4, 9].map((part) => message.field('PV1', 3).component(part)),
      message.field('MSH', 4).text,
    ],
  };
}

/** Some senders repeat the OBR before each of its tests. */
function joinSameOrders(reports: readonly FiledReport[]): FiledReport[] {
  const joined = new Map<string, FiledReport>();
  for (const report of reports) {
    // Orders that answer different results have nothing in common but their number.
    const key = JSON.stringify([report.filler, report.code, report.parent ?? null]);
    const before = joined.get(key);
    joined.set(key, before === undefined ? report : { ...report, comments: [...before.comments, ...report.comments], observations: lastOfEach([...before.observations, ...report.observations]), files: [...before.files, ...report.files] });
  }
  return [...joined.values()];
}

function lastOfEach(observations: FiledReport['observations']): FiledReport['observations'] {
  return [...new Map(observations.map((each) => [JSON.stringify([each.code, each.subId]), each])).values()];
}
