import { fourLabelsSql, labelMovesSql, type LabelledItem } from '@cie/kit/database/label-moves.ts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const items: readonly LabelledItem[] = [
  {
    table: 'report',
    purpose: 'move-report',
    parts: [
      { table: 'observation', column: 'report_id' },
      { table: 'observation_version', column: 'report_id', through: { table: 'observation', column: 'observation_id' } },
      { table: 'waiting_report', column: 'id' },
      { table: 'report_attachment', column: 'report_id' },
      { table: 'release_decision', column: 'report_id' },
    ],
  },
  { table: 'care_item', purpose: 'move-care-item', parts: [{ table: 'care_item_version', column: 'care_item_id' }] },
];

/**
 * A panel that comes after its tests takes them over, and their reports go. What the patient hid with one of them stays hidden: the
 * panel takes the patient's choice, unless they chose for the panel itself. A choice of general is not taken over, for the panel may
 * hold what is not.
 */
const carryChoice = `
  create function carry_choice() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    insert into report_label_change (patient_id, item_id, given, author_id)
    select new.patient_id, taken.id, gone.chosen_label,
      (select c.author_id from report_label_change c where c.patient_id = gone.patient_id and c.item_id = gone.id and c.author_id is not null order by c.at desc limit 1)
    from report gone, report taken
    where gone.patient_id = old.patient_id and gone.id = old.report_id and taken.patient_id = new.patient_id and taken.id = new.report_id
      and gone.chosen_label <> 0 and taken.chosen_label is null and taken.label <> gone.chosen_label;
    return null;
  end $$;
  revoke all on function carry_choice() from public;
  create trigger carry_choice after update of report_id on observation for each row when (old.report_id <> new.report_id) execute function carry_choice();
`;

/** ACS-1: the patient moves results and care items from label to label. */
export class MoveLabels1795501000000 implements MigrationInterface {
  name = 'MoveLabels1795501000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(labelMovesSql('results', items));
    await runner.query(carryChoice);
    await runner.query(fourLabelsSql([...items.flatMap(({ table, parts }) => [table, ...parts.map((part) => part.table)]), 'measurement', 'measurement_version']));
  }

  async down(): Promise<void> {
    throw new Error('What patients chose is not forgotten by a migration.');
  }
}
