import type { Hl7Message } from './hl7-message.ts';
import { parseHl7Time } from './hl7-time.ts';

/**
 * When the sender sent a message (MSH-7), by which newer tells from older. Never later than it was received: a sender
 * whose clock runs ahead must not make its own corrections look old.
 */
export function sentAt(message: Hl7Message, receivedAt: string): Date {
  const received = new Date(receivedAt);
  const sent = parseHl7Time(message.field('MSH', 7).text, message.zone)?.instant ?? received;
  return sent > received ? received : sent;
}
