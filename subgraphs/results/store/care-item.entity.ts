import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity, UpdateDateColumn } from 'typeorm';
import type { CareKind } from '../domain/care/care-item.ts';

/** A medication, allergy, condition or plan as it stands. A database trigger keeps what each update replaces (`care_item_version`). */
@Entity('care_item')
export class CareItemEntity extends GuardedRow {
  @Column({ type: 'smallint' })
  kind!: CareKind;

  /** The sender's identifier; of what a person entered, the item's own. */
  @Column({ type: 'text', name: 'source_id' })
  sourceId!: string;

  /** Entered in error, or removed by the person who entered it: out of every view. */
  @Column({ type: 'boolean' })
  withdrawn!: boolean;

  @Column({ type: 'uuid', name: 'author_id', nullable: true })
  authorId!: string | null;

  @Column({ type: 'text', nullable: true })
  author!: string | null;

  @Column({ type: 'text', nullable: true })
  site!: string | null;

  @Column({ type: 'text', nullable: true })
  code!: string | null;

  @Column({ type: 'text', name: 'code_system', nullable: true })
  codeSystem!: string | null;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'started_on', nullable: true })
  startedOn!: string | null;

  @Column({ type: 'text', name: 'ended_on', nullable: true })
  endedOn!: string | null;

  @Column({ type: 'text', name: 'recorded_on', nullable: true })
  recordedOn!: string | null;

  @Column({ type: 'text', array: true })
  notes!: string[];

  @Column({ type: 'text', nullable: true })
  status!: string | null;

  @Column({ type: 'text', nullable: true })
  verification!: string | null;

  @Column({ type: 'text', nullable: true })
  severity!: string | null;

  @Column({ type: 'text', nullable: true })
  criticality!: string | null;

  @Column({ type: 'text', nullable: true })
  reaction!: string | null;

  @Column({ type: 'text', nullable: true })
  dosage!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** What a care plan says. */
  @Column({ type: 'text', nullable: true })
  words!: string | null;

  @Column({ type: 'timestamptz', name: 'sent_at', precision: 3 })
  sentAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
