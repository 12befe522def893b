/** What a patient asked of a booking team, as the appointments room hands it out: the appointment by the hospital's own identifiers, and what was said. */
export interface OutboundRequest {
  readonly id: string;
  /** MSH-10, the same at each try. */
  readonly controlId: string;
  /** How often it was taken before. */
  readonly attempts: number;
  readonly patientId: string;
  /** ODS code of the hospital. */
  readonly organisation: string;
  /** SCH-1 and SCH-2 as they came: value, or value^namespace. */
  readonly placerId: string | null;
  readonly fillerId: string | null;
  readonly start: Date;
  readonly kind: 'cancel' | 'move';
  readonly reason: string | null;
  readonly wishes: string | null;
  readonly phone: string | null;
  readonly askedAt: Date;
}
