import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import type { Command } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { required } from '@cie/kit/settings.ts';
import { approveProfessional, endProfessional, findProfessionals, refuseProfessional, renewProfessional } from '../domain/professional/decide-access.ts';
import type { ProfessionalGrant, VouchedProfessional, WithProfessionals } from '../domain/professional/professionals.ts';
import { requestProfessionalAccess } from '../domain/professional/request-access.ts';
import { readStanding, signInProfessional } from '../domain/professional/sign-in-professional.ts';
import { readStaffDuties } from '../domain/professional/staff-duties.ts';
import { deskIn } from '../store/desk-queue.store.ts';
import { professionalsIn } from '../store/professional.store.ts';

export interface ProfessionalCommandParts {
  readonly database: RoomDatabase;
  readonly notices: Pick<NoticeStore, 'post'>;
  readonly settings: Settings;
}

/** Sign-in of professionals, their requests, and what the desk decides about them (REG-6). Throws SETTING_MISSING or SETTING_INVALID. */
export function professionalCommands({ database, notices, settings }: ProfessionalCommandParts): Record<string, Command> {
  const dutiesOf = readStaffDuties(settings);
  const withProfessionals: WithProfessionals = (work) => database.asKeeper((manager) => work(professionalsIn(manager), deskIn(manager, notices)));
  return {
    ...signInCommands(withProfessionals, dutiesOf),
    'approve-professional': async (input, access) => {
      const read = readCommandInput(input);
      const { until } = await approveProfessional(contextOf(access), withProfessionals, {
        caseId: read.text('caseId'),
        organisation: read.optionalText('organisation') ?? '',
        organisationName: read.optionalText('organisationName') ?? '',
        role: read.optionalText('role') ?? '',
        how: read.optionalText('how') ?? '',
        link: new URL('/sign-in', required(settings, 'CIE_PUBLIC_URL')).href,
      });
      return { until: until.toISOString() };
    },
    'refuse-professional': async (input, access) => {
      const read = readCommandInput(input);
      await refuseProfessional(contextOf(access), withProfessionals, { caseId: read.text('caseId'), reason: read.optionalText('reason') ?? '' });
      return null;
    },
    'renew-professional': async (input, access) => {
      const read = readCommandInput(input);
      const { until } = await renewProfessional(contextOf(access), withProfessionals, { grantId: read.text('grantId'), how: read.optionalText('how') ?? '' });
      return { until: until.toISOString() };
    },
    'end-professional': async (input, access) => {
      const read = readCommandInput(input);
      await endProfessional(contextOf(access), withProfessionals, { accountId: read.text('accountId'), reason: read.optionalText('reason') ?? '' });
      return null;
    },
    'find-professionals': async (input, access) => {
      const found = await findProfessionals(contextOf(access), withProfessionals, readCommandInput(input).optionalText('text') ?? '');
      return { professionals: found.map((each) => ({ ...each, signedInAt: each.signedInAt.toISOString(), grants: each.grants.map(asAnswer) })) };
    },
  };
}

function signInCommands(withProfessionals: WithProfessionals, dutiesOf: ReturnType<typeof readStaffDuties>): Record<string, Command> {
  return {
    /** What we know of somebody whom a provider vouches for: access that the desk gave, and whether they have left. */
    'professional-standing': async (input, access) => {
      const read = readCommandInput(input);
      const standing = await readStanding(contextOf(access), withProfessionals, { issuer: read.text('issuer'), subject: read.text('subject') });
      return { ...standing, grants: standing.grants.map(asAnswer) };
    },
    'sign-in-professional': async (input, access) => {
      const read = readCommandInput(input);
      const grantId = read.optionalText('grantId');
      const choice = grantId === null ? { organisation: read.text('organisation'), role: read.text('role') } : { grantId };
      return signInProfessional(contextOf(access), withProfessionals, dutiesOf, vouched(read), choice);
    },
    'request-professional-access': async (input, access) => {
      const read = readCommandInput(input);
      const given = (name: string): string => read.optionalText(name) ?? '';
      return requestProfessionalAccess(contextOf(access), withProfessionals, vouched(read), {
        organisation: given('organisation'),
        organisationName: given('organisationName'),
        role: given('role'),
        workEmail: given('workEmail'),
        why: given('why'),
        confirmer: given('confirmer'),
      });
    },
  };
}

/** Answers are the same in one process and over HTTP: times are ISO 8601. */
const asAnswer = (grant: ProfessionalGrant) => ({ ...grant, until: grant.until.toISOString() });

function vouched(read: CommandInput): VouchedProfessional {
  return { issuer: read.text('issuer'), subject: read.text('subject'), name: read.text('name'), email: read.optionalText('email') };
}

/** Sign-in has nobody who asks yet; its callers may leave the context out, and then the present counts. */
function contextOf(access: AccessContext | null | undefined): AccessContext {
  return access ?? { requestId: 'sign-in', viewer: null, now: new Date() };
}
