import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReportKind } from '../domain/report.ts';

/** One rule of an organisation's delay policy (RES-3); `*` for every organisation or every test. */
@Entity('delay_policy')
export class DelayPolicyEntity {
  @PrimaryColumn({ type: 'text' })
  organisation!: string;

  @PrimaryColumn({ type: 'smallint' })
  kind!: ReportKind;

  @PrimaryColumn({ type: 'text', name: 'test_code' })
  testCode!: string;

  @Column({ type: 'smallint' })
  days!: number;

  @Column({ type: 'boolean', name: 'show_notice' })
  showNotice!: boolean;

  /** Who changed it last; null for a rule that the exchange came with. */
  @Column({ type: 'text', nullable: true })
  author!: string | null;

  @Column({ type: 'timestamptz', name: 'changed_at', nullable: true })
  changedAt!: Date | null;
}
