import { hasDuty, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { endOfDay, dayOf, isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { Label } from '@cie/kit/names.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { requestTexts, type ExtensionReason, type RequestRefusal } from '@cie/kit/records-requests.ts';
import { accessEntry } from '../access-entry.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { lastDayToAnswer, mayExtend } from '../statutory-clock.ts';
import { cut, stateChanged, toAccount, toldPatient, toTeam, unknownRequest } from './make-request.ts';
import type { FullRequest, RecordsRequest, RecordsRequestStore, RequestDecision, WithheldLabel } from './records-request.ts';

/** How long a copy can be collected, in days. */
export const collectDays = 28;

/** Who works on requests for records. Throws RECORDS_TEAM_ONLY. */
export function recordsTeamOf({ viewer }: AccessContext): Viewer {
  if (!hasDuty(viewer, 'records-team')) throw new CieError('RECORDS_TEAM_ONLY', 'Only the records team can do this.');
  return viewer;
}

/** Throws RECORDS_TEAM_ONLY, RECORDS_REQUEST_UNKNOWN. */
export async function readRequest(access: AccessContext, store: RecordsRequestStore, id: string): Promise<FullRequest> {
  recordsTeamOf(access);
  const found = isRecordId(id) ? await store.byId(id) : null;
  if (found === null) throw unknownRequest();
  return found;
}

/** What was shown is not enough: who asks is told what is missing, and no time runs until it has come. Throws RECORDS_REQUEST_STATE, RECORDS_REQUEST_TEXT. */
export function wantEvidence(access: AccessContext, store: RecordsRequestStore, id: string, text: string): Promise<FullRequest> {
  const wanted = written(text, 'Write down what is still needed. Who asks reads it.');
  return decideAs(access, store, id, ({ request }) => {
    if (request.decided !== 'open' || request.checkedAt !== null || request.proved) throw stateChanged();
    return {
      // The clock begins anew, and with it whether more time may be taken.
      change: { decided: 'evidence', clockFrom: null, dueDay: null, extendedAt: null, extensionReason: null, texts: { evidenceWanted: wanted, extension: null } },
      entry: null,
      notices: [toAccount(request.accountId, 'records-request-evidence', { reference: request.reference })],
    };
  });
}

/** The records team has seen the evidence, and says whose record it is: of these details, not of those that were typed. Throws RECORDS_REQUEST_INVALID, RECORDS_REQUEST_NO_RECORD. */
export async function checkRequest(access: AccessContext, store: RecordsRequestStore, id: string, check: { readonly nhsNumber: string; readonly birthDate: string; readonly how: string }): Promise<FullRequest> {
  const { name } = recordsTeamOf(access);
  const number = parseNhsNumber(check.nhsNumber);
  if (!number.ok) throw new CieError('RECORDS_REQUEST_INVALID', number.message);
  if (!isDay(check.birthDate)) throw new CieError('RECORDS_REQUEST_INVALID', 'Enter a real date of birth.');
  const how = written(check.how, 'Write down what you were shown, and how you made sure.');
  const patientId = await store.findPatient(number.value, check.birthDate);
  if (patientId === null) throw new CieError('RECORDS_REQUEST_NO_RECORD', 'Nobody with this NHS number and date of birth has a record here.');
  return decideAs(access, store, id, ({ request, files }) => {
    if (request.decided !== 'open' || request.checkedAt !== null) throw stateChanged();
    // What nobody could open has shown nothing.
    if (!files.some(({ state }) => state === 'clean')) throw new CieError('EVIDENCE_UNSEEN', 'No file of evidence can be opened yet. Wait until one was checked, or ask for more.');
    return {
      change: { patientId, birthDate: check.birthDate, checkedAt: access.now, checker: name, texts: { how, nhsNumber: number.value } },
      // For a record that was not the one that was typed, this is the first that its patient hears of it.
      entry: patientId === request.patientId ? null : accessEntry(access, 'request-received'),
      notices: patientId === request.patientId ? [] : toldPatient(request, patientId, 'records-requested'),
    };
  });
}

/** Makes the time for an answer three months in all, and tells who asks at once why. Throws RECORDS_EXTENSION_LATE, RECORDS_REQUEST_TEXT. */
export function extendRequest(access: AccessContext, store: RecordsRequestStore, holidays: HolidayExceptions, id: string, because: { readonly reason: ExtensionReason; readonly text: string }): Promise<FullRequest> {
  const text = written(because.text, 'Say why in words. Who asks reads it.');
  return decideAs(access, store, id, ({ request }) => {
    if (request.decided !== 'open' || request.clockFrom === null) throw stateChanged();
    if (!mayExtend(request, access.now, holidays)) {
      throw new CieError('RECORDS_EXTENSION_LATE', 'The time can be made longer once, within the first month, and not for somebody who has died.');
    }
    const dueDay = lastDayToAnswer(request.basis, request.clockFrom, true, holidays);
    return {
      change: { extendedAt: access.now, extensionReason: because.reason, dueDay, texts: { extension: text } },
      entry: null,
      notices: [toAccount(request.accountId, 'records-request-extended', { reference: request.reference, date: dueDay })],
    };
  });
}

/**
 * SAR-1: lets who asks collect a copy with these labels. Each label is either released or withheld with a reason; what the health
 * professional said could do serious harm cannot be released. Throws RECORDS_REVIEW_MISSING, RECORDS_REVIEW_AGAINST, RECORDS_LABELS.
 */
export function approveRequest(
  access: AccessContext, store: RecordsRequestStore, id: string, { released, withheld }: { readonly released: readonly Label[]; readonly withheld: readonly WithheldLabel[] },
): Promise<FullRequest> {
  const { name } = recordsTeamOf(access);
  const named = [...released, ...withheld.map(({ label }) => label)];
  if (named.length !== allOfThem.length || !allOfThem.every((each) => named.includes(each))) throw new CieError('RECORDS_LABELS', 'Decide about every part of the record.');
  if (released.length === 0) throw new CieError('RECORDS_LABELS', 'Release at least one part, or refuse the request.');
  for (const { reason, text } of withheld) if (reason === 'other') written(text ?? '', 'Say in words why a part is left out.');
  return decideAs(access, store, id, ({ request }) => {
    if (request.decided !== 'open' || request.checkedAt === null || request.patientId === null) throw stateChanged();
    if (request.reviewedAt === null) throw new CieError('RECORDS_REVIEW_MISSING', 'A health professional has to read the record first, for what could do serious harm.');
    if (released.some((label) => request.harmful.includes(label))) throw new CieError('RECORDS_REVIEW_AGAINST', 'The health professional said that a part that you release could do serious harm.');
    if (withheld.some(({ label, reason }) => reason === 'serious-harm' && !request.harmful.includes(label))) {
      throw new CieError('RECORDS_LABELS', 'Only what the health professional spoke against is left out as serious harm. Choose another reason.');
    }
    // The whole of the last day, whenever on the first one it was decided.
    const collectUntil = endOfDay(Temporal.PlainDate.from(dayOf(access.now)).add({ days: collectDays }).toString());
    return {
      change: {
        decided: 'approved', decidedAt: access.now, decider: name, released: released.toSorted((one, other) => one - other), collectUntil, dueDay: null,
        texts: { withheld: withheld.map(({ label, reason, text }) => ({ label, reason, text: cut(text, requestTexts.words) })) },
      },
      entry: accessEntry(access, 'request-decided', { reason: 'A copy may be collected' }),
      notices: [
        toAccount(request.accountId, 'records-request-answered', { reference: request.reference, date: dayOf(new Date(collectUntil.getTime() - 1)) }),
        ...toldPatient(request, request.patientId, 'records-released'),
      ],
    };
  });
}

const allOfThem = Object.values(Label);

/** Refuses, and tells who asks why and where to complain. Throws RECORDS_REQUEST_STATE, RECORDS_REQUEST_TEXT. */
export function refuseRequest(access: AccessContext, store: RecordsRequestStore, id: string, because: { readonly reason: RequestRefusal; readonly text: string }): Promise<FullRequest> {
  const { name } = recordsTeamOf(access);
  const text = written(because.text, 'Say why in words. Who asks reads it.');
  return decideAs(access, store, id, ({ request }) => {
    if (request.decided !== 'open' && request.decided !== 'evidence') throw stateChanged();
    return {
      change: { decided: 'refused', decidedAt: access.now, decider: name, refusal: because.reason, dueDay: null, texts: { refusal: text } },
      entry: accessEntry(access, 'request-decided', { reason: 'Refused' }),
      notices: [toAccount(request.accountId, 'records-request-refused', { reference: request.reference })],
    };
  });
}

/** Nobody decides about a request of their own, by this account or by another with the same address. */
export async function decideAs(access: AccessContext, store: RecordsRequestStore, id: string, decide: (full: FullRequest) => RequestDecision): Promise<FullRequest> {
  const viewer = recordsTeamOf(access);
  const decided = isRecordId(id)
    ? await store.decide(access, id, (full) => {
      checkOther(viewer, full.request);
      return decide(full);
    })
    : null;
  if (decided === null) throw unknownRequest();
  return decided;
}

function checkOther({ accountId, email }: Viewer, { accountId: requester, texts }: RecordsRequest): void {
  const isSame = accountId === requester || (email !== null && texts.email !== null && email.toLowerCase() === texts.email.toLowerCase());
  if (isSame) throw new CieError('RECORDS_REQUEST_OWN', 'This is your own request: a colleague decides about it.');
}

/** Days before the last one on which a request is urgent, and the team is reminded. */
export const soonDays = 7;

/** The last day that counts as soon, seen from a moment. */
export const soonBy = (now: Date): string => Temporal.PlainDate.from(dayOf(now)).add({ days: soonDays }).toString();

/** SAR-1: reminds the records team of what is due soon, each request once. Resolves with how many there were. */
export function remindTeam(access: AccessContext, store: RecordsRequestStore): Promise<number> {
  return store.remind(soonBy(access.now), toTeam);
}

/** A text that must be there. Throws RECORDS_REQUEST_TEXT. */
export function written(text: string, advice: string): string {
  const given = cut(text, requestTexts.words);
  if (given === null) throw new CieError('RECORDS_REQUEST_TEXT', advice);
  return given;
}
