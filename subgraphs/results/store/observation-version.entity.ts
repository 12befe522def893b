import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity } from 'typeorm';
import type { Flag, ResultStatus, Susceptibility } from '../domain/report.ts';

/** A version of a test that another one has replaced: history that nothing in the exchange deletes. */
@Entity('observation_version')
export class ObservationVersionEntity extends GuardedRow {
  @Column({ type: 'uuid', name: 'observation_id' })
  observationId!: string;

  @Column({ type: 'timestamptz', name: 'delayed_until', nullable: true })
  delayedUntil!: Date | null;

  /** The message that brought the version after this one. */
  @Column({ type: 'text', name: 'replaced_by_message' })
  replacedByMessage!: string;

  @Column({ type: 'text', nullable: true })
  value!: string | null;

  @Column({ type: 'text', nullable: true })
  unit!: string | null;

  @Column({ type: 'text', name: 'reference_range', nullable: true })
  referenceRange!: string | null;

  @Column({ type: 'smallint', nullable: true })
  flag!: Flag | null;

  @Column({ type: 'smallint', nullable: true })
  susceptibility!: Susceptibility | null;

  @Column({ type: 'text', name: 'file_digest', nullable: true })
  fileDigest!: string | null;

  @Column({ type: 'smallint' })
  status!: ResultStatus;

  @Column({ type: 'timestamptz', name: 'issued_at' })
  issuedAt!: Date;

  @Column({ type: 'text', array: true })
  comments!: string[];
}
