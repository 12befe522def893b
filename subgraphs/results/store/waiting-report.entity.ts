import type { Label } from '@cie/kit/names.ts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReportKind } from '../domain/report.ts';

/**
 * What a patient is told of a report before it can be read: that it waits and until when, nothing of what it is. It stands
 * under the same passes as the report (label, organisation), only not under the delay.
 */
@Entity('waiting_report')
export class WaitingReportEntity {
  @PrimaryColumn({ type: 'uuid', name: 'patient_id' })
  patientId!: string;

  /** The report's id. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  organisation!: string;

  @Column({ type: 'smallint' })
  label!: Label;

  @Column({ type: 'smallint' })
  kind!: ReportKind;

  @Column({ type: 'timestamptz', name: 'available_from' })
  availableFrom!: Date;
}
