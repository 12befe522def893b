import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { Client, type QueryResult } from 'pg';
import type { CheckpointFault, RewrittenFault } from '../domain/verify-checkpoints.ts';
import { verifyChain, type ChainFault } from '../domain/verify-chain.ts';
import { readLogKeys, type LogKeys } from './log-keys.ts';
import { verifyCheckpoints } from './verify-checkpoints.ts';

export type LogFault = ChainFault | RewrittenFault | CheckpointFault;

export interface Verification {
  readonly records: number;
  readonly entries: number;
  readonly checkpoints: number;
  readonly faults: readonly LogFault[];
}

/** Where the log and what vouches for it are. */
export interface LogToVerify {
  readonly client: Client;
  readonly keys: LogKeys['verify'];
  /** Of the file of checkpoints. */
  readonly folder: string;
  readonly now: Date;
}

/** Patients whose chains are read at a time, so that memory stays bounded whatever the size of the log. */
const patientsAtATime = 200;

/**
 * Checks the hash chain of every record's access log, and all chains against the signed checkpoints, in the database and in their file.
 * Reads with the service's role, which cannot change the log.
 */
export async function verifyAccessLog(settings: Settings): Promise<Verification> {
  const { verify } = readLogKeys(settings);
  const client = new Client({
    host: required(settings, 'CIE_PG_HOST'),
    port: requiredNumber(settings, 'CIE_PG_PORT', 1, 65_535),
    database: 'cie_sharing',
    user: 'sharing_service',
    password: required(settings, 'CIE_PG_SHARING_SERVICE_PASSWORD'),
  });
  await client.connect();
  try {
    // One snapshot: entries that are appended meanwhile must not look like a fault.
    await client.query('begin isolation level repeatable read read only');
    return await verifyLog({ client, keys: verify, folder: required(settings, 'CIE_LOG_CHECKPOINTS'), now: new Date() });
  } finally {
    await client.end();
  }
}

/** The same within a transaction that the caller has begun. */
export async function verifyLog(log: LogToVerify): Promise<Verification> {
  const chains = await verifyChains(log.client);
  const { checkpoints, faults } = await verifyCheckpoints(log);
  return { ...chains, checkpoints, faults: [...chains.faults, ...faults] };
}

interface HeadRow {
  readonly patient_id: string;
  readonly seq: string | null;
  readonly hash: Buffer | null;
}

interface EntryRow {
  readonly patient_id: string;
  readonly seq: string;
  readonly at: Date;
  readonly body: string;
  readonly hash: Buffer;
}

async function verifyChains(client: Client): Promise<{ readonly records: number; readonly entries: number; readonly faults: readonly ChainFault[] }> {
  const faults: ChainFault[] = [];
  let records = 0;
  let entries = 0;
  // The record of nobody has the nil UUID, so the first page includes its start.
  for (let after: string | null = null; ; ) {
    const heads: QueryResult<HeadRow> = await client.query(
      `select p.patient_id, h.seq, h.hash from
         (select patient_id from access_log_head union select patient_id from access_log) p
         left join access_log_head h using (patient_id) where $1::uuid is null or p.patient_id > $1 order by p.patient_id limit $2`,
      [after, patientsAtATime],
    );
    const last = heads.rows.at(-1);
    if (last === undefined) return { records, entries, faults };
    const log = await client.query<EntryRow>(
      'select patient_id, seq, at, body, hash from access_log where ($1::uuid is null or patient_id > $1) and patient_id <= $2 order by patient_id, seq',
      [after, last.patient_id],
    );
    const chains = Map.groupBy(log.rows, (row) => row.patient_id);
    for (const { patient_id: patientId, seq, hash } of heads.rows) {
      const chain = (chains.get(patientId) ?? []).map((row) => ({ patientId, seq: Number(row.seq), at: row.at, body: row.body, hash: row.hash }));
      const fault = verifyChain(patientId, chain, seq === null || hash === null ? null : { seq: Number(seq), hash });
      if (fault) faults.push(fault);
      entries += chain.length;
    }
    records += heads.rows.length;
    after = last.patient_id;
  }
}
