import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { newDataKey, type KeyRing } from '@cie/kit/sealing.ts';
import type { Pool } from 'pg';
import type { Graph } from '../graph/graph.ts';
import { ExportLost, keyAbout, SealedFile } from './export-file.store.ts';
import type { ClaimedJob, ExportSubject, Format } from './export-job.ts';
import type { ExportJobStore } from './export-job.store.ts';
import { readRecord } from './read-record.ts';
import { partsOf, type AskGraph, type DownloadOperations, type Part, type RecordIn, type RecordSource } from './record.ts';
import type { Sink } from './sink.ts';
import { writeBundle } from './write-bundle.ts';
import { writeCsv } from './write-csv.ts';
import { writePdf } from './write-pdf.ts';

export interface ExportParts {
  readonly database: Pool;
  readonly store: ExportJobStore;
  /** Runs a registered operation. */
  readonly execute: Graph['execute'];
  readonly keys: KeyRing;
  readonly clock: () => Date;
  /** A page that a room did not give is asked for again after these pauses, in milliseconds. */
  readonly pauses?: readonly number[];
}

const usualPauses = [300, 1500, 4000] as const;

interface Made {
  readonly viewer: Viewer;
  readonly now: Date;
}

const writers: Readonly<Record<Format, (record: RecordSource, sink: Sink, made: Made) => Promise<void>>> = {
  pdf: (record, sink, { viewer, now }) => writePdf(record, sink, { name: viewer.name, now }),
  fhir: writeBundle,
  csv: writeCsv,
};

/**
 * Makes the file of a job. The record is read by the operations that any page of ours would run, page by page, as the person who asked:
 * at each page the session must live, sharing decides anew which doors are open, and writes the download into the access log before
 * anything is read. Throws ExportLost when the session has ended, CieError with the reason why there can be no file.
 */
export async function makeFile(parts: ExportParts, job: ClaimedJob, closing: AbortSignal): Promise<void> {
  const now = parts.clock();
  const first = await parts.store.proceed(job, null, now);
  if (first === null) throw new ExportLost();
  const { key, keyId, wrapped } = newDataKey(parts.keys, keyAbout(job.id));
  const sink = new SealedFile(parts.database, job, key);
  const begin = async (part: Part): Promise<void> => {
    if ((await parts.store.proceed(job, partsOf(job.format).indexOf(part) + 1, parts.clock())) === null) throw new ExportLost();
  };
  await writers[job.format](readRecord(job.patientId, askAs(parts, job, closing), begin), sink, { viewer: first, now });
  if (!(await parts.store.finish(job, { keyId, wrapped }, await sink.end(), parts.clock()))) throw new ExportLost();
}

/** What the copy of a request for records is made by: that request and no other right (SAR-1). */
export const copyOf = ({ requestId }: ExportSubject): { readonly copyOf?: string } => (requestId === null ? {} : { copyOf: requestId });

function askAs({ store, execute, clock, pauses = usualPauses }: ExportParts, job: ClaimedJob, closing: AbortSignal): AskGraph {
  return async <Name extends keyof DownloadOperations>(name: Name, variables: DownloadOperations[Name]['takes']) => {
    for (const pause of [...pauses, null]) {
      closing.throwIfAborted();
      const viewer = await store.proceed(job, null, clock());
      if (viewer === null) throw new ExportLost();
      const { data, errors } = await execute(name, { ...variables }, { requestId: randomUUID(), viewer, now: clock(), purpose: 'download', ...copyOf(job), from: { place: 'page' } });
      if (errors === undefined) {
        // The generator wrote the types of each operation from its document and the committed schema.
        const { patient } = (data ?? { patient: null }) as unknown as DownloadOperations[Name]['gives'];
        if (patient === null) throw new CieError('DOWNLOAD_CLOSED', 'This record does not open for a download.');
        return patient as RecordIn<Name>;
      }
      if (pause !== null) await sleep(pause, undefined, { signal: closing });
    }
    throw new CieError('DOWNLOAD_UNAVAILABLE', 'A part of the record did not answer.');
  };
}
