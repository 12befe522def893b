import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of a document only what its own sender said of it is kept: that another one takes its place is told at each reading, by what the
 * reader may see (RES-5). What filing had written to the replaced ones is undone.
 */
export class KeepOwnStatus1795400050003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The room's owner is bound by the policies as anybody is.
    await runner.query(`
      alter table document no force row level security;
      update document d set status = 'current' where status = 'replaced' and exists (
        select from document s where s.organisation = d.organisation and s.replaces_source_id = d.source_id);
      alter table document force row level security;`);
  }

  async down(): Promise<void> {
    // The release before works with either: it writes the status again with the next version.
  }
}
