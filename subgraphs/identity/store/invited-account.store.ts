import { randomUUID } from 'node:crypto';
import { lockKeys } from '@cie/kit/database/lock.ts';
import { messageLanguages } from '@cie/kit/notices/notice.ts';
import type { EntityManager } from 'typeorm';
import type { EarlierAccount, NewAccounts } from '../domain/registration/activate-account.ts';
import type { CredentialStore } from './credential.store.ts';
import { keepAgreement } from './registration.store.ts';
import { survivingId } from './surviving-record.ts';

/** Issuer of accounts that sign in here, with a password. */
export const EXCHANGE = 'exchange';

/** Accounts by invitation, within one transaction of the keeper. */
export function invitedAccountsIn(manager: EntityManager, credentials: Pick<CredentialStore, 'addPassword' | 'activate' | 'keepRecovery' | 'addFactor'>): NewAccounts {
  return {
    takeTurn: async (patientId) => lockKeys(manager, [`link ${await survivingId(manager, patientId)}`]),
    isEmailTaken: (email, patientId) => isEmailTaken(manager, email, patientId),
    accountsOf: async (patientId) => {
      const rows: (Omit<EarlierAccount, 'language'> & { language: string })[] = await manager.query(
        `select id as "accountId", issuer = '${EXCHANGE}' as "isInvited", email, mobile, language from account
         where patient_id = any (record_ids($1)) and kind = 'patient' and closed_at is null`, [patientId]);
      return rows.map(({ language, ...row }) => ({ ...row, language: messageLanguages.find((each) => each === language) ?? 'en' }));
    },
    closeReplaced: async (accountId, now) => {
      await manager.query(`update account set subject = 'closed ' || id, email = null, mobile = null, closed_at = $2, closed_because = 'replaced' where id = $1`, [accountId, now]);
    },
    create: async ({ patientId, name, language, email, mobile, passwordHash, question, answerHash, agreedVersion, agreedAt }, now) => {
      const accountId = randomUUID();
      await manager.query(
        `insert into account (id, kind, issuer, subject, name, email, mobile, language, proofing, patient_id, created_at, signed_in_at)
         values ($1, 'patient', '${EXCHANGE}', $2, $3, $4, $5, $6, 'vouched', $7, $8, $8)`,
        [accountId, randomUUID(), name, email, mobile, language, patientId, now]);
      await keepAgreement(manager, accountId, agreedVersion, agreedAt);
      await credentials.addPassword(accountId, passwordHash, now);
      await credentials.keepRecovery(accountId, question, answerHash);
      await credentials.addFactor(accountId, 'text', 'Text message', '', now);
      await credentials.activate(accountId, now);
    },
  };
}

/** Whether an account of another record signs in with this address: an address and a password are one account. */
export async function isEmailTaken(manager: EntityManager, email: string, patientId: string): Promise<boolean> {
  const found: unknown[] = await manager.query(
    `select 1 from account where issuer = '${EXCHANGE}' and closed_at is null and lower(email) = lower($1) and (patient_id is null or patient_id <> all (record_ids($2))) limit 1`, [email, patientId]);
  return found.length > 0;
}
