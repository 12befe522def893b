import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { randomUUID } from 'node:crypto';
import { In, IsNull } from 'typeorm';
import type { InvitationStore } from '../domain/invite.ts';
import { logParameters, logSql } from './door.store.ts';
import { InvitationEntity, type InvitationRow } from './invitation.entity.ts';

/** Each change of sharing and its log entry are one transaction. */
export function createInvitationStore(database: RoomDatabase): InvitationStore {
  return {
    add: (access, invitation, entry) =>
      database.asService(async (manager) => {
        const row: InvitationRow = {
          ...invitation,
          labels: [...invitation.labels],
          id: randomUUID(),
          createdAt: access.now,
          accountId: null,
          inviteeName: null,
          organisation: null,
          acceptedAt: null,
          revokedAt: null,
        };
        await manager.insert(InvitationEntity, row);
        await manager.query(logSql, logParameters(access, invitation.patientId, entry));
        return row;
      }),

    revoke: (access, patientIds, id, entry) =>
      database.asService(async (manager) => {
        const own = { patientId: In(patientIds), id };
        const changed = await manager.update(InvitationEntity, { ...own, revokedAt: IsNull() }, { revokedAt: access.now });
        const invitation = await manager.findOneBy(InvitationEntity, own);
        if (changed.affected && invitation !== null) await manager.query(logSql, logParameters(access, invitation.patientId, entry));
        return invitation;
      }),

    list: (patientIds) =>
      database.asService((manager) => manager.find(InvitationEntity, { where: { patientId: In(patientIds) }, order: { createdAt: 'DESC' } })),
  };
}
