import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { isKnownOrganisation, organisationName } from '@cie/kit/organisations.ts';
import { cleanText } from '../desk-case.ts';
import { isUuid } from '../desk/read-desk.ts';
import { requireDesk } from '../desk/require-desk.ts';
import { onOpenCase, requiredNote } from '../desk/work-desk-case.ts';
import type { FoundProfessional, WithProfessionals } from './professionals.ts';

/** Months for which the desk gives access; then it is renewed, or ends by itself. */
export const grantMonths = 12;
const mostFound = 20;

export interface Approval {
  readonly caseId: string;
  /** ODS code. */
  readonly organisation: string;
  /** Kept for an organisation that the exchange has no name for, such as a general practice. */
  readonly organisationName: string;
  readonly role: string;
  /** How the organisation's word was had. */
  readonly how: string;
  /** Where the person signs in, for the message. */
  readonly link: string;
}

/**
 * REG-6: the desk binds organisation and role to the account that asked, for a year, and tells the person. Throws DESK_ONLY, OWN_ACCOUNT, CASE_UNKNOWN,
 * CASE_CLOSED, CASE_WRONG_KIND, ORGANISATION_INVALID, ROLE_MISSING, NOTE_MISSING.
 */
export async function approveProfessional(access: AccessContext, withProfessionals: WithProfessionals, approval: Approval): Promise<{ until: Date }> {
  const bound = checkedBinding(approval);
  const until = grantEnd(access.now);
  return withProfessionals((professionals, desk) =>
    onOpenCase(access, (work) => work(desk), approval.caseId, async ({ held, viewer, record }) => {
      const accountId = professionalOf(held);
      const how = requiredNote(approval.how);
      checkOther(viewer, accountId, 'You cannot approve your own access. Ask a colleague at the desk.');
      await professionals.grant({ ...bound, accountId, caseId: held.id, approvedBy: viewer.accountId, from: access.now, until });
      await record('approved', `${bound.role}, ${organisationShown(bound)}\nConfirmed: ${how}`);
      await desk.change(held.id, { state: 'done', holder: held.holder ?? viewer.accountId, closedAt: access.now });
      await desk.post(told(held.email, 'professional-approved', { link: approval.link }));
      return { until };
    }),
  );
}

/** Throws DESK_ONLY, CASE_UNKNOWN, CASE_CLOSED, CASE_WRONG_KIND, NOTE_MISSING. */
export async function refuseProfessional(access: AccessContext, withProfessionals: WithProfessionals, input: { caseId: string; reason: string }): Promise<void> {
  const reason = requiredNote(input.reason);
  await withProfessionals((_professionals, desk) =>
    onOpenCase(access, (work) => work(desk), input.caseId, async ({ held, viewer, record }) => {
      professionalOf(held);
      await record('refused', reason);
      await desk.change(held.id, { state: 'refused', holder: held.holder ?? viewer.accountId, closedAt: access.now });
      await desk.post(told(held.email, 'professional-refused', {}));
    }),
  );
}

/** Another twelve months from now, noted in the case that the access came from. Throws DESK_ONLY, NOTE_MISSING, OWN_ACCOUNT, GRANT_UNKNOWN. */
export async function renewProfessional(access: AccessContext, withProfessionals: WithProfessionals, input: { grantId: string; how: string }): Promise<{ until: Date }> {
  const viewer = requireDesk(access);
  const { grantId } = input;
  const how = requiredNote(input.how);
  const until = grantEnd(access.now);
  const renewed = isUuid(grantId) && (await withProfessionals(async (professionals, queue) => {
    const holder = await professionals.holderOf(grantId);
    if (holder !== null) checkOther(viewer, holder.accountId, 'You cannot renew your own access. Ask a colleague at the desk.');
    const done = await professionals.renew(grantId, until, access.now);
    const caseId = holder?.caseId ?? null;
    if (done && caseId !== null) {
      await queue.record(caseId, { at: access.now, accountId: viewer.accountId, who: viewer.name, action: 'approved', note: `Renewed for ${grantMonths} months\nConfirmed: ${how}` });
    }
    return done;
  }));
  if (!renewed) throw new CieError('GRANT_UNKNOWN', 'This access has ended already. The person can ask for it again at their next sign-in.');
  return { until };
}

