import { changePurposes, type ChangePurpose } from '../changes.ts';
import type { RecordRoom } from '../names.ts';
import { verifiedSql } from './pass-verification.ts';

/** A table whose rows belong to items, have the item's label and so open and close with it. */
export interface LabelledPart {
  readonly table: string;
  /** The column that names the item; of `through`, when that is given. */
  readonly column: string;
  /** The table between part and item, and the part's column that names its row. */
  readonly through?: { readonly table: string; readonly column: string };
}

/** Items of which each has one label that the patient may choose (ACS-1). The table has `created_at`: when the item came. */
export interface LabelledItem {
  readonly table: string;
  readonly purpose: ChangePurpose;
  readonly parts: readonly LabelledPart[];
}

/**
 * SQL that lets patients move items to another label, and keeps what became of each item's label.
 *
 * `chosen_label` is the patient's choice, null while the rules decide. It wins over whatever a feed says later: a trigger of the item
 * puts it in place, and no role but the owner changes it, who acts inside triggers only. A part takes the label of its item, whatever
 * the statement says, so that no path of the code can leave half an item behind for readers who lost the other half.
 *
 * The service's role adds a row to `<item>_label_change` under a write pass of the item's purpose that names every organisation, for an
 * item that its read passes show; the rest follows by triggers, in the same transaction. What became of a label is read under passes of
 * the patient's own door alone: others would learn from it that a result in front of them once was of another kind.
 */
export function labelMovesSql(room: RecordRoom, items: readonly LabelledItem[]): string {
  return `
  ${verifiedSql(room, {
    name: 'verified_owners',
    audience: `part[2] <> '${room}' or part[5] <> 'self'`,
    collect: 'answer.patients := answer.patients || part[4]::uuid;',
  })}
  create function pass.owners() returns uuid[] language sql stable security definer
    set search_path = pg_catalog, pg_temp as 'select (pass.verified_owners()).patients';
  revoke all on function pass.verified_owners(), pass.owners() from public;
  grant execute on function pass.owners() to ${room}_service;
  ${items.map((item) => itemSql(room, item)).join('\n')}`;
}

/** A label is one of four; the database refuses a row that has none of them, whoever writes it. */
export const fourLabelsSql = (tables: readonly string[]): string =>
  tables.map((table) => `alter table ${table} add constraint ${table}_has_one_of_four_labels check (label between 0 and 3);`).join('\n');

const changesOf = (item: string): string => `${item}_label_change`;

function itemSql(room: RecordRoom, item: LabelledItem): string {
  const { table, purpose, parts } = item;
  if (changePurposes[purpose] !== room) throw new Error(`The purpose ${purpose} is not one of the room ${room}.`);
  return `
  alter table ${table} add column chosen_label smallint check (chosen_label between 0 and 3);
  ${changesSql(room, item)}
  ${keepChoiceSql(room, table)}
  ${moveSql(table)}
  ${parts.map((part) => partSql(room, table, part)).join('\n')}
  ${followSql(table, parts)}
  create policy moved_with_label on ${table} for all to ${room}_owner using (pg_trigger_depth() > 0) with check (pg_trigger_depth() > 0);`;
}

function changesSql(room: RecordRoom, { table, purpose }: LabelledItem): string {
  const changes = changesOf(table);
  const shown = `exists (select from ${table} i where i.patient_id = ${changes}.patient_id and i.id = ${changes}.item_id)`;
  return `
  create table ${changes} (
    patient_id uuid not null,
    id uuid not null default gen_random_uuid(),
    item_id uuid not null,
    was smallint not null check (was between 0 and 3),
    given smallint not null check (given between 0 and 3),
    -- The account of the patient who chose it; null where a rule gave it.
    author_id uuid,
    at timestamptz(3) not null,
    primary key (patient_id, id),
    check (was <> given),
    foreign key (patient_id, item_id) references ${table} (patient_id, id) on delete cascade
  );
  create index ${changes}_by_item on ${changes} (patient_id, item_id, at);
  alter table ${changes} enable row level security;
  alter table ${changes} force row level security;
  create policy seen_by_patient on ${changes} for select to ${room}_service
    using (patient_id = any ((select pass.owners())::uuid[]) and ${shown});
  create policy insert_to_${purpose.replaceAll('-', '_')} on ${changes} for insert to ${room}_service with check (
    ('${room}:${purpose}/' || patient_id::text || '/' || given::text || '/*') = any ((select pass.writes())::text[])
    and ('${room}:${purpose}/' || patient_id::text || '/by/' || author_id::text) = any ((select pass.writes())::text[])
    and ${shown}
  );
  create policy kept_by_trigger on ${changes} for all to ${room}_owner using (pg_trigger_depth() > 0) with check (pg_trigger_depth() > 0);
  grant select, insert (patient_id, item_id, given, author_id) on ${changes} to ${room}_service;`;
}

