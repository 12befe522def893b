import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { daysBefore } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Label, RecordRoom } from '@cie/kit/names.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { requestTexts, type Reviewer } from '@cie/kit/records-requests.ts';
import { accessEntry } from '../access-entry.ts';
import { isEnough, leastLetters, searchWords } from '../search-words.ts';
import { decideAs, readRequest, recordsTeamOf, written } from './decide-request.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { mayBeOwn, mayBeSame, requesterIn } from './four-eyes.ts';
import { canBeCollected, cut, stateChanged, toAccount, toTeam, unknownRequest } from './make-request.ts';
import { takenUpAgain } from './object-to-request.ts';
import type { FullRequest, Opinion, RecordsRequest, RecordsRequestStore } from './records-request.ts';

/** How long a reviewer may read the record, in days; somebody else can be asked sooner. */
export const reviewDays = 14;

/** Health professionals whom the exchange knows. */
export interface ReviewerStore {
  search(words: readonly string[], most: number): Promise<readonly Reviewer[]>;
  /** Null for one who has left, or is of the exchange's own staff. */
  byAccount(accountId: string): Promise<Reviewer | null>;
}

const mostFound = 20;

/** Throws RECORDS_TEAM_ONLY, REVIEWER_SEARCH. */
export async function findReviewers(access: AccessContext, reviewers: ReviewerStore, text: string): Promise<readonly Reviewer[]> {
  recordsTeamOf(access);
  const words = searchWords(text);
  if (!isEnough(words)) throw new CieError('REVIEWER_SEARCH', `Enter at least ${leastLetters} letters of a name.`);
  return reviewers.search(words, mostFound);
}

/**
 * SAR-1: asks a health professional to read the record for what could do serious harm (Data Protection Act 2018, schedule 3, part 2); somebody
 * who was asked before may read it no more, but what they said against a part stands. A copy that was not collected in time is read again
 * before it can be. Throws REVIEWER_UNKNOWN, RECORDS_REQUEST_STATE.
 */
export async function assignReview(
  access: AccessContext, store: RecordsRequestStore, holidays: HolidayExceptions, reviewers: ReviewerStore, id: string, accountId: string,
): Promise<FullRequest> {
  recordsTeamOf(access);
  const reviewer = isRecordId(accountId) ? await reviewers.byAccount(accountId) : null;
  if (reviewer === null) throw new CieError('REVIEWER_UNKNOWN', 'Choose a health professional who has signed in to the exchange.');
  return decideAs(access, store, id, ({ request }) => {
    const isLapsed = mayBeReadAgain(request, access.now);
    if ((request.decided !== 'open' && !isLapsed) || request.checkedAt === null || request.patientId === null) throw stateChanged();
    if (reviewer.accountId === request.accountId || mayBeSame({ name: reviewer.name, email: null }, requesterIn(request))) throw new CieError('REVIEWER_UNKNOWN', 'Who asks for the records cannot review them.');
    return {
      change: {
        ...(isLapsed ? takenUpAgain(request, holidays) : {}),
        reviewerId: reviewer.accountId, reviewer: reviewer.name, reviewAskedAt: access.now, reviewUntil: daysBefore(access.now, -reviewDays), reviewedAt: null,
        texts: { review: null, opinions: [...request.texts.opinions, ...opinionIn(request)] },
      },
      entry: accessEntry(access, 'request-review-asked', { reason: reviewer.name }),
      notices: [toAccount(reviewer.accountId, 'records-review-asked', {})],
    };
  });
}

/** How long the evidence for a copy that was not collected in time is still good, in days since it was approved; papers lose their force. */
export const readAgainDays = 28;

/** Approved, and not collected before its time was over: it may be read again, and then approved again. */
export const mayBeReadAgain = (request: RecordsRequest, now: Date): boolean =>
  request.decided === 'approved' && request.collectedAt === null && !canBeCollected(request, now) && request.decidedAt !== null && request.decidedAt > daysBefore(now, readAgainDays);

