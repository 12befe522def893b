import type { Pool } from 'pg';
import { hashOf, isSecretForm, newSecret } from '../sign-in/secret.ts';

/** How long an address waits to be opened, in seconds. */
const addressSeconds = 60;

/** What an address leads to. `kind` keeps the parts that hand out addresses apart; `reference` is theirs, and holds nothing clinical. */
export interface Download {
  readonly kind: string;
  readonly reference: string;
}

/** Addresses that lead to a file once, within a minute, in the session they were made for (abuse case 53). */
export interface Downloads {
  /** A token for an address. Whoever asks has decided that this session may have the file. */
  issue(sessionId: string, kind: string, reference: string): Promise<string>;
  /** What a token leads to; null when it was used, is late, was made for another session or never was. Each try uses it up. */
  redeem(token: string, sessionId: string): Promise<Download | null>;
}

export function createDownloads(database: Pool, clock: () => Date = () => new Date()): Downloads {
  return {
    issue: async (sessionId, kind, reference) => {
      const token = newSecret();
      const now = clock();
      await database.query('delete from download_address where expires_at <= least($1, now())', [now]);
      await database.query('insert into download_address (token_hash, session_id, kind, reference, expires_at) values ($1, $2, $3, $4, $5)', [
        hashOf(token), sessionId, kind, reference, new Date(now.getTime() + addressSeconds * 1000),
      ]);
      return token;
    },
    redeem: async (token, sessionId) => {
      if (!isSecretForm(token)) return null;
      const { rows: [row] } = await database.query<Download & { session_id: string; expires_at: Date }>(
        'delete from download_address where token_hash = $1 returning session_id, kind, reference, expires_at', [hashOf(token)],
      );
      if (row === undefined || row.expires_at <= clock() || row.session_id !== sessionId) return null;
      return { kind: row.kind, reference: row.reference };
    },
  };
}
