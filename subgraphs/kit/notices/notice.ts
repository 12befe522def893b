/** Languages that messages are written in (BCP 47). */
export const messageLanguages = ['en', 'pl', 'ar'] as const;
export type MessageLanguage = (typeof messageLanguages)[number];

/**
 * Whom a message is for: an address that somebody gave, or an account or record, whose address identity looks up when the
 * message is sent, so that a person who has opted out since is not written to.
 */
export type Recipient =
  | { readonly email: string; readonly language?: MessageLanguage }
  | { readonly mobile: string; readonly language?: MessageLanguage }
  | { readonly accountId: string; readonly by: 'email' | 'text' }
  | { readonly patientId: string; readonly by: 'email' | 'text' }
  | { readonly duty: 'support-desk' | 'privacy-officer' | 'records-team' };

/**
 * What a room tells the gateway after a change that others must act on. It is stored in the transaction of the change, and
 * acted on at least once: whoever acts on it does so in a way that may be repeated.
 */
export type Notice =
  | {
      readonly kind: 'message';
      readonly to: Recipient;
      /** Name of a template of gateway/messages. */
      readonly template: string;
      /** What the template's places are filled with: links, codes, dates. Never a name of a test, a team or a result (MSG-1). */
      readonly values: Readonly<Record<string, string>>;
    }
  /** Every live session of an account ends: reset, opt-out, leaving, merge. `closed` where nobody can sign in to it again. */
  | { readonly kind: 'end-sessions'; readonly accountId: string; readonly closed?: true }
  /** A patient has opted out: whom they invited to this one record, and its proxies, see nothing any more (ACC-3). */
  | { readonly kind: 'close-sharing'; readonly patientId: string }
  /** Records were joined or parted (ACC-5): sharing learns which records now belong together. */
  | ({ readonly kind: 'record-links' } & RecordLinks)
  /** A professional signed in, or their access ended: sharing learns whom patients can find and invite (ACS-3). */
  | ({ readonly kind: 'professional' } & KnownProfessional);

export interface KnownProfessional {
  readonly accountId: string;
  /** When it was so, ISO 8601: a notice that was held up undoes nothing newer. */
  readonly at: string;
  /** As whom they work; null when they work for no patient any more. */
  readonly works: { readonly name: string; readonly role: string; readonly organisation: string } | null;
}

/** The records of one person, by the id that stands for all of them; a record that was never joined is a group of one. */
export interface RecordGroup {
  readonly survivingId: string;
  /** All ids of the group, the surviving one included. */
  readonly patientIds: readonly string[];
}

/** Groups as they are after a join or a parting: two of them when one was parted. */
export interface RecordLinks {
  /** Rises with every change, so that a notice that was held up undoes nothing newer. */
  readonly version: number;
  readonly groups: readonly RecordGroup[];
}

export type NoticeKind = Notice['kind'];

/** A notice taken to be acted on. */
export interface TakenNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  /** How often it was taken before. */
  readonly attempts: number;
  /** Null when it cannot be unsealed. */
  readonly notice: Notice | null;
}

/** What became of a taken notice. `retry` says when to try again, ISO 8601; `dead` leaves it for the desk. */
export type NoticeOutcome = { readonly result: 'done' } | { readonly result: 'retry'; readonly at: string; readonly code: string } | { readonly result: 'dead'; readonly code: string };
