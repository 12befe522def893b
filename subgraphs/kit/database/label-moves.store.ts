import { QueryFailedError, type EntityManager } from 'typeorm';
import type { AccessContext } from '../access-context.ts';
import type { RoomPatient } from '../federation/room-patient.ts';
import type { LabelChange, LabelledItemFacts } from '../label-history.ts';
import type { LabelMoves } from '../move-label.ts';
import type { Label } from '../names.ts';
import { ofRecordSql } from './of-record.ts';
import type { RoomReader } from './room-reader.ts';
import type { RoomWriter } from './room-writer.ts';

/** A table of items (label-moves.ts), and a condition on its rows where some of them are in nobody's view. */
export interface LabelledTable {
  readonly table: string;
  readonly shown?: string;
}

/** How one GraphQL operation reaches a room's rows. */
export interface LabelAccess {
  readonly access: AccessContext;
  readonly reader: RoomReader;
  readonly writer: RoomWriter;
}

/** The labels of the items of one table, under the passes of one operation. */
export function createLabelMoves({ access: { viewer }, reader, writer }: LabelAccess, items: LabelledTable): LabelMoves {
  return {
    find: (patient, id) => reader.read(patient, (manager) => find(manager, items, { patient, viewerId: viewer?.accountId ?? null }, id)),
    move: (change, id, label, author) => writer.write(change, async (manager) => {
      const item = await findPlain(manager, items, change, id);
      if (item === null || item.label === label) return item !== null;
      try {
        await manager.query(
          `insert into ${items.table}_label_change (patient_id, item_id, given, author_id, author_patient_id) values ($1, $2, $3, $4, $5)`,
          [item.patientId, id, label, author.accountId, author.patientId],
        );
      } catch (error) {
        if (!hasItAlready(error)) throw error;
      }
      return true;
    }),
  };
}

interface ItemRow {
  readonly patientId: string;
  readonly label: Label;
  readonly createdAt: Date;
}

async function findPlain(manager: EntityManager, { table, shown = 'true' }: LabelledTable, patient: RoomPatient, id: string): Promise<ItemRow | null> {
  const { sql, parameter } = ofRecordSql(patient);
  const [row] = await manager.query<ItemRow[]>(`select patient_id as "patientId", label, created_at as "createdAt" from ${table} where ${sql} and id = $2 and ${shown}`, [parameter, id]);
  return row ?? null;
}

interface Asked {
  readonly patient: RoomPatient;
  readonly viewerId: string | null;
}

/**
 * A choice is the patient's when it was made by whose own record is one of the person's, as they are joined today. While records are joined
 * each of their owners may choose, and when they are parted again what the other one chose is not this patient's. Rows from before that was
 * kept know the account alone.
 */
const giver = `case when author_id is null then 'rule' when coalesce(author_patient_id = any ($3::uuid[]), author_id = $4) then 'patient' else 'former-owner' end`;

async function find(manager: EntityManager, items: LabelledTable, { patient, viewerId }: Asked, id: string): Promise<LabelledItemFacts | null> {
  const { sql, parameter } = ofRecordSql(patient);
  const [item, changes] = await Promise.all([
    findPlain(manager, items, patient, id),
    manager.query<LabelChange[]>(
      `select was, given, ${giver} as by, at from ${items.table}_label_change where ${sql} and item_id = $2 order by at`, [parameter, id, patient.ids, viewerId]),
  ]);
  return item === null ? null : { label: item.label, createdAt: item.createdAt, changes };
}

/** check_violation, `was <> given`: the same move, made twice at once. */
function hasItAlready(error: unknown): boolean {
  return error instanceof QueryFailedError && Reflect.get(error.driverError, 'code') === '23514';
}

/** An item, in whichever record of its person it lies. */
export interface ItemPlace {
  readonly patientId: string;
  readonly id: string;
}

/** For feeds: what the patient chose for `from` holds for `to`, which takes its place, as far as `carriedChoicesSql` says. */
export async function carryChoice(manager: EntityManager, table: string, from: ItemPlace, to: ItemPlace): Promise<void> {
  await manager.query(`insert into ${table}_label_change (patient_id, item_id, from_patient_id, from_item_id) values ($1, $2, $3, $4)`, [to.patientId, to.id, from.patientId, from.id]);
}
