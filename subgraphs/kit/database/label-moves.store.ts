import { QueryFailedError, type EntityManager } from 'typeorm';
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

/** The labels of the items of one table, under the passes of one operation. */
export function createLabelMoves(reader: RoomReader, writer: RoomWriter, items: LabelledTable): LabelMoves {
  return {
    find: (patient, id) => reader.read(patient, (manager) => find(manager, items, patient, id)),
    move: (change, id, label, authorId) => writer.write(change, async (manager) => {
      const item = await findPlain(manager, items, change, id);
      if (item === null || item.label === label) return item !== null;
      try {
        await manager.query(`insert into ${items.table}_label_change (patient_id, item_id, given, author_id) values ($1, $2, $3, $4)`, [item.patientId, id, label, authorId]);
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

async function find(manager: EntityManager, items: LabelledTable, patient: RoomPatient, id: string): Promise<LabelledItemFacts | null> {
  const { sql, parameter } = ofRecordSql(patient);
  const [item, changes] = await Promise.all([
    findPlain(manager, items, patient, id),
    manager.query<LabelChange[]>(
      `select was, given, author_id is not null as "byPatient", at from ${items.table}_label_change where ${sql} and item_id = $2 order by at`, [parameter, id]),
  ]);
  return item === null ? null : { label: item.label, createdAt: item.createdAt, changes };
}

/** check_violation, `was <> given`: the same move, made twice at once. */
function hasItAlready(error: unknown): boolean {
  return error instanceof QueryFailedError && Reflect.get(error.driverError, 'code') === '23514';
}
