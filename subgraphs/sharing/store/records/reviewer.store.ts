import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Reviewer } from '@cie/kit/records-requests.ts';
import type { ReviewerStore } from '../../domain/records/review-request.ts';
import { beginning } from '../directory.store.ts';

const columns = 'account_id as "accountId", name, role, organisation';

/** Reviewers are found among the professionals whom patients find (domain/directory.ts). */
export function createReviewerStore(database: RoomDatabase): ReviewerStore {
  return {
    search: (words, most) =>
      database.statement<Reviewer>(
        `select ${columns} from professional where left_at is null and words @@ $1::tsquery and name_words @@ $2::tsquery order by lower(name), id limit $3`,
        [beginning(words, '&'), beginning(words, '|'), most]),
    byAccount: async (accountId) => (await database.statement<Reviewer>(`select ${columns} from professional where account_id = $1 and left_at is null`, [accountId]))[0] ?? null,
  };
}
