import type { Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import type { Encounter } from '../domain/resolve-patient.ts';

/** Events that say a visit began; A08 changes one, and says when it began or says nothing of it. */
const BEGINS = ['A01', 'A04'];
const CHANGES = 'A08';

/**
 * The encounter of an ADT message: begun at the admission (PV1-44), or, when a visit begins with this message, at the event
 * (EVN-6), its recording (EVN-2) or the sending (MSH-7). The visit is PV1-19, or that
 * time where the sender numbers none. Null for a message about no visit: A28 and A31 carry an empty PV1 (REG-3).
 */
export function readEncounter(message: Hl7Message): Encounter | null {
  const [type, event] = [message.field('MSH', 9).component(1), message.field('MSH', 9).component(2)];
  if (type !== 'ADT' || message.segment('PV1') === undefined) return null;
  const times = BEGINS.includes(event) ? [['PV1', 44], ['EVN', 6], ['EVN', 2], ['MSH', 7]] as const : event === CHANGES ? [['PV1', 44]] as const : [];
  const started = times.map(([segment, field]) => parseHl7Time(message.field(segment, field).text)).find((time) => time !== null);
  if (started === undefined) return null;
  const visit = message.field('PV1', 19).component(1).trim();
  return { visit: visit === '' ? started.instant.toISOString() : visit, startedAt: started.instant };
}
