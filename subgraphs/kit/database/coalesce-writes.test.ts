import { Writable } from 'node:stream';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { openRoomServer } from '../testing/room-server.ts';
import { coalesceStream, coalesceWrites } from './coalesce-writes.ts';

describe('writes of one turn go out together', () => {
  it('as one write with the bytes in order, also those of promises that follow at once', async () => {
    const writes: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => { writes.push(chunk.toString()); done(); },
      writev: (chunks, done) => { writes.push(chunks.map(({ chunk }) => String(chunk)).join('')); done(); },
    });
    coalesceStream(stream);
    stream.write('a');
    await Promise.resolve().then(() => stream.write('b'));
    stream.cork();
    stream.write('c');
    stream.uncork();
    await new Promise((resolve) => setImmediate(resolve));
    stream.write('d');
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toEqual(['abc', 'd']);
  });

  it('and PostgreSQL answers pipelined and single statements as before', async () => {
    const options = { ...(await openRoomServer()).administrator, database: 'postgres', pipeline: true };
    const client = new Client(options);
    await client.connect();
    coalesceWrites(client);
    try {
      const answers = await Promise.all([1, 2, 3].map((number) => client.query<{ n: number }>('select $1::int as n', [number])));
      expect(answers.map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3]);
      await expect(client.query('select nothing')).rejects.toMatchObject({ code: '42703' });
      expect((await client.query<{ length: number }>('select length($1) as length', ['x'.repeat(1_000_000)])).rows[0]?.length).toBe(1_000_000);
    } finally {
      await client.end();
    }
  });
});
