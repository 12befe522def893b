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
  /** NHS login identity level; a record needs P9. */
  readonly proofing: 'P9' | 'P5' | null;
  readonly email: string | null;
  readonly sessionId: string;
}

/** First parameter of every use case: who asks, in which request, and the time that all rules of this request use. */
export interface AccessContext {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  readonly now: Date;
}
