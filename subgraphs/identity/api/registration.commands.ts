import type { AccessContext } from '@cie/kit/access-context.ts';
import { currentAgreement } from '@cie/kit/agreement.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { isDay } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Command } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { treatmentCommand } from '@cie/kit/treatment.ts';
import { agree, explain, linkRecord, nextStep, openRegistration, signInPatient, type Claim, type PatientSignIn, type Registrations } from '../domain/register-in-steps.ts';
import { peopleIn } from '../store/people.store.ts';
import { registrationsIn } from '../store/registration.store.ts';
import { newestEncounters } from '../store/treatment.store.ts';

interface RegistrationParts {
  readonly database: RoomDatabase;
  readonly notices: Pick<NoticeStore, 'post'>;
  readonly settings: Settings;
}

/** Registration and sign-in with NHS login in steps (REG-1, REG-3, REG-10). */
export function registrationCommands({ database, notices, settings }: RegistrationParts): Record<string, Command> {
  const keeping = <T>(work: (registrations: Registrations) => Promise<T>): Promise<T> => database.asKeeper((manager) => work(registrationsIn(manager, notices)));

  return {
    'sign-in-patient': async (input, access) => {
      const signIn = readPatientSignIn(readCommandInput(input));
      return keeping((registrations) => signInPatient(given(access), registrations, signIn));
    },
    'next-step': async (input) => {
      const read = readCommandInput(input);
      const registration = await keeping((registrations) => openRegistration(registrations, read.text('accountId')));
      return { ...nextStep(registration, readProofing(read)), agreement: currentAgreement };
    },
    agree: async (input, access) => {
      const read = readCommandInput(input);
      await keeping((registrations) => agree(given(access), registrations, read.text('accountId'), read.text('version')));
      return null;
    },
    explained: async (input, access) => {
      const read = readCommandInput(input);
      await keeping((registrations) => explain(given(access), registrations, read.text('accountId')));
      return null;
    },
    /** Records whose treatment decides about a link: those of the number and date of birth that NHS login proved. */
    'find-claimed': async (input) => {
      const accountId = readCommandInput(input).text('accountId');
      return keeping(async (registrations) => {
        const claim = await registrations.claimOf(accountId);
        const record = claim === null ? null : await registrations.match(claim);
        return { patientIds: record === null ? [] : await registrations.recordsOf(record.patientId) };
      });
    },
    treatment: treatmentCommand((patientIds) => database.asKeeper((manager) => newestEncounters(manager, patientIds))),
    'link-record': async (input, access) => {
      const read = readCommandInput(input);
      const treatments = read.items('treatments').map((each) => ({ organisation: each.text('organisation'), at: each.moment('at') }));
      return keeping((registrations) => linkRecord(given(access), registrations, read.text('accountId'), treatments));
    },
    // The operator of a sandbox names a patient by number alone (`cie session`); elsewhere nobody may look one up like that.
    ...(settings['CIE_SANDBOX'] === 'yes' ? sandboxCommands(database, keeping) : {}),
  };
}

function sandboxCommands(database: RoomDatabase, keeping: <T>(work: (registrations: Registrations) => Promise<T>) => Promise<T>): Record<string, Command> {
  return {
    'sandbox-patient': async (input) => {
      const nhsNumber = readCommandInput(input).text('nhsNumber');
      const person = await database.asFeed((manager) => peopleIn(manager).withNhsNumber(nhsNumber));
      return person === null ? null : { birthDate: person.birthDate };
    },
    /** A script has nobody to agree and nothing to be told: its account is linked as it is. */
    'sandbox-link': async (input) => {
      const accountId = readCommandInput(input).text('accountId');
      return keeping(async (registrations) => {
        const claim = await registrations.claimOf(accountId);
        const record = claim === null ? null : await registrations.match(claim);
        if (record === null || (await registrations.hasOtherAccount(accountId, record.patientId))) return null;
        await registrations.link(accountId, record);
        await registrations.dropClaim(accountId);
        return record;
      });
    },
  };
}

function given(access: AccessContext | null | undefined): AccessContext {
  if (access === null || access === undefined) throw new CieError('ACCESS_CONTEXT_MISSING', 'This command needs an access context, for its time.');
  return access;
}

function readPatientSignIn(read: CommandInput): PatientSignIn {
  const proofing = read.text('proofing');
  if (proofing !== 'P9' && proofing !== 'P5') throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "proofing" must be P9 or P5.');
  return {
    subject: read.text('subject'),
    claim: proofing === 'P9' ? readClaim(read) : null,
    name: read.optionalText('name') ?? '',
    email: read.optionalText('email'),
    proofing,
  };
}

function readClaim(read: CommandInput): Claim {
  const nhsNumber = parseNhsNumber(read.text('nhsNumber'));
  if (!nhsNumber.ok) throw new CieError(nhsNumber.code, nhsNumber.message);
  const birthDate = read.text('birthDate');
  if (!isDay(birthDate)) throw new CieError('BIRTH_DATE_INVALID', 'The date of birth from NHS login is not a date (yyyy-mm-dd).');
  return { nhsNumber: nhsNumber.value, birthDate };
}

function readProofing(read: CommandInput): 'P9' | 'vouched' | 'P5' | null {
  const proofing = read.optionalText('proofing');
  if (proofing === null || proofing === 'P9' || proofing === 'vouched' || proofing === 'P5') return proofing;
  throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "proofing" must be P9, vouched, P5 or null.');
}
