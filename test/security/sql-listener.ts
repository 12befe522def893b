import type { Client } from 'pg';

/** A row that somebody wrote, as the trigger of `marked-rows.ts` told it. */
interface ToldWrite {
  /** 1 where the statement itself wrote it, more where a trigger did. */
  readonly depth: number;
  readonly row: string;
  /** '' for a row that is of no patient. */
  readonly patient: string;
  /** Null for a row that has none, and goes with a row that has. */
  readonly label: number | null;
  readonly organisation: string;
}

/** All that a connection heard while statements ran. */
export interface Told {
  /** Rows, files copied out, errors and notices, as one text. */
  readonly text: string;
  /** How many rows the last statement answered with. */
  readonly rows: number;
  readonly refused: number;
  readonly writes: readonly ToldWrite[];
}

export interface Listener {
  /** One transaction under these passes; what it did is kept only where `commit` says so. */
  run(passes: string, statements: readonly string[], commit: boolean): Promise<Told>;
  close(): Promise<void>;
}

/** A connection that keeps whatever the server says to it. Opened anew when an attack ends it. */
export async function listen(connect: () => Promise<Client>): Promise<Listener> {
  let heard: string[] = [];
  let writes: ToldWrite[] = [];
  let client = await opened();

  async function opened(): Promise<Client> {
    const next = await connect();
    next.on('error', () => undefined);
    next.on('notice', (notice) => hear(`${notice.message ?? ''} ${notice.detail ?? ''}`));
    next.on('notification', ({ channel, payload }) => heard.push(channel, payload ?? ''));
    // The driver drops what COPY sends out; here it is as good as a row.
    next.connection.on('copyData', ({ chunk }: { chunk: Buffer }) => heard.push(chunk.toString('utf8')));
    return next;
  }
  function hear(notice: string): void {
    const [, depth, row = '', patient, label, organisation] = /^WROTE (\d+) \w+ (\w+) ([^/]*)\/(\d*)\/(\S*)/.exec(notice) ?? [];
    if (depth === undefined) heard.push(notice);
    else writes.push({ depth: Number(depth), row, patient: patient ?? '', label: label === '' ? null : Number(label), organisation: organisation ?? '' });
  }

  async function ask(statement: string, values?: unknown[]): Promise<{ rows: number; failed: boolean }> {
    try {
      const answer: unknown = await client.query(statement, values);
      const answers = (Array.isArray(answer) ? answer : [answer]) as { rows: unknown[] }[]; // one result, or one for each statement
      heard.push(JSON.stringify(answers.map(({ rows }) => rows), (_key, value: unknown) => (isBytes(value) ? Buffer.from(value.data).toString('hex') : value)));
      return { rows: answers.at(-1)?.rows.length ?? 0, failed: false };
    } catch (error) {
      const said = error instanceof Error ? error : new Error('no error');
      heard.push(said.message, ...Object.values(said).filter((value) => typeof value === 'string'));
      return { rows: 0, failed: true };
    }
  }

  return {
    run: async (passes, statements, commit) => {
      [heard, writes] = [[], []];
      let [rows, refused] = [0, 0];
      try {
        await client.query('discard all');
      } catch {
        // The attack before this one ended its own connection.
        client = await opened();
      }
      await client.query('begin');
      await client.query("select set_config('cie.pass', $1, true)", [passes]);
      for (const statement of statements) {
        const answer = await ask(statement);
        rows = answer.rows;
        refused += Number(answer.failed);
        // What follows a refusal runs in a transaction of its own, with what the setting then holds.
        if (answer.failed) await client.query('rollback; begin').then(() => client.query("select set_config('cie.pass', $1, true)", [passes])).catch(() => undefined);
      }
      await client.query(commit ? 'commit' : 'rollback').catch(() => undefined);
      return { text: heard.join('\n'), rows, refused, writes };
    },
    close: () => client.end(),
  };
}

const isBytes = (value: unknown): value is { data: number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data);
