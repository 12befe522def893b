import type { AccessContext } from '@cie/kit/access-context.ts';
import { dayOf } from '@cie/kit/days.ts';
import { Label } from '@cie/kit/names.ts';
import { proxyLabels, type ProxyLabel } from '@cie/kit/proxies.ts';
import type { OthersRequest, OwnRequest, RequestState, ReviewTask, StaffRequest, StaffReview } from '@cie/kit/records-requests.ts';
import type { HolidayExceptions } from '../domain/bank-holidays.ts';
import { soonBy } from '../domain/records/follow-requests.ts';
import { canBeCollected } from '../domain/records/make-request.ts';
import type { FullRequest, RecordsRequest } from '../domain/records/records-request.ts';
import { mayBeReadAgain } from '../domain/records/review-request.ts';
import { takesEvidence } from '../domain/records/send-evidence.ts';
import { mayExtend } from '../domain/statutory-clock.ts';

const namesOf = (labels: readonly Label[]): readonly ProxyLabel[] => proxyLabels.filter((each) => labels.includes(Label[each]));

/** What has become of a request at this moment. */
function stateOf({ decided, collectUntil, collectedAt }: RecordsRequest, now: Date): RequestState {
  if (decided !== 'approved') return decided;
  // What has been collected can be collected again until its day.
  if (collectUntil !== null && collectUntil > now) return 'approved';
  return collectedAt === null ? 'lapsed' : 'collected';
}

/** A request for who made it. What was left out, and what the reviewer said, is not among it. */
export function ownRequest({ request, files }: Pick<FullRequest, 'request' | 'files'>, now: Date): OwnRequest {
  const { id, reference, basis, texts, receivedAt, dueDay, extensionReason, refusal, collectUntil } = request;
  return {
    id, reference, basis, name: texts.name, wanted: texts.wanted, state: stateOf(request, now), receivedAt: receivedAt.toISOString(), dueDay,
    extended: extensionReason === null ? null : { reason: extensionReason, text: texts.extension },
    evidenceWanted: texts.evidenceWanted, takesEvidence: takesEvidence(request),
    files: files.map(({ id: file, name, mediaType, size, state }) => ({ id: file, name, mediaType, size, state })),
    refused: refusal === null ? null : { reason: refusal, text: texts.refusal },
    collectUntil: collectUntil?.toISOString() ?? null,
  };
}

/** A request of somebody else for the patient to whom it is shown. */
export function othersRequest(request: RecordsRequest, now: Date): OthersRequest {
  const { id, basis, receivedAt, objectedAt, texts } = request;
  return { id, from: texts.requester, basis, receivedAt: receivedAt.toISOString(), isReady: canBeCollected(request, now), objectedAt: objectedAt?.toISOString() ?? null };
}

/** A request for somebody of the records team; texts that people wrote are opened for it alone. */
export function staffRequest(full: FullRequest, { viewer, now }: AccessContext, holidays: HolidayExceptions): StaffRequest {
  const { request, opened } = full;
  const { texts, proved, birthDate, checkedAt, checker, checkerId, decidedAt, decider, objectedAt } = request;
  return {
    ...ownRequest(full, now),
    requester: { name: texts.requester, email: texts.email, proved },
    nhsNumber: texts.nhsNumber, birthDate, relationship: texts.relationship,
    checked: checkedAt === null ? null : { at: checkedAt.toISOString(), by: checker ?? '', how: texts.how ?? '', byReader: checkerId !== null && checkerId === viewer?.accountId },
    urgency: urgencyOf(request, now), mayExtend: request.decided === 'open' && mayExtend(request, now, holidays),
    review: reviewOf(request, now), mayBeReadAgain: mayBeReadAgain(request, now), accountClosed: request.accountClosedAt !== null,
    released: namesOf(request.released),
    withheld: texts.withheld.flatMap(({ label, reason, text }) => namesOf([label]).map((name) => ({ label: name, reason, text }))),
    decided: decidedAt === null ? null : { at: decidedAt.toISOString(), by: decider ?? '' },
    opened: opened.map(({ file, who, at }) => ({ file, who, at })), openedByReader: [...new Set(opened.flatMap(({ fileId, accountId }) => (accountId === viewer?.accountId ? [fileId] : [])))],
    earlier: texts.opinions.map((each) => ({ ...each, harmful: namesOf(each.harmful) })),
    objected: objectedAt === null ? null : { at: objectedAt.toISOString(), text: texts.objection },
  };
}

function urgencyOf({ decided, dueDay }: RecordsRequest, now: Date): StaffRequest['urgency'] {
  if (decided !== 'open' || dueDay === null) return 'none';
  const today = dayOf(now);
  if (dueDay < today) return 'overdue';
  return soonBy(now) >= dueDay ? 'soon' : 'none';
}

function reviewOf({ reviewer, reviewAskedAt, reviewUntil, reviewedAt, harmful, texts }: RecordsRequest, now: Date): StaffReview | null {
  if (reviewer === null || reviewAskedAt === null || reviewUntil === null) return null;
  return {
    reviewer, askedAt: reviewAskedAt.toISOString(), until: reviewUntil.toISOString(), answeredAt: reviewedAt?.toISOString() ?? null, isLate: reviewedAt === null && reviewUntil <= now,
    harmful: namesOf(harmful), text: texts.review,
  };
}

/** What a reviewer is told: whose record, and by what right a copy of it is asked for. */
export function reviewTask({ id, reference, patientId, basis, texts, reviewAskedAt, reviewUntil, dueDay }: RecordsRequest): ReviewTask[] {
  if (patientId === null || reviewAskedAt === null || reviewUntil === null) return [];
  return [{ id, reference, patientId, basis, relationship: texts.relationship, askedAt: reviewAskedAt.toISOString(), until: reviewUntil.toISOString(), dueDay }];
}
