import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changePurposes, type ChangePurpose } from '../changes.ts';
import type { RecordRoom } from '../names.ts';
import type { MigrationClass } from './migrate.ts';
import { verifiedSql } from './pass-verification.ts';

/**
 * SQL that installs the verification of write passes in a record room's database, beside that of read passes.
 *
 * A write pass is a pass whose audience is `room:purpose`: it opens nothing to reading, and a read pass lets nothing be
 * written. Its organisations are those that a row written under it may name.
 */
function writePassSql(room: RecordRoom): string {
  return `
  ${verifiedSql(room, {
    name: 'verified_writes',
    audience: `not starts_with(part[2], '${room}:')`,
    collect: `
      answer.patients := answer.patients || part[4]::uuid;
      answer.items := answer.items || (part[2] || '/' || part[4] || '/by/' || part[3]);
      foreach label in array string_to_array(part[6], ',') loop
        foreach organisation in array string_to_array(part[7], ',') loop
          answer.items := answer.items || (part[2] || '/' || part[4] || '/' || label || '/' || organisation);
        end loop;
      end loop;`,
  })}

  create function pass.writes() returns text[] language sql stable security definer
    set search_path = pg_catalog, pg_temp as 'select (pass.verified_writes()).items';
  revoke all on function pass.verified_writes(), pass.writes() from public;
  grant execute on function pass.writes() to ${room}_service;
  `;
}

export interface WritePolicy {
  readonly purpose: ChangePurpose;
  readonly operations: readonly ('insert' | 'update')[];
  /** Whether only the author's own rows may be written; the table then has `author_id uuid`, the account of the author. */
  readonly own: boolean;
}

/**
 * SQL that lets the service's role write a clinical table under a write pass of this purpose: rows whose patient, label and
 * organisation it names, and no others. The table stands under `passPolicySql` already; the caller grants the rights,
 * for updates by column. What is updated must also be readable under the passes given.
 */
export function writePolicySql(room: RecordRoom, table: string, { purpose, operations, own }: WritePolicy): string {
  if (changePurposes[purpose] !== room) throw new Error(`The purpose ${purpose} is not one of the room ${room}.`);
  const allows = (rest: string): string => `('${room}:${purpose}/' || patient_id::text || ${rest}) = any ((select pass.writes())::text[])`;
  const label = "'/' || label::text || '/' ||";
  const row = `(${allows(`${label} '*'`)} or ${allows(`${label} organisation`)})${own ? ` and ${allows("'/by/' || author_id::text")}` : ''}`;
  const name = purpose.replaceAll('-', '_');
  return operations
    .map((operation) => `create policy ${operation}_to_${name} on ${table} for ${operation} to ${room}_service ${operation === 'insert' ? '' : `using (${row})`} with check (${row});`)
    .join('\n');
}

/** The migration by which a room takes write passes; its tables' policies follow in migrations of their own. */
export function acceptWritePasses(room: RecordRoom): MigrationClass {
  return class implements MigrationInterface {
    name = 'AcceptWritePasses1795400001000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(writePassSql(room));
    }

    async down(): Promise<void> {
      throw new Error('Policies stand on write passes; a later migration mends instead.');
    }
  };
}
