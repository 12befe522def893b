import { seal, unseal } from '@cie/kit/notices/seal.ts';
import { hkdfSync } from 'node:crypto';
import type { OpenedEvidence, RecordsRequest, RequestChange, RequestTexts, StoredEvidence } from '../../domain/records/records-request.ts';
import { nobody } from '../../domain/request-proxy.ts';

/** A row of `records_request` as `requestColumns` select it, with its files. */
export interface RequestRow extends Omit<RecordsRequest, 'texts' | 'patientId'> {
  readonly patientId: string;
  readonly sealed: Buffer;
  readonly files: readonly StoredEvidence[] | null;
  readonly opened: readonly OpenedEvidence[] | null;
}

export type ChangedColumns = Required<Omit<RequestChange, 'texts'>>;

/** What a decision may change, and in which column. */
export const changedColumns: Readonly<Record<keyof ChangedColumns, string>> = {
  patientId: 'patient_id', birthDate: 'birth_date', decided: 'decided', clockFrom: 'clock_from', dueDay: 'due_day', extendedAt: 'extended_at', extensionReason: 'extension_reason',
  checkedAt: 'checked_at', checker: 'checker', checkerId: 'checker_id', reviewerId: 'reviewer_id', reviewer: 'reviewer', reviewAskedAt: 'review_asked_at', reviewUntil: 'review_until',
  reviewedAt: 'reviewed_at', harmful: 'harmful', decidedAt: 'decided_at', decider: 'decider', refusal: 'refusal', released: 'released', collectUntil: 'collect_until',
  collectedAt: 'collected_at', deciderId: 'decider_id', objectedAt: 'objected_at',
};

/** Days as texts: a date belongs to no time zone. */
const days = new Set(['birth_date', 'due_day']);

/** When something was last done about `records_request r`, its evidence included. */
export const touched = 'greatest(r.touched_at, r.received_at, (select max(e.updated_at) from evidence e where e.request_id = r.id))';

/** Of `records_request r`. */
export const requestColumns = `
  r.id, r.reference, r.account_id as "accountId", r.proved, r.basis, r.received_at as "receivedAt", r.account_closed_at as "accountClosedAt", ${touched} as "touchedAt", r.sealed,
  ${Object.entries(changedColumns).map(([name, column]) => `r.${column}${days.has(column) ? '::text' : ''} as "${name}"`).join(', ')},
  (select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'mediaType', e.media_type, 'size', e.size, 'parts', e.parts, 'state', e.state) order by e.created_at, e.id)
    from evidence e where e.request_id = r.id) as files,
  (select jsonb_agg(jsonb_build_object('fileId', o.evidence_id, 'accountId', o.account_id, 'file', e.name, 'who', o.who, 'at', o.opened_at) order by o.opened_at, o.id)
    from evidence_opened o left join evidence e on e.request_id = o.request_id and e.id = o.evidence_id where o.request_id = r.id) as opened`;

/** Of texts that were sealed before there were these. */
const addedLater: Pick<RequestTexts, 'opinions' | 'objection'> = { opinions: [], objection: null };

/** Seals what people wrote about requests, each text bound to its row. */
export interface RequestSeal {
  close(id: string, texts: RequestTexts): Buffer;
  open(row: RequestRow): RecordsRequest;
}

/** The key comes from the one that guards NHS numbers here, for this use alone (RFC 5869). */
export function requestSeal(finderKey: Buffer): RequestSeal {
  const key = Buffer.from(hkdfSync('sha256', finderKey, '', 'texts about requests for records', 32));
  return {
    close: (id, texts) => seal(key, JSON.stringify(texts), id),
    open: ({ sealed, patientId, files: _files, opened: _opened, ...row }) => ({
      ...row,
      patientId: patientId === nobody ? null : patientId,
      // Sealed by `close` of this very object: the shape is the one it was given.
      texts: { ...addedLater, ...(JSON.parse(unseal(key, sealed, row.id)) as RequestTexts) },
    }),
  };
}
