import type { Label } from '@cie/kit/names.ts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  @Column({ type: 'text', nullable: true })
  text!: string | null;

  @Column({ type: 'bytea', nullable: true })
  pdf!: Buffer | null;

  @Column({ type: 'timestamptz', name: 'sent_at', precision: 3 })
  sentAt!: Date;
}
