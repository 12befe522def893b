import type { Field } from '@cie/kit/hl7/hl7-message.ts';
import { issuedBy, parseHl7Time } from '@cie/kit/hl7/hl7-time.ts';
import { labelOfResult } from '../domain/result-label.ts';
import { ResultStatus, type FiledReport } from '../domain/report.ts';
import { firstOf, interpreterOf, personOf, timeOf, timeTextOf } from './field-readers.ts';
import { mapObservations, type OrderFacts } from './map-observation.ts';
import { MappingHeld } from './mapping-held.ts';
import { commentsOf, type OrderGroup } from './order-groups.ts';
import { kindOf, statusOf } from './result-codes.ts';

/** What the message says once for all its orders. */
export interface MessageFacts {
  /** MSH-7, or when the message was received. */
  readonly sentAt: Date;
  readonly sentAtText: string | null;
  readonly application: string;
  readonly specialty: string;
  /** PV1-7. */
  readonly attending: string | null;
  readonly site: string | null;
  readonly teams: readonly string[];
}

/** Maps one order group to a report. Throws MappingHeld when a field that filing stands on is missing or contradicts another. */
export function mapOrder(group: OrderGroup, message: MessageFacts): FiledReport {
  const { orc, obr } = group;
  const service = obr.field(4);
  const code = firstOf(service.component(1), service.component(4), service.component(2));
  const name = firstOf(service.component(2), service.component(5), service.component(1));
  if (code === null || name === null) throw new MappingHeld('required-field-missing', 'OBR-4 names no test or examination.');
  const status = statusOf(obr.field(25).text, ResultStatus.final);
  if (status === null) throw new MappingHeld('malformed', 'OBR-25 holds a status that is not in HL7 table 0123.');

  const collectedAt = timeOf(obr, 7);
  const reportedAt = timeOf(obr, 22);
  // Not MSH-7: a report that is sent again would otherwise look newly issued.
  const order: OrderFacts = {
    code,
    name,
    codeSystem: service.component(3),
    status,
    collectedAt,
    collectedAtText: timeTextOf(obr, 7),
    issuedAt: reportedAt ?? collectedAt ?? message.sentAt,
    issuedAtText: timeTextOf(obr, 22) ?? timeTextOf(obr, 7) ?? message.sentAtText,
    sentAt: message.sentAt,
  };
  const { observations, files } = mapObservations(group.observations, order);
  const requester = personOf(obr.field(16)) ?? (orc === null ? null : personOf(orc.field(12)));
  return {
    ...order,
    filler: fillerOf(orc?.field(3), obr.field(3)),
    placer: firstOf(orc?.field(2).text ?? '', obr.field(2).text),
    kind: kindOf(obr.field(24).text, message.application),
    delayFrom: issuedBy(parseHl7Time(obr.field(22).text, obr.zone), message.sentAt),
    site: message.site,
    author: interpreterOf(obr.field(32)) ?? requester ?? message.attending,
    requester: requester ?? message.attending,
    label: labelOfResult({
      specialty: message.specialty,
      teams: [...message.teams, orc?.field(17).component(2) ?? '', orc?.field(21).text ?? ''],
      tests: [{ code, name }, ...observations],
    }),
    comments: commentsOf(group.notes),
    observations,
    files,
  };
}

/** ORC-3 or OBR-3, required, and the same order in both: filing under the wrong one would mix two people's requests up. */
function fillerOf(orc: Field | undefined, obr: Field): string {
  const [inOrc, inObr] = [orc?.text.trim() ?? '', obr.text.trim()];
  if (inOrc === '' && inObr === '') throw new MappingHeld('required-field-missing', 'Neither ORC-3 nor OBR-3 holds the filler order number.');
  if (inOrc !== '' && inObr !== '' && inOrc !== inObr) throw new MappingHeld('order-number-mismatch', 'ORC-3 and OBR-3 name different filler orders.');
  return inObr === '' ? inOrc : inObr;
}
