import { lockKeys } from '@cie/kit/database/lock.ts';
import type { EntityManager } from 'typeorm';
import type { NewCase } from '../domain/desk-case.ts';
import { openCase } from './desk-case.store.ts';

/** Opens a case about a held message, unless one about it waits already: a message may be held again each time it is replayed. */
export async function openReviewOnce(manager: EntityManager, review: NewCase): Promise<void> {
  const message = review.details['message'] ?? '';
  await lockKeys(manager, [`review ${message}`]);
  const waiting: unknown[] = await manager.query(
    `select 1 from desk_case where patient_id = $1 and kind = $2 and closed_at is null and details ->> 'message' = $3 limit 1`,
    [review.patientId, review.kind, message],
  );
  if (waiting.length === 0) await openCase(manager, review);
}
