import { hasDuty, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { birthdayAt, dayOf, daysBefore, endOfDay, yearsAfter } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Label } from '@cie/kit/names.ts';
import { endReasons, longestProxyYears, refusalReasons, suspensionReasons, type OwnConsent, type ProxyReason } from '@cie/kit/proxies.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { accessEntry } from './access-entry.ts';
import { checkProxyAge } from './proxy-age.ts';
import { bothSides, type Decision, type Proxy, type ProxyStore } from './proxy.ts';
import { independentAge, standingOf } from './proxy-standing.ts';

/** The patient's own answer, and who heard it or assessed that they cannot give one. */
export interface HeardConsent {
  readonly consent: OwnConsent;
  readonly consentBy: string;
}

export interface Verification extends HeardConsent {
  readonly id: string;
  readonly labels: readonly Label[];
  /** What was shown, and its reference. */
  readonly evidence: string;
  /** Last day, ISO date; null for as long as may be. */
  readonly until: string | null;
}

/** Why, in a code and where that says nothing, in words. */
export interface Because {
  readonly reason: string;
  readonly text: string | null;
}

/** Who works at the support desk. Throws DESK_ONLY. */
export function deskOf(access: AccessContext): Viewer {
  const { viewer } = access;
  if (!hasDuty(viewer, 'support-desk')) throw new CieError('DESK_ONLY', 'Only the support desk can do this.');
  return viewer;
}

/**
 * ACC-4: opens the record to the proxy once the desk has seen the evidence and knows what the patient says. Throws DESK_ONLY, OWN_ACCOUNT
 * for the desk person's own request, and what is wrong with the answers.
 */
export async function verifyProxy(access: AccessContext, store: ProxyStore, verification: Verification): Promise<Proxy> {
  const viewer = deskOf(access);
  const asked = await store.byId(checkedId(verification.id));
  if (asked === null) throw unknown();
  checkOther(viewer, asked);
  // A record may have been made since the request came.
  const patientId = asked.patientId ?? (await store.findPatient(asked.texts.nhsNumber, asked.birthDate));
  if (patientId === null) throw new CieError('PROXY_PATIENT_UNKNOWN', 'Nobody with this NHS number and date of birth has a record. Refuse the request.');
  const labels = [...new Set(verification.labels)].toSorted((a, b) => a - b);
  if (labels.length === 0) throw new CieError('PROXY_LABELS', 'Choose at least one part of the record.');
  const checked = written(verification.evidence, 'PROXY_EVIDENCE', 'Write down what you were shown, and its reference.');
  return decide(access, store, verification.id, (proxy) => {
    if (proxy.decided !== 'requested') throw new CieError('PROXY_STATE', 'This request was decided already. Reload the page.');
    if (proxy.suspendedByPatientAt !== null) throw new CieError('PROXY_PATIENT_OBJECTS', 'The patient has objected to this request. Refuse it, or speak with the patient.');
    checkProxyAge(proxy, access.now);
    const heard = checkedConsent(proxy, verification);
    return {
      change: {
        patientId, decided: 'active', labels, endsAt: endOf(proxy, verification.until, access.now), startedAt: access.now, verifier: viewer.name,
        reviewedAt: access.now, consent: heard.consent, texts: { checked, consentBy: heard.consentBy },
      },
      entry: accessEntry(access, 'proxy-started'),
      notices: bothSides({ ...proxy, patientId }, 'proxy-started'),
    };
  });
}

/** The desk refuses a request. Who asked is told no more of why than is safe for the patient (ProxyRequestType). */
export function refuseProxy(access: AccessContext, store: ProxyStore, id: string, because: Because): Promise<Proxy> {
  deskOf(access);
  const reason = checkedReason(refusalReasons, because);
  return decide(access, store, id, (proxy) => {
    if (proxy.decided !== 'requested') throw new CieError('PROXY_STATE', 'This request was decided already. Reload the page.');
    return {
      change: { decided: 'refused', reason, texts: { reasonText: because.text } },
      entry: accessEntry(access, 'proxy-refused'),
      notices: bothSides(proxy, 'proxy-refused'),
    };
  });
}

/** The desk looks at an active proxy again: it continues, with the patient's own answer, and whatever the desk had suspended is lifted. */
export function continueProxy(access: AccessContext, store: ProxyStore, id: string, review: HeardConsent & { until: string | null }): Promise<Proxy> {
  const viewer = deskOf(access);
  return decide(access, store, id, (proxy) => {
    checkOther(viewer, proxy);
    checkActive(proxy);
    checkProxyAge(proxy, access.now);
    const heard = checkedConsent(proxy, review);
    const before = standingOf(proxy, access.now);
    const change = {
      reviewedAt: access.now, consent: heard.consent, suspendedByDeskAt: null, reason: null,
      endsAt: review.until === null ? endUnlessNamed(proxy, access.now) : endOf(proxy, review.until, access.now),
      texts: { consentBy: heard.consentBy, reasonText: null },
    };
    const after = standingOf({ ...proxy, ...change }, access.now);
    return {
      change,
      entry: accessEntry(access, 'proxy-reviewed'),
      notices: before.state !== 'active' && after.state === 'active' ? bothSides(proxy, 'proxy-started') : [],
    };
  });
}