/**
 * Abuse case 20: who has left gets in no more, from the next request on and whatever their provider still says of them. Throws
 * DESK_ONLY, OWN_ACCOUNT, NOTE_MISSING, PROFESSIONAL_UNKNOWN.
 */
export async function endProfessional(access: AccessContext, withProfessionals: WithProfessionals, input: { accountId: string; reason: string }): Promise<void> {
  const desk = requireDesk(access);
  const reason = requiredNote(input.reason);
  checkOther(desk, input.accountId, 'You cannot end your own access. Ask a colleague at the desk.');
  const closed = isUuid(input.accountId) && (await withProfessionals(async (professionals, queue) => {
    const done = await professionals.close({ accountId: input.accountId, endedBy: desk.accountId, reason, at: access.now });
    if (done) {
      await queue.post([
        { kind: 'end-sessions', accountId: input.accountId },
        { kind: 'professional', accountId: input.accountId, at: access.now.toISOString(), works: null },
      ]);
    }
    return done;
  }));
  if (!closed) throw new CieError('PROFESSIONAL_UNKNOWN', 'There is no such open account of a professional. It may have been closed already.');
}

/** Open accounts whose name or e-mail address begins with the text. Throws DESK_ONLY. */
export async function findProfessionals(access: AccessContext, withProfessionals: WithProfessionals, text: string): Promise<readonly FoundProfessional[]> {
  requireDesk(access);
  const wanted = cleanText(text, 200).toLowerCase();
  return wanted.length < 2 ? [] : withProfessionals((professionals) => professionals.find(wanted, mostFound, access.now));
}

/** `The Foxglove Practice (E87999)`; the code once where nobody knows a name. */
const organisationShown = ({ organisation, organisationName: name }: { organisation: string; organisationName: string }): string =>
  name === organisation ? organisation : `${name} (${organisation})`;

function checkedBinding(approval: Approval): { organisation: string; organisationName: string; role: string } {
  const organisation = approval.organisation.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const role = cleanText(approval.role, 200);
  const name = isKnownOrganisation(organisation) ? organisationName(organisation) : cleanText(approval.organisationName, 200);
  if (!/^[A-Z0-9]{3,10}$/.test(organisation) || name === '') {
    throw new CieError('ORGANISATION_INVALID', 'Enter the ODS code and the name of the organisation, for example E87001 for a GP practice.');
  }
  if (role === '') throw new CieError('ROLE_MISSING', 'Enter the role that the person has there. Patients read it in their access log.');
  return { organisation, organisationName: name, role };
}

/** Whose request a case is. Throws CASE_WRONG_KIND. */
function professionalOf({ kind, accountId }: { readonly kind: string; readonly accountId: string | null }): string {
  if (kind !== 'professional-request' || accountId === null) throw new CieError('CASE_WRONG_KIND', 'This case is no request of a professional.');
  return accountId;
}

/** Nobody of the desk decides about themselves: it would give one person the doors of any trust, with nobody to ask. */
function checkOther({ accountId }: Viewer, other: string, advice: string): void {
  if (accountId === other) throw new CieError('OWN_ACCOUNT', advice);
}

function told(email: string | null, template: string, values: Readonly<Record<string, string>>): Notice[] {
  return email === null ? [] : [{ kind: 'message', to: { email }, template, values }];
}

/** The end of the same day next year in London; 29 February ends on the 28th. */
function grantEnd(now: Date): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/London').add({ months: grantMonths });
  return new Date(day.add({ days: 1 }).startOfDay().epochMilliseconds);
}
