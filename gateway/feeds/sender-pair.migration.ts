import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may stand in the name of an application or a facility: neither the sign that joins the two nor what no page shows. */
const PLAIN = "!~ '[|[:cntrl:]]'";

/** Keeps application and facility of who sent a message apart: cut out of a text they could be other people's (abuse case 23). */
export class SeparateSenderPair1795400300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table feed_message add column application text, add column facility text');
    // Of a name with more signs nobody can say where it is to be cut: those messages stay without a sender and wait.
    await runner.query(`
      update feed_message set application = split_part(split_part(sender, '|', 1), '^', 1), facility = split_part(split_part(sender, '|', 2), '^', 1)
      where sender ~ '^[^|]*[|][^|]*$'`);
    await runner.query("create index feed_message_strangers on feed_message (facility, application) where state = 'held' and code = 'unknown-sender' and organisation is null");
    await runner.query(`update feed_sender set enabled = false, token_sha256 = null where not (application ${PLAIN} and facility ${PLAIN})`);
    // Not of rows that are there: a name of before must not keep the exchange from starting. It is switched off, and cannot be changed.
    await runner.query(`alter table feed_sender add constraint feed_sender_plain check (application ${PLAIN} and facility ${PLAIN}) not valid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table feed_sender drop constraint feed_sender_plain');
    await runner.query('drop index feed_message_strangers');
    await runner.query('alter table feed_message drop column application, drop column facility');
  }
}
