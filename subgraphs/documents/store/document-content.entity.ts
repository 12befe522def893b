import type { Label } from '@cie/kit/names.ts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of a document: who wrote it when, and the key of what it says, wrapped. */
@Entity('document_content')
export class DocumentContentEntity {
  @PrimaryColumn({ type: 'uuid', name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'document_id' })
  documentId!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  organisation!: string;

  @Column({ type: 'smallint' })
  label!: Label;

  @Column({ type: 'timestamptz', name: 'delayed_until', precision: 3, nullable: true })
  delayedUntil!: Date | null;

  @Column({ type: 'timestamptz', name: 'sent_at', precision: 3 })
  sentAt!: Date;

  @Column({ type: 'text', nullable: true })
  author!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;

  @Column({ type: 'text', name: 'at_text' })
  atText!: string;

  @Column({ type: 'text', name: 'media_type' })
  mediaType!: string;

  @Column({ type: 'integer' })
  size!: number;

  /** Null in rows from before content was sealed, until they are. */
  @Column({ type: 'text', name: 'key_id', nullable: true })
  keyId!: string | null;

  @Column({ type: 'bytea', name: 'wrapped_key', nullable: true })
  wrappedKey!: Buffer | null;
}
