import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity, UpdateDateColumn } from 'typeorm';
import type { Flag, ResultStatus, Susceptibility } from '../domain/report.ts';

/** One test of a report as it stands. Label, organisation and delay repeat those of the report: each table is guarded by itself. */
@Entity('observation')
export class ObservationEntity extends GuardedRow {
  @Column({ type: 'uuid', name: 'report_id' })
  reportId!: string;

  @Column({ type: 'timestamptz', name: 'delayed_until', nullable: true })
  delayedUntil!: Date | null;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text', name: 'code_system' })
  codeSystem!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'sub_id' })
  subId!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'text', nullable: true })
  value!: string | null;

  @Column({ type: 'text', nullable: true })
  unit!: string | null;

  @Column({ type: 'text', name: 'reference_range', nullable: true })
  referenceRange!: string | null;

  @Column({ type: 'double precision', nullable: true })
  low!: number | null;

  @Column({ type: 'double precision', nullable: true })
  high!: number | null;

  @Column({ type: 'smallint', nullable: true })
  flag!: Flag | null;

  @Column({ type: 'smallint', nullable: true })
  susceptibility!: Susceptibility | null;

  @Column({ type: 'smallint' })
  status!: ResultStatus;

  @Column({ type: 'timestamptz', name: 'issued_at' })
  issuedAt!: Date;

  @Column({ type: 'timestamptz', name: 'sent_at' })
  sentAt!: Date;

  @Column({ type: 'timestamptz', name: 'observed_at' })
  observedAt!: Date;

  @Column({ type: 'text', name: 'observed_at_text', nullable: true })
  observedAtText!: string | null;

  @Column({ type: 'text', name: 'file_digest', nullable: true })
  fileDigest!: string | null;

  @Column({ type: 'text', name: 'source_id', nullable: true })
  sourceId!: string | null;

  @Column({ type: 'text', name: 'child_order', nullable: true })
  childOrder!: string | null;

  @Column({ type: 'text', array: true })
  comments!: string[];

  @Column({ type: 'boolean' })
  corrected!: boolean;

  @Column({ type: 'text', name: 'previous_value', nullable: true })
  previousValue!: string | null;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