/** Runs with the rights of whoever writes, so that it can tell the owner's triggers from everybody else. */
const keepChoiceSql = (room: RecordRoom, table: string): string => `
  create function keep_choice_of_${table}() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    if current_user <> '${room}_owner' then
      new.chosen_label := case tg_op when 'INSERT' then null else old.chosen_label end;
    end if;
    new.label := coalesce(new.chosen_label, new.label);
    return new;
  end $$;
  create trigger keep_choice before insert or update on ${table} for each row execute function keep_choice_of_${table}();`;

/** What the label was is read from the item itself, whatever the statement says; an item that is not there leaves the refusal to the policy. */
const moveSql = (table: string): string => `
  create function note_label_of_${table}() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    if new.author_id is not null then
      select i.label into new.was from ${table} i where i.patient_id = new.patient_id and i.id = new.item_id for update;
      new.was := coalesce(new.was, new.given);
    end if;
    new.at := clock_timestamp();
    return new;
  end $$;

  create function move_${table}() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    update ${table} set chosen_label = new.given, label = new.given where patient_id = new.patient_id and id = new.item_id;
    return null;
  end $$;

  revoke all on function note_label_of_${table}(), move_${table}() from public;
  create trigger note_label before insert on ${changesOf(table)} for each row execute function note_label_of_${table}();
  create trigger move after insert on ${changesOf(table)} for each row when (new.author_id is not null) execute function move_${table}();`;

/** The item of a part's row, as an expression on `new`. */
const itemOf = ({ column, through }: LabelledPart): string =>
  through === undefined ? `new.${column}` : `(select t.${column} from ${through.table} t where t.patient_id = new.patient_id and t.id = new.${through.column})`;

/** Whether a part's row `p` belongs to the item `new`. */
const isOf = ({ column, through }: LabelledPart): string =>
  through === undefined ? `p.${column} = new.id` : `p.${through.column} in (select t.id from ${through.table} t where t.patient_id = new.patient_id and t.${column} = new.id)`;

const partSql = (room: RecordRoom, item: string, part: LabelledPart): string => `
  create function take_label_of_${item}_for_${part.table}() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    of_item smallint;
  begin
    select i.label into of_item from ${item} i where i.patient_id = new.patient_id and i.id = ${itemOf(part)};
    new.label := coalesce(of_item, new.label);
    return new;
  end $$;
  revoke all on function take_label_of_${item}_for_${part.table}() from public;
  create trigger take_label before insert or update of label, ${part.through?.column ?? part.column} on ${part.table}
    for each row execute function take_label_of_${item}_for_${part.table}();
  create policy moved_with_label on ${part.table} for all to ${room}_owner using (pg_trigger_depth() > 0) with check (pg_trigger_depth() > 0);`;

/** Notes a label that a rule gave, and takes the parts along. */
const followSql = (table: string, parts: readonly LabelledPart[]): string => `
  create function follow_label_of_${table}() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    if new.chosen_label is not distinct from old.chosen_label then
      insert into ${changesOf(table)} (patient_id, item_id, was, given) values (new.patient_id, new.id, old.label, new.label);
    end if;
    ${parts.map((part) => `update ${part.table} p set label = new.label where p.patient_id = new.patient_id and ${isOf(part)} and p.label <> new.label;`).join('\n    ')}
    return null;
  end $$;
  revoke all on function follow_label_of_${table}() from public;
  create trigger follow_label after update on ${table} for each row when (old.label <> new.label) execute function follow_label_of_${table}();`;
