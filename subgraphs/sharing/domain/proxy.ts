import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import type { ProxyList } from '@cie/kit/proxies.ts';
import type { AccessEntry } from './access-entry.ts';
import type { ProxyTerms } from './proxy-standing.ts';

/** Somebody who asked to act for a patient, and all that was decided about it (ACC-4). */
export interface Proxy extends ProxyTerms {
  readonly id: string;
  /** Null while nobody with the number and date of birth of the request has a record. */
  readonly patientId: string | null;
  readonly accountId: string;
  readonly name: string;
  readonly requestedAt: Date;
  readonly verifier: string | null;
  readonly startedAt: Date | null;
  readonly texts: ProxyTexts;
}

/** What people wrote about a proxy; kept sealed, since it names documents and persons. */
export interface ProxyTexts {
  readonly nhsNumber: string;
  readonly email: string | null;
  /** In the words of who asks: "my daughter". */
  readonly relationship: string | null;
  /** What who asks says they can show. */
  readonly evidence: string;
  /** What was shown to the desk. */
  readonly checked: string | null;
  /** Who heard the patient's own answer, or assessed that they cannot decide. */
  readonly consentBy: string | null;
  readonly reasonText: string | null;
}

export interface NewProxy {
  readonly accountId: string;
  readonly name: string;
  readonly basis: Proxy['basis'];
  readonly birthDate: string;
  readonly texts: ProxyTexts;
}

/** What a decision changes; absent fields stay as they are. */
export type ProxyChange = Partial<
  Pick<Proxy, 'patientId' | 'decided' | 'labels' | 'endsAt' | 'reviewedAt' | 'consent' | 'suspendedByPatientAt' | 'suspendedByDeskAt' | 'reason' | 'verifier' | 'startedAt'>
> & { readonly texts?: Partial<ProxyTexts> };

/** A change, its entry in the patient's access log, and who is told: one transaction. */
export interface Decision {
  readonly change: ProxyChange;
  readonly entry: AccessEntry;
  readonly notices: readonly Notice[];
}

/** Something to say once. `about` tells one occasion from the next. */
export interface Warning {
  readonly proxyId: string;
  readonly what: 'review-90' | 'review-30' | 'end-90' | 'end-30' | 'stopped';
  readonly about: string;
  readonly notices: readonly Notice[];
  /** Written into the patient's access log with it; null for a mere warning. */
  readonly entry: AccessEntry | null;
}

export interface ProxyStore {
  /** The record of this person, or null; always one look-up. */
  findPatient(nhsNumber: string, birthDate: string): Promise<string | null>;
  /**
   * Adds the request and its log entry in the place of one that waits for the same person; one that says the same stays and is answered.
   * What the patient objected to stays so. Null when the account has made the most requests since then, whatever became of them; requests of one account are counted one after the other.
   */
  add(
    access: AccessContext, proxy: NewProxy, patientId: string | null, entry: AccessEntry, notices: readonly Notice[], limit: { readonly most: number; readonly since: Date },
  ): Promise<Proxy | null>;
  /** Of all records of a person. */
  ofPatient(patientIds: readonly string[]): Promise<Proxy[]>;
  ofAccount(accountId: string): Promise<Proxy[]>;
  byId(id: string): Promise<Proxy | null>;
  /** Decides with the row locked; null when there is none. What `decide` throws changes nothing. */
  decide(access: AccessContext, id: string, decide: (proxy: Proxy) => Decision): Promise<Proxy | null>;
  page(list: ProxyList, now: Date, first: number, after: string | null): Promise<{ proxies: Proxy[]; next: string | null }>;
  counts(now: Date): Promise<Record<'requested' | 'reviews', number>>;
  /** Up to 200 active proxies, by id from there on, of which an end or a birthday is near or has just passed. */
  nearChange(now: Date, after: string | null): Promise<Proxy[]>;
  /** Says each warning once, however often it is called; resolves with how many were new. */
  say(access: AccessContext, patientId: string, warnings: readonly Warning[]): Promise<number>;
}

/** Both sides of a proxy, told the same without a name (MSG-1). */
export function bothSides(proxy: Pick<Proxy, 'patientId' | 'accountId'>, template: string, values: Readonly<Record<string, string>> = {}): readonly Notice[] {
  return [
    ...(proxy.patientId === null ? [] : [message({ patientId: proxy.patientId, by: 'email' }, template, values)]),
    message({ accountId: proxy.accountId, by: 'email' }, template, values),
  ];
}

function message(to: Extract<Notice, { kind: 'message' }>['to'], template: string, values: Readonly<Record<string, string>>): Notice {
  return { kind: 'message', to, template, values };
}
