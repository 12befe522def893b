import type { Client } from 'pg';
import type { Notice } from '../notices/notice.ts';
import { unseal } from '../notices/seal.ts';

/**
 * Takes the notices that are due and were sealed with this key, oldest first; where files share a key too, only those that are meant. Test
 * files share a room's database: one that took notices as the courier does would take those of others, and keep them for a minute.
 */
export async function takeOwnNotices(client: Pick<Client, 'query'>, noticeKey: string, isMeant: (notice: Notice) => boolean = () => true): Promise<readonly Notice[]> {
  const { rows } = await client.query<{ id: string; sealed: Buffer }>('select id, sealed from notice where dead_code is null and due_at <= now() order by created_at');
  const own = rows.flatMap(({ id, sealed }) => {
    try {
      // Sealed by the room's own store.
      const notice = JSON.parse(unseal(Buffer.from(noticeKey, 'base64url'), sealed, id)) as Notice;
      return isMeant(notice) ? [{ id, notice }] : [];
    } catch {
      // Sealed with the key of another test file.
      return [];
    }
  });
  await client.query('delete from notice where id = any ($1::uuid[])', [own.map(({ id }) => id)]);
  return own.map(({ notice }) => notice);
}