/** The opinion that was given last, where one was. */
function opinionIn({ reviewer, reviewedAt, harmful, texts }: RecordsRequest): readonly Opinion[] {
  return reviewer === null || reviewedAt === null ? [] : [{ reviewer, at: reviewedAt.toISOString(), harmful, text: texts.review }];
}

/** A health professional. Throws REVIEWER_ONLY. */
function professionalOf({ viewer }: AccessContext): Viewer {
  if (viewer === null || viewer.kind !== 'professional' || viewer.duties.length > 0 || viewer.onlyPatientId !== undefined) {
    throw new CieError('REVIEWER_ONLY', 'Only the health professional who was asked can do this.');
  }
  return viewer;
}

/** Reviews that the viewer is asked for now, but for requests that may be their own. Throws REVIEWER_ONLY. */
export async function listReviews(access: AccessContext, store: RecordsRequestStore): Promise<readonly RecordsRequest[]> {
  const viewer = professionalOf(access);
  return (await store.reviewsOf(viewer.accountId, access.now)).filter((each) => !mayBeOwn(viewer, each));
}

/** Throws REVIEWER_ONLY, RECORDS_REQUEST_UNKNOWN. */
export async function readReview(access: AccessContext, store: RecordsRequestStore, id: string): Promise<RecordsRequest> {
  const found = (await listReviews(access, store)).find((each) => each.id === id);
  if (found === undefined) throw unknownRequest();
  return found;
}

/** The reviewer's opinion: which labels could do serious harm, and why. From then on the record is closed to them. Throws REVIEWER_ONLY, RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_TEXT, RECORDS_REVIEW_UNREAD. */
export async function answerReview(access: AccessContext, store: RecordsRequestStore, id: string, answer: { readonly harmful: readonly Label[]; readonly text: string }): Promise<FullRequest> {
  const viewer = professionalOf(access);
  const text = answer.harmful.length > 0 ? written(answer.text, 'Say what could do serious harm, and to whom.') : cut(answer.text, requestTexts.words);
  const { patientId } = await readReview(access, store, id);
  const read = patientId === null ? null : await store.lastRead(patientId, viewer.accountId);
  const decided = isRecordId(id)
    ? await store.decide(access, id, ({ request }) => {
      if (!isAskedOf(request, viewer.accountId, access.now) || mayBeOwn(viewer, request)) throw unknownRequest();
      // An opinion about what was not looked at protects nobody; no reading is without its entry in the log (ACS-6).
      if (read === null || request.reviewAskedAt === null || read < request.reviewAskedAt) {
        throw new CieError('RECORDS_REVIEW_UNREAD', 'You have not opened the record since you were asked. Choose “Read the record” first, then give your opinion here.');
      }
      return {
        change: { reviewedAt: access.now, harmful: [...new Set([...request.harmful, ...answer.harmful])].toSorted((one, other) => one - other), texts: { review: text } },
        entry: accessEntry(access, 'request-reviewed'),
        notices: request.dueDay === null ? [] : [toTeam(request.reference, request.dueDay)],
      };
    })
    : null;
  if (decided === null) throw unknownRequest();
  return decided;
}

function isAskedOf({ decided, reviewerId, reviewedAt, reviewUntil }: RecordsRequest, accountId: string, now: Date): boolean {
  return decided === 'open' && reviewerId === accountId && reviewedAt === null && reviewUntil !== null && reviewUntil > now;
}

const counted: readonly RecordRoom[] = ['results', 'documents', 'appointments'];

/** Which records the preview counts; that it counts them is noted before it does (ACS-6). Throws RECORDS_TEAM_ONLY, RECORDS_REQUEST_STATE. */
export async function countedRecords(access: AccessContext, store: RecordsRequestStore, id: string): Promise<readonly string[]> {
  const { request } = await readRequest(access, store, id);
  if (request.patientId === null || request.checkedAt === null || request.decided !== 'open') throw stateChanged();
  await store.log(access, request.patientId, accessEntry(access, 'request-previewed', { areas: counted }));
  // Only the record that the request is about, as it is handed out: a wrong join must not add a stranger's (ACC-5).
  return [request.patientId];
}
