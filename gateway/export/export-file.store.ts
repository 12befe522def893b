import { sealBytes, unsealBytes } from '@cie/kit/sealing.ts';
import type { Pool } from 'pg';
import type { ClaimedJob } from './export-job.ts';
import type { Sink } from './sink.ts';

/** A chunk is sealed and stored when it is this large, in bytes: all that is in memory of a file that is being made. */
const chunkSize = 256 * 1024;

/** What one sealed chunk is bound to: its file, its place in it, and whether it is the last. None can be left out or put elsewhere. */
const about = (jobId: string, number: number, last: boolean): string => `export/${jobId}/${number}${last ? '/last' : ''}`;

/** What a file's key is bound to. */
export const keyAbout = (jobId: string): string => `export/${jobId}/key`;

/** Thrown when another process makes the file by now, or nobody wants it any more. */
export class ExportLost extends Error {}

/** Writes a file in sealed chunks (AES-256-GCM), so that the database and its copies hold cipher text only (abuse case 25). */
export class SealedFile implements Sink {
  readonly #database: Pool;
  readonly #job: ClaimedJob;
  readonly #key: Buffer;
  #pending: Buffer[] = [];
  #waiting = 0;
  #first = Buffer.alloc(0);
  /** Chunk 0 is what stands first; it is written at the end. */
  #number = 1;
  #size = 0;

  constructor(database: Pool, job: ClaimedJob, key: Buffer) {
    this.#database = database;
    this.#job = job;
    this.#key = key;
  }

  async write(content: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(content);
    this.#pending.push(bytes);
    this.#waiting += bytes.length;
    if (this.#waiting >= chunkSize) await this.#store(false);
  }

  async begin(content: string): Promise<void> {
    this.#first = Buffer.from(content);
  }

  /** Stores what is left. Throws ExportLost. */
  async end(): Promise<{ readonly chunks: number; readonly size: number }> {
    await this.#put(0, this.#first, false);
    await this.#store(true);
    return { chunks: this.#number, size: this.#size };
  }

  async #store(last: boolean): Promise<void> {
    const content = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#waiting = 0;
    await this.#put(this.#number, content, last);
    this.#number += 1;
  }

  async #put(number: number, content: Buffer, last: boolean): Promise<void> {
    this.#size += content.length;
    const { rowCount } = await this.#database.query(
      "insert into export_chunk (job_id, number, sealed) select id, $3, $4 from export_job where id = $1 and run = $2 and state = 'running'",
      [this.#job.id, this.#job.run, number, sealBytes(this.#key, content, about(this.#job.id, number, last))],
    );
    if (rowCount !== 1) throw new ExportLost();
  }
}

/** The chunks of a file in order, one in memory at a time. Throws when one is missing or does not open. */
export async function* readSealed(database: Pool, file: { readonly id: string; readonly chunks: number }, key: Buffer): AsyncGenerator<Buffer> {
  for (let number = 0; number < file.chunks; number += 1) {
    const { rows } = await database.query<{ sealed: Buffer }>('select sealed from export_chunk where job_id = $1 and number = $2', [file.id, number]);
    const [row] = rows;
    if (row === undefined) throw new ExportLost();
    const content = unsealBytes(key, row.sealed, about(file.id, number, number === file.chunks - 1));
    if (content.length > 0) yield content;
  }
}
