import { GuardedRow } from '@cie/kit/database/guarded-row.ts';
import { Column, Entity } from 'typeorm';
import type { ReportKind } from '../domain/report.ts';

/**
 * What a patient is told of a report before it can be read: that it waits and until when, nothing of what it is. It stands
 * under the same passes as the report (label, organisation), only not under the delay. Its id is that of the report.
 */
@Entity('waiting_report')
export class WaitingReportEntity extends GuardedRow {
  @Column({ type: 'smallint' })
  kind!: ReportKind;

  @Column({ type: 'timestamptz', name: 'available_from' })
  availableFrom!: Date;
}
