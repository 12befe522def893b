import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Accounts, PatientAccount } from '../domain/sign-in.ts';

/** Accounts, reached only through the functions of the sign-in migration. */
export function accountsIn(database: RoomDatabase): Accounts {
  return {
    signInPatient: (signIn) =>
      database.asService(async (manager) => {
        const [account]: PatientAccount[] = await manager.query(
          'select account_id as "accountId", patient_id as "patientId", name from sign_in_patient($1, $2, $3, $4, $5, $6)',
          [signIn.subject, signIn.nhsNumber, signIn.birthDate, signIn.familyName, signIn.email, signIn.proofing],
        );
        if (account === undefined) throw new Error('sign_in_patient returned no account');
        return account;
      }),
    signInProfessional: (signIn) =>
      database.asService(async (manager) => {
        const [account]: { accountId: string }[] = await manager.query('select sign_in_professional($1, $2, $3, $4, $5, $6) as "accountId"', [
          signIn.issuer,
          signIn.subject,
          signIn.name,
          signIn.email,
          signIn.organisation,
          signIn.role,
        ]);
        if (account === undefined) throw new Error('sign_in_professional returned no account');
        return account;
      }),
  };
}
