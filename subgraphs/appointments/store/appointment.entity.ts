import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity } from 'typeorm';
import type { AppointmentStatus } from '../domain/appointment.ts';

@Entity('appointment')
export class AppointmentEntity extends GuardedRow {
  @Column({ type: 'text', name: 'placer_id', nullable: true })
  placerId!: string | null;

  @Column({ type: 'text', name: 'filler_id', nullable: true })
  fillerId!: string | null;

  @Column({ type: 'text' })
  status!: AppointmentStatus;

  @Column({ type: 'timestamptz', name: 'start_at', precision: 3 })
  start!: Date;

  @Column({ type: 'text', name: 'start_text' })
  startText!: string;

  @Column({ type: 'timestamptz', name: 'end_at', precision: 3, nullable: true })
  end!: Date | null;

  @Column({ type: 'timestamptz', name: 'over_at', precision: 3 })
  overAt!: Date;

  @Column({ type: 'text', nullable: true })
  clinic!: string | null;

  @Column({ type: 'text', nullable: true })
  clinician!: string | null;

  @Column({ type: 'text', nullable: true })
  place!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', nullable: true })
  instructions!: string | null;

  @Column({ type: 'timestamptz', name: 'moved_from', precision: 3, nullable: true })
  movedFrom!: Date | null;

  @Column({ type: 'text', name: 'moved_from_text', nullable: true })
  movedFromText!: string | null;

  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt!: Date | null;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'timestamptz', name: 'sent_at', precision: 3 })
  sentAt!: Date;
}
