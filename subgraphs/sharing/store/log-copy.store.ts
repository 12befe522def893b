import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { hashesOf } from '../domain/checkpoint.ts';
import type { CheckpointProof, CopiedEntry, CopiedLog, LogCopyStore } from '../domain/copy-access-log.ts';
import { auditPath } from '../domain/merkle.ts';
import { checkpointRowsSql, readCheckpointRow, type CheckpointRow } from './checkpoint-row.ts';
import { logParameters, logSql } from './door.store.ts';

/** Entries handed over at a time: memory holds no more of a long log. */
const atATime = 500;

const latestSql = `
  select p.patient_id as record, (select max(l.checkpoint) from log_checkpoint_leaf l where l.patient_id = p.patient_id) as checkpoint
  from unnest($1::uuid[]) as p (patient_id)`;

const headsSql = `select patient_id as record, seq::int, encode(hash, 'hex') as hash from access_log_head where patient_id = any ($1::uuid[]) order by patient_id`;

const entriesSql = `
  select body, encode(hash, 'hex') as hash from access_log where patient_id = $1 and seq > $2 and seq <= $3 order by seq limit ${atATime}`;

export function createLogCopyStore(database: Pick<RoomDatabase, 'statement'>): LogCopyStore {
  async function proofOf(record: string, checkpoint: number): Promise<CheckpointProof | null> {
    const [row] = await database.statement<CheckpointRow>(checkpointRowsSql, [checkpoint - 1, 1]);
    if (row === undefined) return null;
    const { body, signature, leaves } = readCheckpointRow(row);
    const index = leaves.findIndex(({ patientId }) => patientId === record);
    const leaf = leaves[index];
    if (leaf === undefined) return null;
    return {
      body, signature: signature.toString('base64url'), seq: leaf.seq, hash: leaf.hash.toString('hex'), index,
      path: auditPath(hashesOf(leaves), index).map((hash) => hash.toString('hex')),
    };
  }

  return {
    log: async (access, patientId, entry) => {
      await database.statement(logSql, logParameters(access, patientId, entry));
    },

    logs: async (patientIds) => {
      // The checkpoints first: a log only grows, so that it has what they know.
      const latest = await database.statement<{ record: string; checkpoint: string | null }>(latestSql, [patientIds]);
      const proofs = new Map<string, CheckpointProof | null>();
      for (const { record, checkpoint } of latest) proofs.set(record, checkpoint === null ? null : await proofOf(record, Number(checkpoint)));
      const heads = await database.statement<{ record: string; seq: number; hash: string }>(headsSql, [patientIds]);
      return heads.map(({ record, seq, hash }): CopiedLog => ({ record, head: { seq, hash }, checkpoint: proofs.get(record) ?? null }));
    },

    entries: (patientId, after, until) => database.statement<CopiedEntry>(entriesSql, [patientId, after, until]),
  };
}
