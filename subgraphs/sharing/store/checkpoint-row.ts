import type { Checkpoint } from '../domain/checkpoint.ts';

/** A row of log_checkpoint with its leaves, as `checkpointRowsSql` reads them. */
export interface CheckpointRow {
  readonly number: string;
  readonly body: string;
  readonly signature: Buffer;
  readonly leaves: readonly [patientId: string, seq: number, hash: string][];
}

/** Leaves are put together in the database: a row for each would name the checkpoint a thousand times. */
const leavesSql = `
  (select coalesce(jsonb_agg(jsonb_build_array(l.patient_id, l.seq, encode(l.hash, 'hex')) order by l.position), '[]')
    from log_checkpoint_leaf l where l.checkpoint = c.number) as leaves`;

/** Checkpoints after $1, at most $2, the first first. */
export const checkpointRowsSql = `select c.number, c.body, c.signature, ${leavesSql} from log_checkpoint c where c.number > $1 order by c.number limit $2`;

export const readCheckpointRow = ({ number, body, signature, leaves }: CheckpointRow): Checkpoint => ({
  number: Number(number), body, signature, leaves: leaves.map(([patientId, seq, hash]) => ({ patientId, seq, hash: Buffer.from(hash, 'hex') })),
});
