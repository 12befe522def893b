import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity } from 'typeorm';
import type { RequestKind, RequestState } from '../domain/change-request.ts';

@Entity('appointment_request')
export class AppointmentRequestEntity extends GuardedRow {
  @Column({ type: 'uuid', name: 'appointment_id' })
  appointmentId!: string;

  /** The account of who asked. */
  @Column({ type: 'uuid', name: 'author_id' })
  authorId!: string;

  @Column({ type: 'text' })
  kind!: RequestKind;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', nullable: true })
  wishes!: string | null;

  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'text' })
  state!: RequestState;

  @Column({ type: 'timestamptz', name: 'asked_at', precision: 3 })
  askedAt!: Date;

  @Column({ type: 'timestamptz', name: 'state_at', precision: 3 })
  stateAt!: Date;
}
