import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { checkedEmail } from '../registration/contact-address.ts';
import { cleanText } from '../desk-case.ts';
import type { Desk } from '../desk/desk.ts';
import type { VouchedProfessional, WithProfessionals } from './professionals.ts';

/** What somebody without a role at an organisation we know tells the desk. */
export interface ProfessionalRequest {
  /** ODS code as typed; empty when they do not know it. */
  readonly organisation: string;
  readonly organisationName: string;
  readonly role: string;
  readonly workEmail: string;
  readonly why: string;
  /** Who at the organisation can confirm it, and how to reach them. */
  readonly confirmer: string;
}

const longest = { line: 200, text: 2000 } as const;
const toldInADay = 3;

/**
 * REG-6: a professional whose sign-in names no organisation that we know asks the desk. One request at a time: asking again
 * answers with the reference of the first. Throws EMAIL_INVALID and REQUEST_INCOMPLETE.
 */
export async function requestProfessionalAccess(
  access: AccessContext, withProfessionals: WithProfessionals, professional: VouchedProfessional, request: ProfessionalRequest,
): Promise<{ reference: string }> {
  const email = checkedEmail(request.workEmail);
  const details = {
    organisation: cleanText(request.organisation, 20).toUpperCase(),
    organisationName: cleanText(request.organisationName, longest.line),
    role: cleanText(request.role, longest.line),
    why: cleanText(request.why, longest.text),
    confirmer: cleanText(request.confirmer, longest.text),
  };
  if ([details.organisationName, details.role, details.why, details.confirmer].includes('')) {
    throw new CieError('REQUEST_INCOMPLETE', 'Say where you work, as what, why you need the exchange, and who can confirm it.');
  }
  return withProfessionals(async (professionals, desk) => {
    const accountId = await professionals.apply(professional, access.now);
    const known = await professionals.openRequest(accountId);
    if (known !== null) return { reference: known };
    const contact = { name: professional.name, email };
    const { id, reference } = await desk.open({ kind: 'professional-request', contact, details, accountId, openedBy: 'professional', openedAt: access.now });
    await tell(access, desk, { id, reference, email });
    return { reference };
  });
}

/** The address is as typed: a form must not be a way to flood a stranger. */
async function tell({ now }: AccessContext, desk: Desk, { id, reference, email }: { id: string; reference: string; email: string }): Promise<void> {
  if ((await desk.toldSince(email, new Date(now.getTime() - 86_400_000))) >= toldInADay) return;
  await desk.markTold(id, now);
  await desk.post([{ kind: 'message', to: { email }, template: 'case-received', values: { reference } }]);
}
