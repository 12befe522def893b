import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScratchLog, type ScratchLog } from '../testing/scratch-log.ts';
import { tamperings, type Tampering } from '../testing/tamper-log.ts';
import type { LogFault } from './verify-access-log.ts';

const cases = 1000;
const seed = Number(process.env['CIE_TEST_SEED'] ?? 20_261_123);
const random = seededGenerator(seed);
const patientIds = Array.from({ length: 5 }, () => randomUUID()).toSorted();
const checkpoints = 6;
const begin = Date.UTC(2026, 10, 20, 9);

let log: ScratchLog;
let scratch: string;

beforeAll(async () => {
  log = await openScratchLog();
  scratch = mkdtempSync(join(tmpdir(), 'cie-tampered-'));
  const writer = log.replica();
  for (let number = 1; number <= checkpoints; number += 1) {
    // Each log grows in most of the stretches, by a few entries; the first in all, so that there is a checkpoint.
    for (const patientId of patientIds) {
      const grows = patientId === patientIds[0] || number === 1 ? 1 + random(3) : random(5);
      for (let count = 0; count < grows; count += 1) await log.append(patientId, { action: 'read', who: `Dr ${random(9)}`, doors: ['invited'] }, new Date(begin + number * 300_000 + count));
    }
    await writer.write(new Date(begin + (number + 1) * 300_000));
  }
}, 60_000);
afterAll(async () => {
  rmSync(scratch, { recursive: true });
  await log.close();
});

/** Whether the fault is about what was done, and says where: the entry itself, or the next where its own hash was made to fit, or a stretch between two checkpoints. */
function names(fault: LogFault, done: Tampering): boolean {
  if ('checkpoint' in done) return 'checkpoint' in fault && fault.checkpoint === done.checkpoint;
  if (!('patientId' in fault) || fault.patientId !== done.patientId) return false;
  return fault.fault === 'rewritten' ? fault.after < done.seq && done.seq <= fault.seq : fault.seq === done.seq || fault.seq === done.seq + 1;
}

const accused = (faults: readonly LogFault[]): string[] => [...new Set(faults.flatMap((fault) => ('patientId' in fault ? [fault.patientId] : [])))];

describe('ACS-6 the access log is tamper-evident (abuse case 24)', () => {
  it('verify-log has nothing to say about a log that nobody touched', async () => {
    const { faults, records, checkpoints: seen } = await log.verify();
    expect({ faults, records, seen }).toEqual({ faults: [], records: patientIds.length, seen: checkpoints });
  });

  it(`finds and names each of ${cases} edits, deletions, reorderings and truncations, and accuses no other log (seed ${seed})`, { timeout: 180_000 }, async () => {
    const kinds = Object.entries(tamperings);
    const missed: string[] = [];
    for (let index = 0; index < cases; index += 1) {
      const [kind, tamper] = kinds[index % kinds.length] ?? ['', () => Promise.reject(new Error('no kind'))];
      cpSync(log.folder, scratch, { recursive: true });
      await log.administrator.query('begin');
      const done = await tamper({ client: log.administrator, patientIds, checkpoints, folder: scratch, random });
      const { faults } = await log.verify(scratch);
      await log.administrator.query('rollback');
      const isOnly = accused(faults).every((each) => 'patientId' in done && each === done.patientId);
      if (!faults.some((fault) => names(fault, done)) || !isOnly) missed.push(`${index}, ${kind}: ${JSON.stringify(done)} gave ${JSON.stringify(faults)}`);
    }
    expect(missed).toEqual([]);
    expect((await log.verify()).faults).toEqual([]);
  });

  it('a log that was written anew, with every hash, its head and what the database knows of checkpoints, is given away by the file alone', async () => {
    await log.administrator.query('begin');
    const done = await tamperings['the same, with what the database knows of the checkpoints']?.({ client: log.administrator, patientIds, checkpoints, folder: log.folder, random });
    const { faults } = await log.verify();
    await log.administrator.query('rollback');
    expect(faults.some((fault) => 'patientId' in fault && fault.fault === 'rewritten' && done !== undefined && names(fault, done))).toBe(true);
    expect(faults.every((fault) => ('patientId' in fault ? fault.fault === 'rewritten' : fault.place === 'database'))).toBe(true);
  });
});
