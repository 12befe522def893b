import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { Client, type QueryResult } from 'pg';
import { verifyChain, type ChainFault } from '../domain/verify-chain.ts';

export interface Verification {
  readonly records: number;
  readonly entries: number;
  readonly faults: readonly ChainFault[];
}

/** Patients whose chains are read at a time, so that memory stays bounded whatever the size of the log. */
const patientsAtATime = 200;

/** Checks the hash chain of every patient's access log. Reads with the service's role, which cannot write it. */
export async function verifyAccessLog(settings: Settings): Promise<Verification> {
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
    return await verifyAll(client);
  } finally {
    await client.end();
  }
}

interface HeadRow {
  readonly patient_id: string;
  readonly seq: string | null;
  readonly hash: Buffer | null;
}

async function verifyAll(client: Client): Promise<Verification> {
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
    const log = await client.query<{ patient_id: string; seq: string; body: string; hash: Buffer }>(
      'select patient_id, seq, body, hash from access_log where ($1::uuid is null or patient_id > $1) and patient_id <= $2 order by patient_id, seq',
      [after, last.patient_id],
    );
    const chains = Map.groupBy(log.rows, (row) => row.patient_id);
    for (const { patient_id: patientId, seq, hash } of heads.rows) {
      const chain = (chains.get(patientId) ?? []).map((row) => ({ patientId, seq: Number(row.seq), body: row.body, hash: row.hash }));
      const fault = verifyChain(patientId, chain, seq === null || hash === null ? null : { seq: Number(seq), hash });
      if (fault) faults.push(fault);
      entries += chain.length;
    }
    records += heads.rows.length;
    after = last.patient_id;
  }
}
