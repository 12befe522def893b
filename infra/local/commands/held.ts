import { accountForMessages, listHeld, replayHeld, type FeedAccount, type HeldMessage } from '@cie/gateway/feeds/held.store.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import type pg from 'pg';
import { openGatewayPool } from './gateway-pool.ts';

/**
 * `held` lists the messages that wait for a person; `held replay <id>…` or `held replay all` puts them back into the queue.
 * Throws USAGE, HELD_NOT_FOUND or EXCHANGE_NOT_RUNNING.
 */
export async function run([action, ...ids]: readonly string[], settings: Settings): Promise<void> {
  if ((action !== undefined && action !== 'replay') || (action === 'replay' && ids.length === 0)) {
    throw new CieError('USAGE', 'Use: npm run cie -- held, or npm run cie -- held replay <id>… or all');
  }
  const database = await openGatewayPool(settings);
  try {
    if (action === 'replay') await replay(database, ids);
    else print(await listHeld(database), await accountForMessages(database));
  } finally {
    await database.end();
  }
}

async function replay(database: pg.Pool, ids: readonly string[]): Promise<void> {
  let count = 0;
  for (const id of ids) count += await replayHeld(database, id);
  console.info(`${count} ${count === 1 ? 'message is' : 'messages are'} queued again; what still cannot be applied is held anew (npm run cie -- held)`);
}

function print(held: readonly HeldMessage[], account: FeedAccount): void {
  const header = ['id', 'received', 'sender', 'event', 'code', 'reason'];
  const rows = held.map((each) => [each.id, each.receivedAt.toISOString().slice(0, 19), each.sender, each.event, each.code, each.reason]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of held.length === 0 ? [] : [header, ...rows]) {
    console.info(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  }
  console.info(held.length === 1 ? '1 message is held' : `${held.length} messages are held`);
  console.info(`accepted ${account.accepted} = applied ${account.applied} + held ${account.held} + queued ${account.queued} + closed ${account.closed}; refused ${account.refused}, of which held ${account.refusedHeld}`);
}
