import type { RecordRoom } from '../names.ts';
import type { LabelledItem } from './label-moves.ts';

/**
 * SQL that keeps whose own record it was when somebody chose a label, and lets a feed carry a choice from an item to the one that takes its
 * place (ACS-1); it follows `labelMovesSql`.
 *
 * A sender corrects under a new id as well as under the old one, and what the patient decided is about the letter, not about its id. The
 * feed's role says only which item takes the place of which, by a row that names both; what was chosen, and by whom, a trigger of the owner
 * reads from the former. It carries nothing where the patient has chosen for the latter already. A choice of general opens, so it is carried
 * only over the same rule: where the rules gave the latter the very label that the patient set aside, in their own record. Where they are
 * stricter now, the patient has not seen that yet, and is asked for nothing by leaving it closed.
 */
export const carriedChoicesSql = (room: RecordRoom, items: readonly LabelledItem[]): string => items.map((item) => itemSql(room, item)).join('\n');

function itemSql(room: RecordRoom, { table, purpose }: LabelledItem): string {
  const changes = `${table}_label_change`;
  const writes = 'any ((select pass.writes())::text[])';
  const by = (patient: string): string => `('${room}:${purpose}/' || ${patient}::text || '/by/' || author_id::text) = ${writes}`;
  return `
  alter table ${changes}
    -- The author's own record; null where a rule gave the label, and in rows from before this was kept.
    add column author_patient_id uuid,
    -- The item that this one took the place of, and with it the choice.
    add column from_patient_id uuid,
    add column from_item_id uuid,
    drop constraint ${changes}_check,
    add constraint ${changes}_moves check (was <> given or from_item_id is not null),
    add constraint ${changes}_from_both check ((from_patient_id is null) = (from_item_id is null));
  alter policy insert_to_${purpose.replaceAll('-', '_')} on ${changes} with check (
    ('${room}:${purpose}/' || patient_id::text || '/' || given::text || '/*') = ${writes}
    and ${by('patient_id')} and (author_patient_id is null or ${by('author_patient_id')})
    and exists (select from ${table} i where i.patient_id = ${changes}.patient_id and i.id = ${changes}.item_id)
  );
  grant insert (author_patient_id) on ${changes} to ${room}_service;
  create policy carried_by_feed on ${changes} for insert to ${room}_feed with check (from_item_id is not null);
  grant insert (patient_id, item_id, from_patient_id, from_item_id) on ${changes} to ${room}_feed;

  create or replace function note_label_of_${table}() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    own_choice smallint;
    over smallint;
  begin
    if new.from_item_id is not null then
      select i.label, i.chosen_label, f.chosen_label into new.was, own_choice, new.given
        from ${table} i join ${table} f on f.organisation = i.organisation
        where i.patient_id = new.patient_id and i.id = new.item_id and f.patient_id = new.from_patient_id and f.id = new.from_item_id for update of i;
      if new.given is null or own_choice is not null then return null; end if;
      select c.author_id, c.author_patient_id into new.author_id, new.author_patient_id from ${changes} c
        where c.patient_id = new.from_patient_id and c.item_id = new.from_item_id and c.author_id is not null order by c.at desc limit 1;
      select c.was into over from ${changes} c
        where c.patient_id = new.from_patient_id and c.item_id = new.from_item_id and c.author_id is not null order by c.at limit 1;
      if new.given = 0 and (new.was <> over or new.author_patient_id is distinct from new.patient_id) then return null; end if;
    elsif new.author_id is not null then
      select i.label into new.was from ${table} i where i.patient_id = new.patient_id and i.id = new.item_id for update;
      new.was := coalesce(new.was, new.given);
    end if;
    new.at := clock_timestamp();
    return new;
  end $$;`;
}
