import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff do with messages that wait: mending, closing, and a record of who did and saw what (ING-4). */
export class HeldDesk1795400200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table feed_message
        -- The message that this one mends; what a hospital sent is never changed.
        add column corrects uuid references feed_message (id),
        add column closed_at timestamptz,
        -- ODS code of the registered sender when the message came; null for an unknown one. Staff of a trust see their own (abuse case 22).
        add column organisation text,
        drop constraint feed_message_state_check,
        add constraint feed_message_state_check check (state in ('queued', 'applied', 'held', 'refused', 'closed')),
        add constraint feed_message_closed check ((state = 'closed') = (closed_at is not null))`);
    await runner.query(`
      update feed_message m set organisation = (
        select s.organisation from feed_sender s
        where split_part(m.sender, '|', 2) = s.facility and s.application in ('*', split_part(m.sender, '|', 1)) order by s.application = '*' limit 1)`);
    // ING-2 is about what senders send: a mended message keeps the id of the one that it mends.
    await runner.query('drop index feed_message_accepted, feed_message_body');
    await runner.query("create unique index feed_message_accepted on feed_message (sender, control_id) where acknowledged = 'AA' and corrects is null");
    await runner.query('create unique index feed_message_body on feed_message (sender, control_id, sha256) where corrects is null');
    await runner.query('create index feed_message_corrects on feed_message (corrects) where corrects is not null');
    for (const [state, time] of [['held', 'received_at'], ['closed', 'closed_at']] as const) {
      await runner.query(`create index feed_${state}_age on feed_message (${time}, seq) where state = '${state}'`);
      for (const column of ['code', 'sender', 'organisation']) {
        await runner.query(`create index feed_${state}_${column} on feed_message (${column}, ${time}, seq) where state = '${state}'`);
      }
    }
    await runner.query(`
      create table feed_desk_log (
        seq bigint generated always as identity primary key,
        at timestamptz not null default clock_timestamp(),
        -- Null for what was done to a sender.
        message uuid references feed_message (id),
        account uuid not null,
        name text not null,
        organisation text,
        action text not null check (action in ('opened', 'looked-at-field', 'mended', 'made', 'replayed', 'closed', 'reopened', 'sender-saved', 'sender-removed', 'sender-token')),
        -- A field such as OBX-11, or the reason in words; never a field's content.
        detail text,
        -- Replays that were asked for together.
        batch uuid
      )`);
    await runner.query('create index feed_desk_log_message on feed_desk_log (message, seq)');
    await runner.query('create index feed_desk_log_batch on feed_desk_log (batch) where batch is not null');
    await runner.query('create index feed_desk_log_account on feed_desk_log (account, seq)');
    // Neither changed nor removed, by nobody: the gateway may add and read.
    await runner.query('grant select, insert on feed_desk_log to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table feed_desk_log');
    await runner.query('drop index feed_message_accepted, feed_message_body');
    for (const state of ['held', 'closed']) await runner.query(`drop index ${['age', 'code', 'sender', 'organisation'].map((name) => `feed_${state}_${name}`).join(', ')}`);
    await runner.query("update feed_message set state = 'held', closed_at = null where state = 'closed'");
    await runner.query(`
      alter table feed_message drop constraint feed_message_closed, drop constraint feed_message_state_check,
        add constraint feed_message_state_check check (state in ('queued', 'applied', 'held', 'refused')),
        drop column closed_at, drop column corrects, drop column organisation`);
    await runner.query("create unique index feed_message_accepted on feed_message (sender, control_id) where acknowledged = 'AA'");
    await runner.query('create unique index feed_message_body on feed_message (sender, control_id, sha256)');
  }
}
