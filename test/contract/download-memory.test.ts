import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Format } from '@cie/gateway/export/export-job.ts';
import type { Report } from '@cie/gateway/export/record.ts';
import type { Sink } from '@cie/gateway/export/sink.ts';
import { sampleObservation, sampleReport, sampleSource } from '@cie/gateway/export/testing/sample-record.ts';
import { writeBundle } from '@cie/gateway/export/write-bundle.ts';
import { writeCsv } from '@cie/gateway/export/write-csv.ts';
import { writePdf } from '@cie/gateway/export/write-pdf.ts';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-11-23T10:00:00Z');
const megabyte = 1_000_000;

setFlagsFromString('--expose-gc');
// What is not referred to any more is no memory that a longer record would need.
const collect = runInNewContext('gc') as () => void;

/** Reports of ten tests each, made as they are asked for. */
function* reports(results: number): Generator<Report> {
  for (let count = 0; count < results; count += 10) {
    yield sampleReport({ observations: Array.from({ length: 10 }, (_test, index) => sampleObservation({ name: `Test ${index}`, value: (count / 7 + index).toFixed(2) })) });
  }
}

interface Measured {
  readonly milliseconds: number;
  readonly bytes: number;
  /** The most that was in use above the beginning, in bytes. */
  readonly heap: number;
}

async function measure(format: Format, results: number): Promise<Measured> {
  let [bytes, most, looked] = [0, 0, 0];
  collect();
  const before = process.memoryUsage().heapUsed;
  const look = (): void => {
    collect();
    looked = bytes;
    most = Math.max(most, process.memoryUsage().heapUsed);
  };
  const sink: Sink = {
    write: async (part) => {
      bytes += Buffer.byteLength(part);
      if (bytes - looked > megabyte) look();
      await nextTurn();
    },
    begin: async () => look(),
  };
  const begun = performance.now();
  const source = sampleSource({ reports: { [Symbol.iterator]: () => reports(results) } });
  // Each by the format's own writer, as the worker calls it.
  await { pdf: () => writePdf(source, sink, { name: 'Sample Person', now }), fhir: () => writeBundle(source, sink, { now }), csv: () => writeCsv(source, sink) }[format]();
  return { milliseconds: performance.now() - begun, bytes, heap: most - before };
}

describe('REC-1 a record of 5,000 results, and of four times as many', () => {
  it.each<[Format, number, number]>([
    ['csv', 20_000, 15],
    ['fhir', 20_000, 40],
    // Its structure is written at the end, so that it grows: about 5 kB a result, up to the most pages that there may be.
    ['pdf', 5000, 60],
  ])('%s of %i results stays below %i MB of memory', async (format, results, most) => {
    await measure(format, 100);
    const small = await measure(format, 5000);
    const large = results === 5000 ? small : await measure(format, results);
    for (const [count, each] of [[5000, small], [results, large]] as const) {
      console.info(`  ${format} of ${count} results: ${each.milliseconds.toFixed(0)} ms, ${(each.bytes / megabyte).toFixed(1)} MB, in use +${(each.heap / megabyte).toFixed(0)} MB, rss ${(process.memoryUsage.rss() / megabyte).toFixed(0)} MB`);
    }
    expect(small.bytes).toBeGreaterThan(megabyte / 2);
    expect(large.heap).toBeLessThan(most * megabyte);
  }, 60_000);
});
