import { isProvedPatient, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { dayOf, isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { requestTexts, type RequestBasis } from '@cie/kit/records-requests.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from '../access-entry.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { nobody } from '../request-proxy.ts';
import { lastDayToAnswer } from '../statutory-clock.ts';
import type { FullRequest, RecordsRequest, RecordsRequestStore, RequestDecision } from './records-request.ts';

/** Requests that one account may have under way, and make in a day: enough for a family, too few to look for people. */
export const openRequests = 3;
export const requestsADay = 5;

export interface RecordsWish {
  readonly basis: RequestBasis;
  /** Whose records. */
  readonly name: string;
  readonly nhsNumber: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly relationship: string | null;
  /** What of the records; null for all. */
  readonly wanted: string | null;
}

/** Somebody with an account of their own as a patient or carer, however well their identity is proved. Throws RECORDS_REQUEST_PERSON. */
export function requesterOf({ viewer }: AccessContext): Viewer {
  if (viewer === null || viewer.kind !== 'patient') {
    throw new CieError('RECORDS_REQUEST_PERSON', 'Sign in with your own account, as a patient or carer, to ask for records.');
  }
  return viewer;
}

/**
 * SAR-1: asks for a copy of records. It opens nothing, and is answered and takes as long alike whether or not anybody has this number and
 * date of birth. Time runs at once for somebody whose identity the sign-in proved and who asks for their own record; for everybody else
 * from the evidence on. Throws RECORDS_REQUEST_PERSON, RECORDS_REQUEST_INVALID, RECORDS_REQUEST_TOO_MANY.
 */
export async function makeRecordsRequest(access: AccessContext, store: RecordsRequestStore, holidays: HolidayExceptions, wish: RecordsWish): Promise<RecordsRequest> {
  const viewer = requesterOf(access);
  const { basis } = wish;
  const number = parseNhsNumber(wish.nhsNumber);
  if (!number.ok) throw new CieError('RECORDS_REQUEST_INVALID', number.message);
  if (!isDay(wish.birthDate) || wish.birthDate > dayOf(access.now)) throw new CieError('RECORDS_REQUEST_INVALID', 'Enter a real date of birth.');
  const name = wish.name.trim();
  if (name === '' || name.length > requestTexts.name) throw new CieError('RECORDS_REQUEST_INVALID', 'Enter the full name of the person whose records you ask for.');
  const found = await store.findPatient(number.value, wish.birthDate);
  const own = viewer.patientId === null ? [] : await store.groupOf(viewer.patientId);
  const proved = basis === 'self' && isProvedPatient(viewer) && found !== null && own.includes(found);
  const dueDay = proved ? lastDayToAnswer(basis, access.now, false, holidays) : null;
  const added = await store.add(
    access,
    {
      accountId: viewer.accountId, proved, patientId: found, basis, birthDate: wish.birthDate, clockFrom: proved ? access.now : null,
      dueDay,
      texts: {
        requester: viewer.name, email: viewer.email, name, nhsNumber: number.value, relationship: cut(wish.relationship, requestTexts.relationship), wanted: cut(wish.wanted, requestTexts.wanted),
        evidenceWanted: null, how: proved ? 'The sign-in proved who asks, and that it is their own record.' : null, review: null, extension: null, refusal: null, withheld: [], opinions: [], objection: null,
      },
    },
    accessEntry(access, 'request-received'),
    (reference) => [
      toAccount(viewer.accountId, 'records-request-received', { reference }),
      // To nobody's record too, where it ends in nothing: the time taken must not tell.
      ...toldPatient({ proved }, found ?? nobody, 'records-requested'),
      ...(dueDay === null ? [] : [toTeam(reference, dueDay)]),
    ],
    { open: openRequests, most: requestsADay, since: new Date(access.now.getTime() - 86_400_000) },
  );
  if (added === null) throw new CieError('RECORDS_REQUEST_TOO_MANY', 'You have several requests under way. Wait for an answer, or ask the support desk.');
  return added;
}

/** The viewer's own requests, newest first. */
export function listOwnRequests(access: AccessContext, store: RecordsRequestStore): Promise<readonly FullRequest[]> {
  return store.ofAccount(requesterOf(access).accountId);
}

/** Throws RECORDS_REQUEST_UNKNOWN, for somebody else's as for one that never was. */
export async function readOwnRequest(access: AccessContext, store: RecordsRequestStore, id: string): Promise<FullRequest> {
  const { accountId } = requesterOf(access);
  const found = isRecordId(id) ? await store.byId(id) : null;
  if (found === null || found.request.accountId !== accountId) throw unknownRequest();
  return found;
}

/** Who asks takes their own request back, a copy that waits for them included. Throws RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_STATE. */
export function withdrawRequest(access: AccessContext, store: RecordsRequestStore, id: string): Promise<FullRequest> {
  return decideOwn(access, store, id, ({ request }) => {
    const isReady = canBeCollected(request, access.now);
    if (!isUnderWay(request) && !isReady) throw stateChanged();
    return {
      change: { decided: 'withdrawn', decidedAt: access.now, decider: request.texts.requester, deciderId: null, dueDay: null, collectUntil: null },
      entry: accessEntry(access, 'request-decided', { reason: 'Taken back by who asked' }),
      notices: isReady && request.patientId !== null ? toldPatient(request, request.patientId, 'records-stopped') : [],
    };
  });
}

/** Who asks collects the copy: the receipt stands in the log, once, before anything is handed out. Throws RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_STATE. */
export async function collectRequest(access: AccessContext, store: RecordsRequestStore, id: string): Promise<string> {
  const { request } = await decideOwn(access, store, id, ({ request: asked }) => {
    if (!canBeCollected(asked, access.now)) throw stateChanged();
    const isFirst = asked.collectedAt === null;
    return {
      change: isFirst ? { collectedAt: access.now } : {},
      entry: accessEntry(access, 'request-delivered', { doors: ['invited'], copy: 'given' }),
      notices: isFirst ? [toAccount(asked.accountId, 'records-request-collected', { reference: asked.reference })] : [],
    };
  });
  if (request.patientId === null) throw stateChanged();
  return request.patientId;
}

export async function decideOwn(access: AccessContext, store: RecordsRequestStore, id: string, decide: (full: FullRequest) => RequestDecision): Promise<FullRequest> {
  const { accountId } = requesterOf(access);
  const decided = isRecordId(id)
    ? await store.decide(access, id, (full) => {
      if (full.request.accountId !== accountId) throw unknownRequest();
      return decide(full);
    })
    : null;
  if (decided === null) throw unknownRequest();
  return decided;
}

export const isUnderWay = ({ decided }: RecordsRequest): boolean => decided === 'evidence' || decided === 'open';

/** Whether a copy lies ready now; one that was collected can be collected again until its end. */
export const canBeCollected = ({ decided, collectUntil }: RecordsRequest, now: Date): boolean => decided === 'approved' && collectUntil !== null && collectUntil > now;

export const toAccount = (accountId: string, template: string, values: Readonly<Record<string, string>>): Notice => ({ kind: 'message', to: { accountId, by: 'email' }, template, values });
/** There is something to do for the records team. */
export const toTeam = (reference: string, dueDay: string): Notice => ({ kind: 'message', to: { duty: 'records-team' }, template: 'records-task', values: { reference, date: dueDay } });

/**
 * The patient hears of every request for their records but one that their own sign-in proved to be theirs: who says that they are the
 * patient may not be, and who is said to have died may live. A message to somebody who has died does no harm.
 */
export const toldPatient = ({ proved }: Pick<RecordsRequest, 'proved'>, patientId: string, template: string): readonly Notice[] =>
  proved ? [] : [{ kind: 'message', to: { patientId, by: 'email' }, template, values: {} }];

export function unknownRequest(): CieError {
  return new CieError('RECORDS_REQUEST_UNKNOWN', 'There is no such request.');
}

export function stateChanged(): CieError {
  return new CieError('RECORDS_REQUEST_STATE', 'This request has changed since the page was loaded. Load the page again.');
}

/** A text somebody wrote, no longer than it may be; null for none. */
export function cut(text: string | null, most: number): string | null {
  const trimmed = text?.trim().slice(0, most) ?? '';
  return trimmed === '' ? null : trimmed;
}
