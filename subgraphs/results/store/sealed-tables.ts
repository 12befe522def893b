import type { SealedTable } from '@cie/kit/key-rotation.ts';

/** Tables of this room whose rows hold a wrapped key (attachment.store.ts). */
export const sealedTables: readonly SealedTable[] = [
  { table: 'report_attachment', about: "'report_attachment ' || patient_id || ' ' || observation_id || ' ' || digest" },
];
