import { DataSource, type MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

export interface OwnerConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Runs the migrations that this database has not seen, each in a transaction of its own, as the owning role. */
export async function migrate(connection: OwnerConnection, migrations: readonly MigrationClass[]): Promise<void> {
  const { user, ...server } = connection;
  const source = new DataSource({
    type: 'postgres',
    ...server,
    username: user,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    logging: false,
    poolSize: 1,
    extra: { application_name: 'cie migrations' },
  });
  await source.initialize();
  try {
    // Two processes of one room may start at once; the lock makes the second find the work done.
    await source.query('select pg_advisory_lock(4242)');
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
