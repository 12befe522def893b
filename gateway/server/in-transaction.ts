import type { Pool, PoolClient } from 'pg';

/** Runs `work` in one transaction: all of it or nothing. A connection that cannot even roll back is thrown away. */
export async function inTransaction<Result>(database: Pick<Pool, 'connect'>, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await database.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(() => client.release(), (broken: Error) => client.release(broken));
    throw error;
  }
}
