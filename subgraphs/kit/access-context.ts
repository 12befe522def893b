import type { Label } from './names.ts';

/** What a member of staff does for the exchange itself, beside any care: given by the operator or the desk, never by a sign-in provider. */
export const duties = ['support-desk', 'records-team', 'privacy-officer', 'integration'] as const;
export type Duty = (typeof duties)[number];

/** Who is asking, as the gateway established at sign-in. The rooms trust it only from a signed call. */
export interface Viewer {
  readonly kind: 'patient' | 'professional';
  readonly accountId: string;
  /** The record that is the viewer's own; null for professionals and for accounts not linked to a record. */
  readonly patientId: string | null;
  readonly name: string;
  /** ODS code of the organisation a professional signed in for. */
  readonly organisation: string | null;
  readonly role: string | null;
  /**
   * How a patient's identity was proved: by NHS login with a photo (P9), by a hospital, practice or the desk that invited the
   * person (`vouched`), or not at all (P5). Only the first two open a record; null for professionals.
   */
  readonly proofing: 'P9' | 'vouched' | 'P5' | null;
  readonly duties: readonly Duty[];
  readonly email: string | null;
  /** The one patient whose record this session is for, when a trust's patient-record system launched it; left out otherwise. */
  readonly onlyPatientId?: string;
  readonly sessionId: string;
}

/** Whether this patient's identity is proved, so that a record may open (REG-1, REG-4). */
export function isProvedPatient(viewer: Viewer): boolean {
  return viewer.kind === 'patient' && (viewer.proofing === 'P9' || viewer.proofing === 'vouched');
}

/**
 * Whether this member of staff is here to do this duty. A session that a patient-record system launched is for the one patient
 * whose chart was open, and for nothing else (REG-6).
 */
export function hasDuty(viewer: Viewer | null, duty: Duty): viewer is Viewer {
  return viewer !== null && viewer.kind === 'professional' && viewer.onlyPatientId === undefined && viewer.duties.includes(duty);
}

/** From where somebody asks (ACS-6): a page of ours, a widget on a registered site, a patient-record system, a calendar, or a script. */
export const accessPlaces = ['page', 'site', 'launch', 'calendar', 'script'] as const;

export interface AccessFrom {
  readonly place: (typeof accessPlaces)[number];
  /** Name of the site under which it is registered; left out where there is none, or it did not say which it is. */
  readonly site?: string;
}

/** First parameter of every use case: who asks, in which request, and the time that all rules of this request use. */
export interface AccessContext {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  readonly now: Date;
  /**
   * Set while a copy of the record is made for the viewer to keep (REC-1), one file of it is saved, a calendar of theirs fetches it
   * (APT-1), or a summary is made to give away (ACS-3): fewer doors open for that, and the access log says so.
   */
  readonly purpose?: 'download' | 'save' | 'calendar' | 'share';
  /** Set where the owner chose labels, for a calendar feed or a summary. No door shows any other. */
  readonly onlyLabels?: readonly Label[];
  /**
   * Set while the owner of a record looks at it as somebody else would whom it is open to (ACS-7): the name of a grant, as
   * `invitation-…`. Only that record opens, as far as it opens to both, and nothing can be changed or taken away.
   */
  readonly viewAs?: string;
  /**
   * Set while the copy that a request for records was granted is made (SAR-1): id of the request. By no other right does anything open,
   * whatever else of the record is open to the viewer, so that the copy holds what was released and nothing more.
   */
  readonly copyOf?: string;
  /** Left out where it cannot be told, as when somebody else acts on what was asked for earlier. */
  readonly from?: AccessFrom;
}

/** Whether something of this account is the viewer's own, to be called theirs and to be changed by them: to nobody who looks through other eyes (ACS-7). */
export function isOwnAccount({ viewer, viewAs }: AccessContext, accountId: string | null): boolean {
  return viewAs === undefined && accountId !== null && accountId === viewer?.accountId;
}
