import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Contact, Sex } from '../domain/demographics.ts';

@Entity('demographics')
export class DemographicsEntity {
  @PrimaryColumn({ type: 'uuid', name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn({ type: 'text' })
  organisation!: string;

  @Column({ type: 'text', name: 'nhs_number' })
  nhsNumber!: string;

  @Column({ type: 'date', name: 'birth_date' })
  birthDate!: string;

  @Column({ type: 'text', name: 'family_name', nullable: true })
  familyName!: string | null;

  @Column({ type: 'text', name: 'given_name', nullable: true })
  givenName!: string | null;

  @Column({ type: 'text', nullable: true })
  prefix!: string | null;

  @Column({ type: 'text', nullable: true })
  sex!: Sex | null;

  @Column({ type: 'text', name: 'address_lines', array: true })
  addressLines!: string[];

  @Column({ type: 'text', nullable: true })
  postcode!: string | null;

  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'jsonb', name: 'next_of_kin' })
  nextOfKin!: Contact[];

  @Column({ type: 'text', name: 'general_practice_name', nullable: true })
  generalPracticeName!: string | null;

  @Column({ type: 'text', name: 'general_practice_code', nullable: true })
  generalPracticeCode!: string | null;

  @Column({ type: 'text', name: 'general_practitioner', nullable: true })
  generalPractitioner!: string | null;

  @Column({ type: 'timestamptz', name: 'sent_at', precision: 3 })
  sentAt!: Date;

  @Column({ type: 'boolean' })
  provisional!: boolean;
}
