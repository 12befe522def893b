import type { AccessContext } from '@cie/kit/access-context.ts';
import { lockKeys } from '@cie/kit/database/lock.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { AlertKind } from '@cie/kit/privacy.ts';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { alertMinutes, type AlertStore } from '../domain/privacy/alert-many-records.ts';
import { tellOfficer } from '../domain/privacy/privacy-case.ts';
import { putBeforeOfficer } from './privacy-case.store.ts';
import type { PrivacySeal } from './privacy-seal.ts';

/** Writes an alert in the transaction of a caller that has made sure it is the first. */
export type RaiseAlert = (manager: EntityManager, access: AccessContext, kind: AlertKind) => Promise<void>;

/** The message names nobody; who it was, the officer reads on their pages (MSG-1). */
export function raiseAlert(notices: Pick<NoticeStore, 'post'>, seal: PrivacySeal): RaiseAlert {
  return async (manager, access, kind) => {
    await putBeforeOfficer(manager, seal, access, { id: randomUUID(), kind: 'alert', patientId: null, category: kind, endsAt: null, reason: null });
    await notices.post(manager, [tellOfficer(kind === 'many-searches' ? 'search-alert' : 'records-alert')]);
  };
}

const recentSql = `select from privacy_case where account_id = $1 and kind = 'alert' and category = $2 and opened_at > $3 limit 1`;

export function createAlertStore(database: RoomDatabase, raise: RaiseAlert): AlertStore {
  return {
    raise: async (access, kind) => {
      const accountId = access.viewer?.accountId;
      if (accountId === undefined) return;
      await database.asService(async (manager) => {
        await lockKeys(manager, [`alert ${accountId}`]);
        const recent: unknown[] = await manager.query(recentSql, [accountId, kind, new Date(access.now.getTime() - alertMinutes * 60_000)]);
        if (recent.length === 0) await raise(manager, access, kind);
      });
    },
  };
}
