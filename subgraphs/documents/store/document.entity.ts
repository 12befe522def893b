import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity } from 'typeorm';
import type { DocumentCompletion, DocumentStatus } from '../domain/document.ts';

@Entity('document')
export class DocumentEntity extends GuardedRow {
  @Column({ type: 'timestamptz', name: 'delayed_until', precision: 3, nullable: true })
  delayedUntil!: Date | null;

  @Column({ type: 'timestamptz', name: 'delay_from', precision: 3, nullable: true })
  delayFrom!: Date | null;

  @Column({ type: 'text', name: 'source_id' })
  sourceId!: string;

  @Column({ type: 'text', name: 'parent_source_id', nullable: true })
  parentSourceId!: string | null;

  @Column({ type: 'text', name: 'replaces_source_id', nullable: true })
  replacesSourceId!: string | null;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'integer' })
  versions!: number;

  @Column({ type: 'text', name: 'type_code' })
  typeCode!: string;

  @Column({ type: 'text', nullable: true })
  type!: string | null;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  status!: DocumentStatus;

  @Column({ type: 'text', nullable: true })
  completion!: DocumentCompletion | null;

  @Column({ type: 'text', nullable: true })
  author!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;

  @Column({ type: 'text', name: 'at_text' })
  atText!: string;

  @Column({ type: 'text', nullable: true })
  site!: string | null;

  @Column({ type: 'text', name: 'media_type' })
  mediaType!: string;

  @Column({ type: 'integer' })
  size!: number;

  @Column({ type: 'timestamptz', name: 'sent_at', precision: 3 })
  sentAt!: Date;

  /** DOC-3. */
  @Column({ type: 'boolean' })
  maternity!: boolean;

  @Column({ type: 'date', name: 'expected_delivery', nullable: true })
  expectedDelivery!: string | null;

  /** The account that added it (DOC-2). */
  @Column({ type: 'uuid', name: 'author_id', nullable: true })
  authorId!: string | null;

  @Column({ type: 'text', name: 'file_name', nullable: true })
  fileName!: string | null;
}
