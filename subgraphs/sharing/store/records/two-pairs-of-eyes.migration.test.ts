import { openRoomServer } from '@cie/kit/testing/room-server.ts';
import { randomUUID } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { expect, it } from 'vitest';
import { startSharing } from '../../start.ts';
import { TwoPairsOfEyes1795509100000 } from './two-pairs-of-eyes.migration.ts';

it('SAR-1: a copy that was approved before two people had to be, ends; one of the person’s own proved record stays', async () => {
  const server = await openRoomServer();
  await (await startSharing(server.settings)).close();
  const [owner, service] = await Promise.all([server.connect('sharing', 'owner'), server.connect('sharing', 'service')]);
  try {
    // As it was before.
    await owner.query('drop table evidence_opened; drop trigger harmful_kept on records_request; drop function keep_harmful');
    await owner.query('alter table records_request drop column checker_id, drop column decider_id, drop column objected_at, drop column of_before');
    const approved = async (proved: boolean, birthDate: string): Promise<string> => {
      const id = randomUUID();
      await service.query(
        `insert into records_request (patient_id, id, reference, account_id, proved, basis, birth_date, decided, received_at, checked_at, reviewed_at, decided_at, decider, released, collect_until, sealed)
         values (gen_random_uuid(), $1, $1::uuid::text, gen_random_uuid(), $2, $4, $3, 'approved', now(), now(), now(), now() - interval '1 day', 'One of the team', '{0}', now() + interval '20 days', '')`,
        [id, proved, birthDate, proved ? 'self' : 'parental-responsibility']);
      return id;
    };
    const [own, others] = [await approved(true, '1948-05-04'), await approved(false, '2015-05-04')];
    // Only `query` of a runner is used here.
    await new TwoPairsOfEyes1795509100000().up({ query: (sql: string) => owner.query(sql) } as unknown as QueryRunner);
    const open = async (id: string): Promise<unknown> => (await service.query<{ open: boolean }>('select collect_until > now() as open from records_request where id = $1', [id])).rows[0]?.open;
    expect([await open(own), await open(others)]).toEqual([true, false]);
    // What is noted of it later still goes in.
    await service.query('update records_request set account_closed_at = now() where id = $1', [others]);
    expect((await owner.query('select relforcerowsecurity from pg_class where relname = $1', ['records_request'])).rows).toEqual([{ relforcerowsecurity: true }]);
  } finally {
    await Promise.all([owner.end(), service.end()]);
  }
});
