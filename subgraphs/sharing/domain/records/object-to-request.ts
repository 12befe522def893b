import { isProvedPatient, type AccessContext } from '@cie/kit/access-context.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { requestTexts } from '@cie/kit/records-requests.ts';
import { accessEntry } from '../access-entry.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { lastDayToAnswer } from '../statutory-clock.ts';
import { canBeCollected, cut, stateChanged, toAccount, toTeam, unknownRequest } from './make-request.ts';
import type { FullRequest, RecordsRequest, RecordsRequestStore, RequestChange } from './records-request.ts';

/** The account and the records of somebody whose sign-in proved who they are; null for everybody else. */
async function ownerOf({ viewer }: AccessContext, store: RecordsRequestStore): Promise<{ readonly accountId: string; readonly own: readonly string[] } | null> {
  if (viewer === null || !isProvedPatient(viewer) || viewer.patientId === null) return null;
  return { accountId: viewer.accountId, own: await store.groupOf(viewer.patientId) };
}

/** Requests of other accounts for the viewer's own record, of which a copy was not refused, collected for good, or given up. */
export async function listOthersRequests(access: AccessContext, store: RecordsRequestStore): Promise<readonly RecordsRequest[]> {
  const owner = await ownerOf(access, store);
  return owner === null ? [] : store.byOthers(owner.own, owner.accountId, access.now);
}

/**
 * SAR-1: the patient says that somebody else should not have a copy of their record. One that could be collected cannot be from this moment:
 * the records team decides anew, by two people, knowing why. Once for each request, so that nobody withholds what another has a right to
 * by objecting again and again. Throws RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_STATE.
 */
export async function objectToRequest(access: AccessContext, store: RecordsRequestStore, holidays: HolidayExceptions, id: string, text: string | null): Promise<FullRequest> {
  const owner = await ownerOf(access, store);
  const objected = isRecordId(id) && owner !== null
    ? await store.decide(access, id, ({ request }) => {
      if (request.patientId === null || !owner.own.includes(request.patientId) || request.accountId === owner.accountId) throw unknownRequest();
      const isReady = canBeCollected(request, access.now);
      if (request.objectedAt !== null || !(isReady || request.decided === 'open' || request.decided === 'evidence')) throw stateChanged();
      const change = isReady ? takenUpAgain(request, holidays) : {};
      const dueDay = change.dueDay ?? request.dueDay;
      return {
        change: { ...change, objectedAt: access.now, texts: { objection: cut(text, requestTexts.words) } },
        entry: accessEntry(access, 'request-decided', { reason: 'The patient objected' }),
        notices: [
          // Why is not said: who asks may be the one whom the patient fears.
          ...(isReady ? [toAccount(request.accountId, 'records-request-again', { reference: request.reference })] : []),
          ...(dueDay === null ? [] : [toTeam(request.reference, dueDay)]),
        ],
      };
    })
    : null;
  if (objected === null) throw unknownRequest();
  return objected;
}

/** An approved request that waits for a decision again, under the clock that it had. Its next copy opens nothing before its own receipt. */
export function takenUpAgain({ basis, clockFrom, extendedAt }: RecordsRequest, holidays: HolidayExceptions): RequestChange {
  // Nothing was approved for which no time ran (the database insists).
  if (clockFrom === null) throw stateChanged();
  return { decided: 'open', dueDay: lastDayToAnswer(basis, clockFrom, extendedAt !== null, holidays), decidedAt: null, decider: null, deciderId: null, released: [], collectUntil: null, collectedAt: null };
}
