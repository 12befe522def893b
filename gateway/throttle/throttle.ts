import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** At most so many within so many seconds, counted from the first. */
export interface Limit {
  readonly most: number;
  readonly seconds: number;
}

export interface Allowance {
  readonly allowed: boolean;
  /** Seconds until it is worth trying again; 0 when allowed. */
  readonly retryAfter: number;
}

/** Counts what somebody may do only so often. All processes of the gateway share the counts. */
export interface Throttle {
  /**
   * Counts one more in `bucket` and says whether it is within the limit. What is refused does not lengthen the wait: nobody
   * can keep another person out longer than one window (abuse case 39).
   */
  check(bucket: string, limit: Limit, now: Date): Promise<Allowance>;
  /** Begins `bucket` anew, as after a success. */
  forget(bucket: string): Promise<void>;
}

const sweepMilliseconds = 60_000;

/** `database` is the gateway's pool under its service role. */
export function createThrottle(database: Pick<Pool, 'query'>): Throttle {
  let swept = 0;

  /** Once a minute, whoever comes first deletes the windows that are over. */
  async function sweep(now: Date): Promise<void> {
    if (Math.abs(now.getTime() - swept) < sweepMilliseconds) return;
    swept = now.getTime();
    // By the earlier of two clocks, as every store of the gateway forgets: a process whose own runs ahead must not end what others count on.
    await database.query('delete from throttle where until <= least($1, now())', [now]);
  }

  return {
    check: async (bucket, { most, seconds }, now) => {
      await sweep(now);
      // One statement, so that two requests at once are two in the count.
      const { rows } = await database.query<{ used: number; until: Date }>({
        name: 'throttle',
        text: `insert into throttle as t (bucket_hash, used, until) values ($1, 1, $2::timestamptz + make_interval(secs => $3))
               on conflict (bucket_hash) do update set
                 used = case when t.until <= $2 then 1 else least(t.used, $4) + 1 end,
                 until = case when t.until <= $2 then excluded.until else t.until end
               returning used, until`,
        values: [hashOf(bucket), now, seconds, most],
      });
      const row = rows[0];
      if (row === undefined || row.used <= most) return { allowed: true, retryAfter: 0 };
      return { allowed: false, retryAfter: Math.max(1, Math.ceil((row.until.getTime() - now.getTime()) / 1000)) };
    },
    forget: async (bucket) => {
      await database.query('delete from throttle where bucket_hash = $1', [hashOf(bucket)]);
    },
  };
}

/** A bucket's name may hold an address of a person or a computer: the table knows neither. */
function hashOf(bucket: string): Buffer {
  return createHash('sha256').update(bucket).digest();
}