/** The desk stops an active proxy until somebody has looked into it. */
export function suspendByDesk(access: AccessContext, store: ProxyStore, id: string, because: Because): Promise<Proxy> {
  deskOf(access);
  const reason = checkedReason(suspensionReasons, because);
  return decide(access, store, id, (proxy) => {
    checkActive(proxy);
    return {
      change: { suspendedByDeskAt: access.now, reason, texts: { reasonText: because.text } },
      entry: accessEntry(access, 'proxy-suspended'),
      notices: bothSides(proxy, 'proxy-suspended'),
    };
  });
}

/** The desk ends a proxy; a new one needs a new request. */
export function endProxy(access: AccessContext, store: ProxyStore, id: string, because: Because): Promise<Proxy> {
  deskOf(access);
  const reason = checkedReason(endReasons, because);
  return decide(access, store, id, (proxy) => {
    checkActive(proxy);
    return {
      change: { decided: 'ended', reason, texts: { reasonText: because.text } },
      entry: accessEntry(access, 'proxy-ended'),
      notices: bothSides(proxy, 'proxy-ended'),
    };
  });
}

async function decide(access: AccessContext, store: ProxyStore, id: string, decision: (proxy: Proxy) => Decision): Promise<Proxy> {
  const decided = await store.decide(access, checkedId(id), decision);
  if (decided === null) throw unknown();
  return decided;
}

/** Somebody of the desk asks as a patient, by another account: what the two have in common is the e-mail address, where it is one. */
function checkOther(viewer: Viewer, { accountId, texts }: Proxy): void {
  const isSameAddress = viewer.email !== null && viewer.email.toLowerCase() === texts.email?.toLowerCase();
  if (accountId === viewer.accountId || isSameAddress) throw new CieError('OWN_ACCOUNT', 'You cannot decide about your own request. Ask a colleague at the desk.');
}

function checkActive(proxy: Proxy): void {
  if (proxy.decided !== 'active') throw new CieError('PROXY_STATE', 'This access is not in force. Reload the page.');
}

/**
 * The patient's own answer counts by every right, and capacity is presumed: "cannot decide" stands only where somebody is named who
 * assessed it, and a written consent never without the consent.
 */
function checkedConsent({ basis }: Proxy, { consent, consentBy }: HeardConsent): HeardConsent {
  if (consent === 'refused') throw new CieError('PROXY_PATIENT_REFUSED', 'The patient does not want this. Refuse the request, or suspend or end the access.');
  if (basis === 'written-consent' && consent !== 'given') throw new CieError('PROXY_CONSENT', 'Written consent is given by the patient. Choose another basis if they cannot decide.');
  return { consent, consentBy: written(consentBy, 'PROXY_CONSENT', 'Write down who asked the patient, or who assessed that they cannot decide.') };
}

function endOf(proxy: Proxy, until: string | null, now: Date): Date {
  const end = until === null ? longestEnd(now) : endOfDay(until);
  if (end <= now) throw new CieError('PROXY_UNTIL', 'The last day has passed. Choose a day from today on.');
  if (end > longestEnd(now)) throw new CieError('PROXY_UNTIL', `Choose a last day within ${longestProxyYears} years.`);
  return notAfterSixteen(proxy, end);
}

/** The end of the last day that the desk may choose. */
const longestEnd = (now: Date): Date => endOfDay(dayOf(daysBefore(yearsAfter(now, longestProxyYears), 1)));

function notAfterSixteen({ basis, birthDate }: Proxy, end: Date): Date {
  const sixteen = birthdayAt(birthDate, independentAge);
  return basis === 'parental-responsibility' && sixteen < end ? sixteen : end;
}

/** When it would end if the desk decided now and named no last day: a review leaves the end that was agreed. */
export function endUnlessNamed(proxy: Proxy, now: Date): Date {
  return proxy.endsAt !== null && proxy.endsAt > now ? proxy.endsAt : notAfterSixteen(proxy, longestEnd(now));
}

function checkedReason<Reason extends ProxyReason>(known: readonly Reason[], { reason, text }: Because): Reason {
  const found = known.find((each) => each === reason);
  if (found === undefined) throw new CieError('PROXY_REASON', 'Choose a reason.');
  if (found === 'OTHER') written(text ?? '', 'PROXY_REASON', 'Say why in words.');
  return found;
}

/** Longest text that the desk may write about a proxy, in characters. */
const textLength = 1000;

function written(text: string, code: string, message: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > textLength) throw new CieError(code, message);
  return trimmed;
}

function checkedId(id: string): string {
  if (!isRecordId(id)) throw unknown();
  return id;
}

function unknown(): CieError {
  return new CieError('PROXY_UNKNOWN', 'There is no such request or proxy.');
}
