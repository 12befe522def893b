import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity } from 'typeorm';
import type { DecisionKind } from '../domain/release.ts';

/** A professional's decision about the release of a report (RES-4). Rows are added by people and moved by the database with their report. */
@Entity('release_decision')
export class ReleaseDecisionEntity extends GuardedRow {
  @Column({ type: 'uuid', name: 'report_id' })
  reportId!: string;

  @Column({ type: 'smallint' })
  kind!: DecisionKind;

  @Column({ type: 'smallint', nullable: true })
  days!: number | null;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'timestamptz', name: 'from_at' })
  fromAt!: Date;

  @Column({ type: 'timestamptz', name: 'until_at' })
  untilAt!: Date;

  @Column({ type: 'text', array: true, name: 'test_codes' })
  testCodes!: string[];

  @Column({ type: 'text', name: 'author_name' })
  authorName!: string;

  @Column({ type: 'text', name: 'author_role', nullable: true })
  authorRole!: string | null;

  @Column({ type: 'text', name: 'author_organisation' })
  authorOrganisation!: string;

  @Column({ type: 'timestamptz', name: 'decided_at' })
  decidedAt!: Date;
}
