import { currentAgreement } from '@cie/kit/agreement.ts';
import { newEmail, newMobile, type RegistrationHarness, type TestPatient } from './registration-harness.ts';

/** An electronic invitation, with all that its person gets to know. */
export interface Pair {
  readonly patient: TestPatient;
  readonly invitationId: string;
  readonly email: string;
  readonly mobile: string;
  readonly link: string;
  /** The link's secret. */
  readonly token: string;
  readonly code: string;
}

/** What commands of a registration answer. */
export interface Answer {
  readonly outcome: string;
  readonly visit?: string;
  readonly triesLeft?: number;
}

export const password = 'three-otters-in-a-canoe';
export const answers = { question: 'What was the name of your first pet?', answer: 'Mr. Bumble' };

/** What an invited person does, command by command; each step fails when it is not taken. */
export interface InvitedPerson {
  issue(patient?: TestPatient, more?: { email?: string; mobile?: string; returning?: boolean }): Promise<Pair>;
  issueLetter(patient: TestPatient): Promise<{ reference: string; code: string }>;
  enter(token: string, code: string): Promise<Answer>;
  /** A visit that knew code and date of birth. */
  visitOf(pair: Pair): Promise<string>;
  /** Chooses a password and a question, and confirms the phone. */
  fillIn(visit: string, mobile: string): Promise<void>;
  /** Every step up to the confirmation e-mail; the secret of its link. */
  finish(pair: Pair): Promise<string>;
  accountsOf(patientId: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** `harness` is asked when a step is taken: a test file opens it later than this is written. */
export function invitedPerson(harness: () => RegistrationHarness): InvitedPerson {
  const secretOf = (link: string | undefined): string => link?.split('/').at(-1) ?? '';
  const take = async (name: string, input: object, outcome: string): Promise<Answer> => {
    const answer = await harness().run<Answer>(name, input);
    if (answer.outcome !== outcome) throw new Error(`${name} answered ${answer.outcome}`);
    return answer;
  };
  const person: InvitedPerson = {
    issue: async (patient, { email = newEmail(), mobile = newMobile(), returning = false } = {}) => {
      const h = harness();
      const invited = patient ?? (await h.newPatient());
      const { invitationId } = await h.issue(invited, { email, mobile, returning });
      const link = h.lastTo(email)?.values['link'] ?? '';
      return { patient: invited, invitationId, email, mobile, link, token: secretOf(link), code: h.lastTo(mobile)?.values['code'] ?? '' };
    },
    issueLetter: async (patient) => {
      const { reference, code } = await harness().issue(patient, { channel: 'letter' });
      return { reference: reference ?? '', code };
    },
    enter: (token, code) => harness().run('enter-invitation-code', { token, code }),
    visitOf: async ({ token, code, patient }) => {
      const { visit = '' } = await person.enter(token, code);
      await take('enter-birth-date', { visit, birthDate: patient.birthDate }, 'known');
      return visit;
    },
    fillIn: async (visit, mobile) => {
      await take('choose-registration-password', { visit, password }, 'done');
      await take('choose-registration-question', { visit, ...answers }, 'done');
      await take('send-registration-code', { visit }, 'done');
      await take('confirm-registration-phone', { visit, code: harness().lastTo(mobile)?.values['code'] ?? '' }, 'done');
    },
    finish: async (pair) => {
      const visit = await person.visitOf(pair);
      await person.fillIn(visit, pair.mobile);
      await take('agree-to-register', { visit, version: currentAgreement }, 'done');
      return secretOf(harness().lastTo(pair.email)?.values['link']);
    },
    accountsOf: async (patientId) =>
      (await harness().keeper.query<Record<string, unknown>>('select * from account where patient_id = $1 order by created_at', [patientId])).rows,
  };
  return person;
}
