import type { Label } from '@cie/kit/names.ts';
import { EntitySchema } from 'typeorm';
import type { Invitation } from '../domain/invite.ts';

/** A row of `invitation`; who it was bound to when it was accepted. */
export interface InvitationRow extends Invitation {
  readonly accountId: string | null;
  readonly labels: Label[];
}

export const InvitationEntity = new EntitySchema<InvitationRow>({
  name: 'Invitation',
  tableName: 'invitation',
  columns: {
    patientId: { type: 'uuid', primary: true, name: 'patient_id' },
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    email: { type: 'text' },
    accountId: { type: 'uuid', name: 'account_id', nullable: true },
    inviteeName: { type: 'text', name: 'invitee_name', nullable: true },
    organisation: { type: 'text', nullable: true },
    labels: { type: 'smallint', array: true },
    createdAt: { type: 'timestamptz', name: 'created_at' },
    acceptedAt: { type: 'timestamptz', name: 'accepted_at', nullable: true },
    revokedAt: { type: 'timestamptz', name: 'revoked_at', nullable: true },
    until: { type: 'timestamptz', name: 'ends_at', nullable: true },
  },
});
