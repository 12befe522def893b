import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openRoomServer, type RoomServer } from './room-server.ts';

/** An empty database of its own on the test server, where test files must not meet each other's rows. */
export interface ScratchDatabase {
  readonly server: RoomServer;
  readonly name: string;
  readonly drop: () => Promise<void>;
}

/** Creates it; `purpose` begins its name. */
export async function createScratchDatabase(purpose: string): Promise<ScratchDatabase> {
  const server = await openRoomServer();
  const name = `${purpose}_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ ...server.administrator, database: 'postgres' });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name}`);
  return { server, name, drop: () => run(`drop database ${name} with (force)`) };
}
