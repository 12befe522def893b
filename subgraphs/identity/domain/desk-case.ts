/** What the support desk is asked for. */
export const caseKinds = ['access-request', 'invitation-referral', 'contact', 'mail', 'professional-request', 'merge-review'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** A case for the desk's queue (REG-5). */
export interface NewCase {
  readonly kind: CaseKind;
  /** How to reach who asks, as they say themselves. */
  readonly contact: { readonly name?: string; readonly email?: string; readonly mobile?: string };
  /** The answers of the form, by field name. */
  readonly details: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly patientId?: string;
  /** Where it came from: a form, an address, a person of staff. */
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly dueAt?: Date;
}
