import { carriedChoicesSql } from '@cie/kit/database/carried-choices.ts';
import type { LabelledItem } from '@cie/kit/database/label-moves.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const items: readonly LabelledItem[] = [
  { table: 'report', purpose: 'move-report', parts: [] },
  { table: 'care_item', purpose: 'move-care-item', parts: [] },
];

/** As before, a panel takes over what the patient hid with a test, and no choice of general; and now it says from which report. */
const carryChoice = `
  create or replace function carry_choice() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    insert into report_label_change (patient_id, item_id, from_patient_id, from_item_id)
    select new.patient_id, new.report_id, gone.patient_id, gone.id from report gone
    where gone.patient_id = old.patient_id and gone.id = old.report_id and gone.chosen_label <> 0;
    return null;
  end $$;
`;

/** ACS-1: what the patient chose for a report holds for the one that takes its place. */
export class CarryChoices1795501000001 implements MigrationInterface {
  name = 'CarryChoices1795501000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(carriedChoicesSql('results', items));
    await runner.query(carryChoice);
  }

  async down(): Promise<void> {
    throw new Error('What patients chose is not forgotten by a migration.');
  }
}
