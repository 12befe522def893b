import type { MigrationInterface, QueryRunner } from 'typeorm';

/** FHIR in the same inbox as HL7 v2 (ING-3), and where resources that later messages refer to stand in it. */
export class KeepFhir1795400030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table feed_message add column format text not null default 'hl7v2' check (format in ('hl7v2', 'fhir'))");
    await runner.query(`
      create table fhir_resource (
        -- Ids are a sender's own: two systems of one trust may both have a Patient/1.
        sender text not null,
        address text not null,
        message_id uuid not null references feed_message (id),
        -- Of a Patient, the key that orders this person's messages.
        order_key bytea,
        primary key (sender, address, message_id)
      )`);
    await runner.query('grant select, insert on fhir_resource to gateway_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table fhir_resource');
    await runner.query('alter table feed_message drop column format');
  }
}
