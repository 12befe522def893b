import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScratchLog, type ScratchLog } from '../testing/scratch-log.ts';
import { checkpointFileName } from './checkpoint-file.ts';

let log: ScratchLog;
beforeAll(async () => {
  log = await openScratchLog();
});
afterAll(() => log.close());

const [one, other] = [randomUUID(), randomUUID()];
const lines = (folder = log.folder) => readFileSync(join(folder, checkpointFileName), 'utf8').split('\n').filter((line) => line !== '');
const leavesOf = async (number: number) =>
  (await log.administrator.query<{ patient_id: string; seq: string }>('select patient_id, seq from log_checkpoint_leaf where checkpoint = $1', [number])).rows.map((row) => [row.patient_id, Number(row.seq)]);

describe('ACS-6 signed checkpoints of the access log', () => {
  it('hold only what has grown since the one before, in the database and in a file', async () => {
    const writer = log.replica();
    await log.append(one, { action: 'read' });
    await log.append(one, { action: 'read' });
    await log.append(other, { action: 'read' });
    expect(await writer.write(new Date())).toBe(1);
    expect(new Map((await leavesOf(1)) as [string, number][])).toEqual(new Map([[one, 2], [other, 1]]));
    await log.append(other, { action: 'refused' });
    expect(await writer.write(new Date())).toBe(1);
    expect(await leavesOf(2)).toEqual([[other, 2]]);
    expect(await writer.write(new Date())).toBe(0);
    expect(lines()).toHaveLength(2);
    expect(await log.verify()).toMatchObject({ records: 2, entries: 4, checkpoints: 2, faults: [] });
  });

  it('miss no entry of a transaction that was under way when they were made', async () => {
    const writer = log.replica();
    await writer.write(new Date());
    const slow = log.administrator;
    await slow.query('begin');
    await slow.query("select log_access($1, now(), '{}')", [randomUUID()]);
    await log.append(one, { action: 'read' });
    expect(await writer.write(new Date())).toBe(1);
    await slow.query('commit');
    expect(await writer.write(new Date())).toBe(1);
  });

  it('are made by one replica at a time, and kept by each in a file of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cie-replica-'));
    await log.append(one, { action: 'read' });
    await log.administrator.query("begin; select pg_advisory_xact_lock(hashtextextended('access log checkpoint', 0))");
    expect(await log.replica(folder).write(new Date())).toBe(0);
    await log.administrator.query('commit');
    expect(await log.replica().write(new Date())).toBe(1);
    expect(await log.replica(folder).write(new Date())).toBe(0);
    expect(lines(folder)).toEqual(lines());
    rmSync(folder, { recursive: true });
  });

  it('are whole in the file although a machine stopped half way through a line', async () => {
    const path = join(log.folder, checkpointFileName);
    const whole = lines();
    truncateSync(path, readFileSync(path).length - 40);
    await log.replica().write(new Date());
    // The half line stays, and the whole one follows it.
    expect(lines()).toHaveLength(whole.length + 1);
    expect(lines().at(-1)).toBe(whole.at(-1));
    expect((await log.verify()).faults).toEqual([]);
  });

  it('are not added to a file that says something else (abuse case 24)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cie-other-'));
    await log.replica(folder).write(new Date());
    appendFileSync(join(folder, checkpointFileName), `${lines().at(-1)?.replace(/("number\\":)(\d+)/, (_all, name: string, number: string) => `${name}${Number(number) + 5}`) ?? ''}\n`);
    await log.append(one, { action: 'read' });
    await expect(log.replica(folder).write(new Date())).rejects.toMatchObject({ code: 'CHECKPOINTS_DIFFER' });
    rmSync(folder, { recursive: true });
    await log.replica().write(new Date());
  });

  it('hold so many logs at the most; the next follows at once', async () => {
    const grow = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) await log.append(randomUUID(), { action: 'read' });
    };
    const writer = log.replica(log.folder, 3);
    await writer.write(new Date());
    await grow(3);
    expect(await writer.write(new Date())).toBe(1);
    await grow(4);
    expect(await writer.write(new Date())).toBe(2);
    expect((await log.verify()).faults).toEqual([]);
  });

  it('are all in the file of a replica that comes later, however many there are', async () => {
    const writer = log.replica();
    for (let count = lines().length; count < 45; count += 1) {
      await log.append(one, { action: 'read' });
      await writer.write(new Date());
    }
    const folder = mkdtempSync(join(tmpdir(), 'cie-late-'));
    await log.replica(folder).write(new Date());
    expect(new Set(lines(folder))).toEqual(new Set((await log.verify(folder)).faults.length === 0 ? lines(folder) : []));
    expect(lines(folder)).toHaveLength(Number((await log.administrator.query<{ count: string }>('select count(*) from log_checkpoint')).rows[0]?.count));
    rmSync(folder, { recursive: true });
  });

  it('can be neither changed nor removed by the service', async () => {
    for (const sql of ["update log_checkpoint set body = ''", 'delete from log_checkpoint_leaf', 'truncate log_checkpoint cascade', "update access_log set body = ''", 'delete from access_log_head']) {
      await expect(log.service.query(sql)).rejects.toMatchObject({ code: '42501' });
    }
  });
});
