import type { FiledMessage } from '@cie/kit/feed.ts';
import { randomUUID } from 'node:crypto';

/** An invented ORU^R01 of one order; tests change the lines they are about. */
export interface OruPlan {
  readonly sentAt?: string;
  readonly issuedAt?: string;
  readonly filler?: string;
  readonly service?: string;
  readonly section?: string;
  readonly status?: string;
  /** OBR-26 and what follows it. */
  readonly after26?: string;
  readonly application?: string;
  readonly specialty?: string;
  /** OBX and NTE lines as they stand in the message. */
  readonly lines?: readonly string[];
}

/** Segments parted by CR, as gateway/feeds hands a message over. */
export function oruText(plan: OruPlan = {}): string {
  const issuedAt = plan.issuedAt ?? '20260401103000';
  const filler = plan.filler ?? 'F100';
  return [
    `MSH|^~\\&|${plan.application ?? 'LIMS'}|CXH|CIE|CIE|${plan.sentAt ?? issuedAt}||ORU^R01^ORU_R01|${randomUUID()}|P|2.5.1`,
    'PID|1||9999999999^^^NHS^NH||TEST^PERSON||19700101',
    `PV1|1|O|WARD9^^^Charing Cross Hospital|||||||${plan.specialty ?? ''}`,
    `ORC|RE|P100|${filler}`,
    `OBR|1|P100|${filler}|${plan.service ?? 'UE^Urea and electrolytes^L'}|||20260401080000|||||||||C123^Woodhouse^Ada^^^Dr||||||${issuedAt}||${plan.section ?? 'CH'}|${plan.status ?? 'F'}|${plan.after26 ?? ''}`,
    ...(plan.lines ?? ['OBX|1|NM|K^Potassium^L||4.10|mmol/L|3.5 - 5.3|N|||F']),
  ].join('\r');
}

export function oruMessage(patientId: string, plan: OruPlan & { id?: string; organisation?: string } = {}): FiledMessage {
  return {
    id: plan.id ?? randomUUID(),
    organisation: plan.organisation ?? 'RYJ',
    assigningAuthorities: ['NHS'],
    receivedAt: '2026-04-01T10:31:00.000Z',
    text: oruText(plan),
    patientId,
    recordIds: [patientId],
  };
}
