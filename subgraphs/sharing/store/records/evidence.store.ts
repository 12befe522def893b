import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Scan, Checked } from '@cie/kit/scanning/scan.ts';
import { sealBytes, unsealBytes } from '@cie/kit/sealing.ts';
import { hkdfSync, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { EvidenceProgress, EvidenceRows } from '../../domain/records/send-evidence.ts';
import { requestColumns, type RequestRow, type RequestSeal } from './records-request-row.ts';

/** Seals parts of files, each with a key of its file that comes from the one that guards NHS numbers here (RFC 5869). */
export interface EvidenceSeal {
  close(id: string, number: number, last: boolean, bytes: Buffer): Buffer;
  /** Throws FILE_SEAL_BROKEN. */
  open(id: string, number: number, last: boolean, sealed: Buffer): Buffer;
}

export function evidenceSeal(finderKey: Buffer): EvidenceSeal {
  const keyOf = (id: string): Buffer => Buffer.from(hkdfSync('sha256', finderKey, id, 'evidence for requests for records', 32));
  const about = (id: string, number: number, last: boolean): string => `evidence ${id} ${number} ${last ? 'last' : 'more'}`;
  return {
    close: (id, number, last, bytes) => sealBytes(keyOf(id), bytes, about(id, number, last)),
    open: (id, number, last, sealed) => unsealBytes(keyOf(id), sealed, about(id, number, last)),
  };
}

const progressSql = `
  select e.id, e.name, e.media_type as "mediaType", e.size, e.parts, e.state, e.request_id as "requestId", r.account_id as "accountId"
  from evidence e join records_request r on r.id = e.request_id where e.id = $1`;

/** Files of evidence as one transaction sees them; `toScan` says whether there is a scanner. */
export function evidenceIn(manager: EntityManager, texts: RequestSeal, files: EvidenceSeal, toScan: boolean): EvidenceRows {
  return {
    request: async (id, accountId) => {
      const [row]: RequestRow[] = await manager.query(`select ${requestColumns} from records_request r where r.id = $1 and r.account_id = $2 for update`, [id, accountId]);
      return row === undefined ? null : { request: texts.open(row), files: row.files?.length ?? 0 };
    },
    begin: async (requestId, name, mediaType, now) => {
      const id = randomUUID();
      await manager.query("insert into evidence (request_id, id, name, media_type, state, to_scan, created_at) values ($1, $2, $3, $4, 'receiving', $5, $6)", [requestId, id, name, mediaType, toScan, now]);
      return id;
    },
    progress: async (id) => {
      const [row]: EvidenceProgress[] = await manager.query(`${progressSql} for update of e`, [id]);
      return row ?? null;
    },
    addPart: async ({ id, number, bytes, last }) => {
      await manager.query('insert into evidence_part (evidence_id, number, sealed) values ($1, $2, $3)', [id, number, files.close(id, number, last, bytes)]);
      await manager.query("update evidence set parts = parts + 1, size = size + $2, state = case when $3 then 'waiting' else state end, updated_at = now() where id = $1", [id, bytes.length, last]);
    },
    drop: async (id) => {
      await manager.query('delete from evidence where id = $1', [id]);
    },
  };
}

/** One part of a file that was found clean; null for any other. */
export async function readEvidence(database: RoomDatabase, files: EvidenceSeal, requestId: string, id: string, number: number): Promise<(EvidenceProgress & { readonly bytes: Buffer; readonly last: boolean }) | null> {
  const [file] = await database.statement<EvidenceProgress>(`${progressSql} and e.request_id = $2 and e.state = 'clean'`, [id, requestId]);
  const [part] = file === undefined ? [] : await database.statement<{ sealed: Buffer }>('select sealed from evidence_part where evidence_id = $1 and number = $2', [id, number]);
  if (file === undefined || part === undefined) return null;
  const last = number === file.parts - 1;
  return { ...file, last, bytes: files.open(id, number, last, part.sealed) };
}

/** Seconds that a file is kept from other processes while it is scanned, and before the second try; the wait doubles. */
const scanSeconds = 180;
const firstWaitSeconds = 5;
const longestWaitSeconds = 300;

const takeSql = `
  update evidence set next_attempt_at = $1::timestamptz + make_interval(secs => ${scanSeconds}), attempts = attempts + 1 where id = (
    select id from evidence where state = 'waiting' and next_attempt_at <= $1 and ($2 or not to_scan) order by next_attempt_at limit 1 for update skip locked)
  returning id, parts`;

const settleSql = "update evidence set state = $2, updated_at = now() where id = $1 and state = 'waiting'";

/**
 * Checks the next file of evidence (abuse case 52): nobody opens one that no scanner found clean, unless the operator has said that there is
 * none. While the scanner does not answer, the file stays where it is, and `report` is told why.
 */
export async function checkNextEvidence(database: RoomDatabase, files: EvidenceSeal, scan: Scan | null, now: Date, report: (error: unknown) => void): Promise<Checked> {
  const [taken] = await database.asService((manager) => manager.query<[{ id: string; parts: number }[], number]>(takeSql, [now, scan !== null]));
  const [file] = taken;
  if (file === undefined) return 'none';
  try {
    const verdict = scan === null ? 'clean' : await scan(partsOf(database, files, file));
    if (verdict === 'infected') {
      await database.asService(async (manager) => {
        await manager.query('delete from evidence_part where evidence_id = $1', [file.id]);
        await manager.query(settleSql, [file.id, 'refused']);
      });
    } else await database.statement(settleSql, [file.id, verdict === 'clean' ? 'clean' : 'held']);
    return 'done';
  } catch (error) {
    // Whatever went wrong, nothing was found out about the file.
    report(error);
    await database.statement(`update evidence set next_attempt_at = now() + make_interval(secs => least(${firstWaitSeconds} * power(2, least(attempts, 10) - 1), ${longestWaitSeconds})) where id = $1`, [file.id]);
    return 'postponed';
  }
}

/** One part at a time: a scan holds no more in memory than that. */
async function* partsOf(database: RoomDatabase, files: EvidenceSeal, { id, parts }: { readonly id: string; readonly parts: number }): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < parts; number += 1) {
    const [part] = await database.statement<{ sealed: Buffer }>('select sealed from evidence_part where evidence_id = $1 and number = $2', [id, number]);
    if (part === undefined) throw new Error('A part of a file of evidence is missing.');
    yield files.open(id, number, number === parts - 1, part.sealed);
  }
}

/** How long evidence is kept once its request was decided, in days: copies of passports are not kept for longer than a complaint may take to come. */
export const evidenceKeptDays = 28;

/** Clears away what did not come whole within an hour, and what was shown for requests that were decided a while ago. */
export async function sweepEvidence(database: RoomDatabase, now: Date): Promise<void> {
  await database.statement("delete from evidence where state = 'receiving' and updated_at < $1::timestamptz - interval '1 hour'", [now]);
  await database.statement(
    `delete from evidence where request_id in (select id from records_request
      where decided in ('approved', 'refused', 'withdrawn') and decided_at < $1::timestamptz - interval '${evidenceKeptDays} days')`, [now]);
}
