import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { EntityManager } from 'typeorm';
import type { FinishedRegistration, HeldInvitation, Registration, RegistrationChange, Registrations } from '../domain/registration/registration.ts';
import { endInvitation } from './invitation.store.ts';
import { isEmailTaken } from './invited-account.store.ts';

const heldColumns = `i.id, i.patient_id as "patientId", i.channel, i.language, i.code_hash as "codeHash", i.wrong_tries as "wrongTries",
  i.expires_at as "expiresAt", i.ended_because as "endedBecause", p.birth_date::text as "birthDate"`;

/** Column of each thing that a step may write down. */
const columnOf: Readonly<Record<keyof RegistrationChange, string>> = {
  birthDateKnown: 'birth_date_known',
  email: 'email',
  mobile: 'mobile',
  passwordHash: 'password_hash',
  question: 'question',
  answerHash: 'answer_hash',
  textCodeHash: 'text_code_hash',
  textCodeExpiresAt: 'text_code_expires_at',
  textCodeTries: 'text_code_tries',
  textCodesSent: 'text_codes_sent',
  mobileConfirmedAt: 'mobile_confirmed_at',
  agreedVersion: 'agreed_version',
  agreedAt: 'agreed_at',
  confirmHash: 'confirm_hash',
  confirmExpiresAt: 'confirm_expires_at',
  confirmationsSent: 'confirmations_sent',
};

interface RegistrationRow extends Omit<Registration, 'invitation' | 'textCode'> {
  readonly textCodeHash: Buffer | null;
  readonly textCodeExpiresAt: Date | null;
  readonly textCodeTries: number;
}

/** Registrations by invitation, within one transaction of the keeper. */
export function invitedRegistrationsIn(manager: EntityManager, notices: Pick<NoticeStore, 'post'>): Registrations {
  const held = async (condition: string, value: unknown): Promise<HeldInvitation | null> => {
    // Locked: five wrong codes at the same moment are five.
    const [row]: HeldInvitation[] = await manager.query(
      `select ${heldColumns} from invitation i join patient p on p.id = i.patient_id where ${condition} for update of i`, [value]);
    return row ?? null;
  };

  return {
    withToken: (tokenHash) => held('i.token_hash = $1', tokenHash),
    withReference: (reference) => held('i.reference = $1', reference),
    withVisit: async (visitHash) => {
      const invitation = await held('i.id = (select invitation_id from invited_registration where visit_hash = $1)', visitHash);
      if (invitation === null) return null;
      // Read after the invitation is held: what another step wrote meanwhile is in it, and a visit that was replaced is not.
      const [row]: RegistrationRow[] = await manager.query(
        `select seen_at as "seenAt", birth_date_known as "birthDateKnown", email, mobile, password_hash is not null as "passwordSet", question,
           text_code_hash as "textCodeHash", text_code_expires_at as "textCodeExpiresAt", text_code_tries as "textCodeTries",
           text_codes_sent as "textCodesSent", mobile_confirmed_at as "mobileConfirmedAt", agreed_version as "agreedVersion", confirmations_sent as "confirmationsSent"
         from invited_registration where visit_hash = $1`, [visitHash]);
      return row === undefined ? null : registrationOf(invitation, row);
    },
    beginVisit: async ({ id }, visitHash, now) => {
      // An electronic invitation brings the addresses that its link and code went to.
      await manager.query(
        `insert into invited_registration as r (invitation_id, visit_hash, seen_at, birth_date_known, email, mobile)
         select id, $2, $3, false, email, mobile from invitation where id = $1
         on conflict (invitation_id) do update set visit_hash = excluded.visit_hash, seen_at = excluded.seen_at, birth_date_known = false`,
        [id, visitHash, now]);
    },
    change: async (invitationId, now, change) => {
      const entries = Object.entries(change).filter(([, value]) => value !== undefined);
      // Names come from the table above, whatever a caller's object holds beside them.
      const columns = entries.map(([name], index) => `${columnOf[checkedName(name)]} = $${index + 3}`);
      await manager.query(`update invited_registration set ${['seen_at = $2', ...columns].join(', ')} where invitation_id = $1`, [
        invitationId, now, ...entries.map(([, value]: [string, unknown]) => value),
      ]);
    },
    countWrongTry: async (invitationId) => {
      await manager.query('update invitation set wrong_tries = wrong_tries + 1 where id = $1', [invitationId]);
    },
    end: (invitationId, because, now) => endInvitation(manager, invitationId, because, now),
    isEmailTaken: (email, patientId) => isEmailTaken(manager, email, patientId),
    namesOf: async (patientId) => {
      const [person]: { names: string[] }[] = await manager.query('select array_remove(array[given_name, family_name, nhs_number], null) as names from patient where id = $1', [patientId]);
      return person?.names ?? [];
    },
    finished: async (confirmHash) => {
      const invitation = await held('i.id = (select invitation_id from invited_registration where confirm_hash = $1)', confirmHash);
      if (invitation === null) return null;
      const [row]: FinishedRegistration[] = await manager.query(
        `select i.id as "invitationId", i.patient_id as "patientId", i.ended_because as "endedBecause", i.language, r.confirm_expires_at as "confirmExpiresAt",
           concat_ws(' ', p.given_name, p.family_name) as name, r.email, r.mobile, r.password_hash as "passwordHash", r.question, r.answer_hash as "answerHash",
           r.agreed_version as "agreedVersion", r.agreed_at as "agreedAt"
         from invited_registration r join invitation i on i.id = r.invitation_id join patient p on p.id = i.patient_id where r.confirm_hash = $1`, [confirmHash]);
      return row ?? null;
    },
    tell: (news) => notices.post(manager, news),
  };
}

function checkedName(name: string): keyof RegistrationChange {
  const known = Object.keys(columnOf).find((each): each is keyof RegistrationChange => each === name);
  if (known === undefined) throw new Error('A step of a registration wrote down something that has no column.');
  return known;
}

function registrationOf(invitation: HeldInvitation, { textCodeHash, textCodeExpiresAt, textCodeTries, ...row }: RegistrationRow): Registration {
  const textCode = textCodeHash === null || textCodeExpiresAt === null ? null : { hash: textCodeHash, expiresAt: textCodeExpiresAt, tries: textCodeTries };
  return { ...row, invitation, textCode };
}
