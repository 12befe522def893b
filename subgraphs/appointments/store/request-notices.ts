import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';

/** Tells who asked a booking team that there is an answer, or that none will come: who thinks that an appointment is cancelled does not call. */
export interface RequestNotices {
  /** In the transaction that gave the requests their state; `accountIds` are their authors. */
  tell(manager: EntityManager, accountIds: readonly string[]): Promise<void>;
}

/** By e-mail, to whatever address the account has when the message goes out; it names no hospital and no clinic (MSG-1). */
export function requestNotices(notices: Pick<NoticeStore, 'post'>): RequestNotices {
  return {
    tell: (manager, accountIds) =>
      notices.post(manager, accountIds.map((accountId) => ({ kind: 'message', to: { accountId, by: 'email' }, template: 'appointment-answer', values: {} }))),
  };
}
