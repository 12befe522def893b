import { Column, PrimaryColumn } from 'typeorm';
import type { Label } from '../names.ts';

/** The columns of every row that stands under passes, as `passPolicySql` compares them; `patient_id` leads each key. */
export abstract class GuardedRow {
  @PrimaryColumn({ type: 'uuid', name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** ODS code of the organisation that supplied it. */
  @Column({ type: 'text' })
  organisation!: string;

  @Column({ type: 'smallint' })
  label!: Label;
}
