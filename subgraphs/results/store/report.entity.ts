import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity, UpdateDateColumn } from 'typeorm';
import type { ReportKind, ResultStatus } from '../domain/report.ts';

/** One order with its results. The table also has `release_at`, derived from `delayed_until`, which the pass policy reads. */
@Entity('report')
export class ReportEntity extends GuardedRow {
  @Column({ type: 'timestamptz', name: 'delayed_until', nullable: true })
  delayedUntil!: Date | null;

  @Column({ type: 'timestamptz', name: 'delay_from' })
  delayFrom!: Date;

  @Column({ type: 'smallint' })
  kind!: ReportKind;

  @Column({ type: 'text' })
  filler!: string;

  @Column({ type: 'text', nullable: true })
  placer!: string | null;

  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text', name: 'code_system' })
  codeSystem!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'smallint' })
  status!: ResultStatus;

  @Column({ type: 'timestamptz', name: 'issued_at' })
  issuedAt!: Date;

  @Column({ type: 'text', name: 'issued_at_text', nullable: true })
  issuedAtText!: string | null;

  @Column({ type: 'timestamptz', name: 'sent_at' })
  sentAt!: Date;

  @Column({ type: 'timestamptz', name: 'collected_at', nullable: true })
  collectedAt!: Date | null;

  @Column({ type: 'text', name: 'collected_at_text', nullable: true })
  collectedAtText!: string | null;

  @Column({ type: 'text', nullable: true })
  site!: string | null;

  @Column({ type: 'text', nullable: true })
  author!: string | null;

  @Column({ type: 'text', nullable: true })
  requester!: string | null;

  @Column({ type: 'text', name: 'source_code', nullable: true })
  sourceCode!: string | null;

  @Column({ type: 'text', array: true })
  comments!: string[];

  @Column({ type: 'boolean' })
  corrected!: boolean;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
