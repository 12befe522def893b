import { randomUUID } from 'node:crypto';
import { ago, laboratory } from '../fixtures/hospital.ts';
import { newPerson, type Person } from '../fixtures/people.ts';
import type { ExchangeClient } from '../setup/exchange.ts';
import type { Inside } from '../setup/inside.ts';

/** A kind of reader, and how such a one comes before a record. */
export interface Reader {
  readonly who: string;
  /** What opens the record to this reader, and the reader's sessions. */
  enter(exchange: ExchangeClient, own: Inside, side: Side): Promise<{ readonly cookie: string; readonly emails: readonly string[] }>;
}

/** One of two records that are alike but for a hidden item, and its patient's session. */
export interface Side {
  readonly person: Person;
  readonly cookie: string;
  readonly patientId: string;
}

export const allLabels = ['GENERAL', 'SEXUAL_HEALTH', 'MENTAL_HEALTH', 'SOCIAL_CARE'];

async function invite(exchange: ExchangeClient, { cookie }: Side, email: string, labels: readonly string[]): Promise<void> {
  const { errors } = await exchange.query(cookie, 'mutation ($input: InviteInput!) { invite(input: $input) { id } }', { input: { email, labels } });
  if (errors !== undefined) throw new Error(`no invitation: ${errors.map(({ message }) => message).join(', ')}`);
}

/** Somebody whom both patients invited, with an account of their own. */
export function invitedReader(who: string, labels: readonly string[], kind: 'carer' | 'clinician'): Reader {
  const relative = newPerson();
  const email = `${randomUUID().slice(0, 8)}@${kind === 'carer' ? 'example.net' : 'r1k.example.net'}`;
  return {
    who,
    enter: async (exchange, own, side) => {
      await invite(exchange, side, email, labels);
      if (kind === 'clinician') return { cookie: await own.signIn({ as: 'clinician', organisation: 'R1K', email }), emails: [email] };
      await own.deliver(laboratory(relative, { issued: ago(1), tests: [{ code: 'K', value: '4.0' }] }));
      return { cookie: await own.signIn({ as: 'patient', nhsNumber: relative.nhsNumber, email }), emails: [email] };
    },
  };
}

/** A parent whom the desk verified for both children, as far as doors are concerned. */
export function proxyReader(): Reader {
  const parent = newPerson();
  return {
    who: 'the proxy',
    enter: async (_exchange, own, { patientId }) => {
      await own.deliver(laboratory(parent, { issued: ago(1), tests: [{ code: 'K', value: '4.0' }] }));
      const cookie = await own.signIn({ as: 'patient', nhsNumber: parent.nhsNumber });
      const [session] = await own.sql<{ account_id: string }>('cie_gateway', "select viewer ->> 'accountId' as account_id from session order by created_at desc limit 1");
      await own.sql(
        'cie_sharing',
        `insert into proxy (patient_id, account_id, proxy_name, finder, basis, birth_date, decided, labels, sealed, requested_at, verifier, started_at, ends_at, reviewed_at, consent)
         values ($1, $2, 'A Parent', $3, 'written-consent', '1990-01-01', 'active', '{0,1,2,3}', '', now(), 'desk', now(), date_trunc('day', now()) + interval '1 year', now(), 'given')`,
        [patientId, session?.account_id, Buffer.from(randomUUID())],
      );
      return { cookie, emails: [] };
    },
  };
}

/** The patient, whose session is there already. */
export const selfReader: Reader = { who: 'the patient', enter: async (_exchange, _own, { cookie, person }) => ({ cookie, emails: [emailOf(person)] }) };
/** A professional of an organisation that cares for both. */
export const ownOrganisation = (organisation: string): Reader => {
  const email = `${randomUUID().slice(0, 8)}@trust.example.net`;
  return { who: `a clinician of ${organisation}`, enter: async (_exchange, own) => ({ cookie: await own.signIn({ as: 'clinician', organisation, email }), emails: [email] }) };
};
/** The address that a patient of these records signed in with. */
export const emailOf = ({ nhsNumber }: Person): string => `p${nhsNumber}@example.net`;
