import { hasDuty, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { birthdayAt, dayOf, daysBefore, endOfDay, isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { Label } from '@cie/kit/names.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { requestTexts, type ExtensionReason, type RequestRefusal } from '@cie/kit/records-requests.ts';
import { accessEntry } from '../access-entry.ts';
import type { HolidayExceptions } from '../bank-holidays.ts';
import { independentAge } from '../proxy-standing.ts';
import { lastDayToAnswer, mayExtend } from '../statutory-clock.ts';
import { checkOther, checkSecond } from './four-eyes.ts';
import { canBeCollected, cut, stateChanged, toAccount, toldPatient, unknownRequest } from './make-request.ts';
import type { FullRequest, RecordsRequest, RecordsRequestStore, RequestDecision, WithheldLabel } from './records-request.ts';

/**
 * How long after the health professional's reading a copy can be collected, in days. It is made of the record as it is when it is collected:
 * what was filed in between nobody has read for serious harm, so the time is short.
 */
export const collectDays = 7;

/** How long after that reading a copy may be approved, in days: who asks then has two whole days at least. */
export const approveDays = 5;

/** Who works on requests for records. Throws RECORDS_TEAM_ONLY. */
export function recordsTeamOf({ viewer }: AccessContext): Viewer {
  if (!hasDuty(viewer, 'records-team')) throw new CieError('RECORDS_TEAM_ONLY', 'Only the records team can do this.');
  return viewer;
}

/** Nobody looks into a request of their own. Throws RECORDS_TEAM_ONLY, RECORDS_REQUEST_UNKNOWN, RECORDS_REQUEST_OWN. */
export async function readRequest(access: AccessContext, store: RecordsRequestStore, id: string): Promise<FullRequest> {
  const viewer = recordsTeamOf(access);
  const found = isRecordId(id) ? await store.byId(id) : null;
  if (found === null) throw unknownRequest();
  checkOther(viewer, found.request);
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

/** The records team has seen the evidence, and says whose record it is: of these details, not of those that were typed. Throws RECORDS_REQUEST_INVALID, RECORDS_REQUEST_NO_RECORD, EVIDENCE_UNSEEN, EVIDENCE_UNOPENED. */
export async function checkRequest(access: AccessContext, store: RecordsRequestStore, id: string, check: { readonly nhsNumber: string; readonly birthDate: string; readonly how: string }): Promise<FullRequest> {
  const { name, accountId } = recordsTeamOf(access);
  const number = parseNhsNumber(check.nhsNumber);
  if (!number.ok) throw new CieError('RECORDS_REQUEST_INVALID', number.message);
  if (!isDay(check.birthDate)) throw new CieError('RECORDS_REQUEST_INVALID', 'Enter a real date of birth.');
  const how = written(check.how, 'Write down what you were shown, and how you made sure.');
  const patientId = await store.findPatient(number.value, check.birthDate);
  if (patientId === null) throw new CieError('RECORDS_REQUEST_NO_RECORD', 'Nobody with this NHS number and date of birth has a record here.');
  return decideAs(access, store, id, ({ request, files, opened }) => {
    if (request.decided !== 'open' || request.checkedAt !== null) throw stateChanged();
    // What nobody could open has shown nothing.
    if (!files.some(({ state }) => state === 'clean')) throw new CieError('EVIDENCE_UNSEEN', 'No file of evidence can be opened yet. Wait until one was checked, or ask for more.');
    // Who confirms what the papers show has seen each of them, one that still waits for the scanner included; what was refused or is too large, nobody can open.
    const unopened = files.filter((file) => (file.state === 'clean' || file.state === 'waiting') && !opened.some((each) => each.fileId === file.id && each.accountId === accountId)).length;
    if (unopened > 0) throw new CieError('EVIDENCE_UNOPENED', `Open every file of evidence first, yourself. You have not opened ${unopened === 1 ? 'one' : unopened} of them.`);
    return {
      change: { patientId, birthDate: check.birthDate, checkedAt: access.now, checker: name, checkerId: accountId, texts: { how, nhsNumber: number.value } },
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
 * professional said could do serious harm cannot be released. Throws RECORDS_REVIEW_MISSING, RECORDS_REVIEW_LATE, RECORDS_REVIEW_AGAINST,
 * RECORDS_LABELS, RECORDS_REQUEST_AGE, RECORDS_REQUEST_CHECKER.
 */
export function approveRequest(
  access: AccessContext, store: RecordsRequestStore, id: string, { released, withheld }: { readonly released: readonly Label[]; readonly withheld: readonly WithheldLabel[] },
): Promise<FullRequest> {
  const viewer = recordsTeamOf(access);
  const named = [...released, ...withheld.map(({ label }) => label)];
  if (named.length !== allOfThem.length || !allOfThem.every((each) => named.includes(each))) throw new CieError('RECORDS_LABELS', 'Decide about every part of the record.');
  if (released.length === 0) throw new CieError('RECORDS_LABELS', 'Release at least one part, or refuse the request.');
  for (const { reason, text } of withheld) if (reason === 'other') written(text ?? '', 'Say in words why a part is left out.');
  return decideAs(access, store, id, ({ request }) => {
    if (request.decided !== 'open' || request.checkedAt === null || request.patientId === null) throw stateChanged();
    checkSecond(viewer, request);
    if (request.reviewedAt === null) throw new CieError('RECORDS_REVIEW_MISSING', 'A health professional has to read the record first, for what could do serious harm.');
    if (request.reviewedAt <= daysBefore(access.now, approveDays)) {
      throw new CieError('RECORDS_REVIEW_LATE', `The record was read more than ${approveDays} days ago. Ask for it to be read again: nobody has read what came since.`);
    }
    if (released.some((label) => request.harmful.includes(label))) throw new CieError('RECORDS_REVIEW_AGAINST', 'The health professional said that a part that you release could do serious harm.');
    if (withheld.some(({ label, reason }) => reason === 'serious-harm' && !request.harmful.includes(label))) {
      throw new CieError('RECORDS_LABELS', 'Only what the health professional spoke against is left out as serious harm. Choose another reason.');
    }
    const collectUntil = collectEnd(request, request.reviewedAt);
    if (collectUntil <= access.now) {
      throw new CieError('RECORDS_REQUEST_AGE', 'The child is 16 or older now: the record is their own. Refuse this request; the child can ask, or agree to it in writing.');
    }
    return {
      change: {
        decided: 'approved', decidedAt: access.now, decider: viewer.name, deciderId: viewer.accountId, released: released.toSorted((one, other) => one - other), collectUntil, dueDay: null,
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

/**
 * The whole of the last day, whenever on the first one the record was read. What a parent asked for by parental responsibility ends with it: from
 * 16 on the record is the child's own (abuse case 12).
 */
function collectEnd({ basis, birthDate }: RecordsRequest, reviewedAt: Date): Date {
  const usual = endOfDay(Temporal.PlainDate.from(dayOf(reviewedAt)).add({ days: collectDays }).toString());
  const sixteen = birthdayAt(birthDate, independentAge);
  return basis === 'parental-responsibility' && sixteen < usual ? sixteen : usual;
}

/** Refuses, or stops a copy that was approved, and tells who asks why and where to complain. Throws RECORDS_REQUEST_STATE, RECORDS_REQUEST_TEXT. */
export function refuseRequest(access: AccessContext, store: RecordsRequestStore, id: string, because: { readonly reason: RequestRefusal; readonly text: string }): Promise<FullRequest> {
  const { name, accountId } = recordsTeamOf(access);
  const text = written(because.text, 'Say why in words. Who asks reads it.');
  return decideAs(access, store, id, ({ request }) => {
    const isReady = canBeCollected(request, access.now);
    if (request.decided !== 'open' && request.decided !== 'evidence' && !isReady) throw stateChanged();
    return {
      change: { decided: 'refused', decidedAt: access.now, decider: name, deciderId: accountId, refusal: because.reason, dueDay: null, collectUntil: null, texts: { refusal: text } },
      entry: accessEntry(access, 'request-decided', { reason: isReady ? 'The copy was stopped' : 'Refused' }),
      notices: [
        toAccount(request.accountId, 'records-request-refused', { reference: request.reference }),
        ...(isReady && request.patientId !== null ? toldPatient(request, request.patientId, 'records-stopped') : []),
      ],
    };
  });
}

/** Nobody decides about a request of their own, by this account or by another that may be theirs. */
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

/** A text that must be there. Throws RECORDS_REQUEST_TEXT. */
export function written(text: string, advice: string): string {
  const given = cut(text, requestTexts.words);
  if (given === null) throw new CieError('RECORDS_REQUEST_TEXT', advice);
  return given;
}
