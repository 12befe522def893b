import type { AccessContext } from '@cie/kit/access-context.ts';
import type { PublicCaseKind } from '@cie/kit/desk.ts';
import { CieError } from '@cie/kit/errors.ts';
import { messageLanguages, type MessageLanguage } from '@cie/kit/notices/notice.ts';
import { createHash } from 'node:crypto';
import { checkedEmail, checkedMobile } from '../registration/contact-address.ts';
import type { Desk, WithDesk } from './desk.ts';

export interface PublicRequest {
  readonly kind: PublicCaseKind;
  readonly name: string | null;
  readonly email: string;
  readonly mobile: string | null;
  readonly details: Readonly<Record<string, string>>;
  /** What a mail is known by (sender and Message-ID); a mail delivered twice is one case. */
  readonly source: string | null;
}

const mostDetails = 16;
const day = 86_400_000;

/** Messages to one address in a day: a form must not be a way to flood a stranger, nor two machines answer each other for ever. */
const toldInADay: Readonly<Record<PublicCaseKind, number>> = { 'access-request': 3, contact: 3, mail: 1 };

/**
 * Puts what somebody asks from outside into the desk's queue and tells them so (REG-5). It asks nothing about records or
 * accounts, so that its answer cannot tell whether there is one. Throws EMAIL_INVALID, MOBILE_INVALID and COMMAND_INPUT_INVALID.
 */
export async function openDeskCase(access: AccessContext, withDesk: WithDesk, request: PublicRequest): Promise<{ reference: string }> {
  const { kind, name, mobile, details, source } = request;
  if (Object.keys(details).length > mostDetails) throw new CieError('COMMAND_INPUT_INVALID', 'A case has fewer answers.');
  const email = checkedEmail(request.email);
  const contact = { email, ...(name === null ? {} : { name }), ...(mobile === null ? {} : { mobile: checkedMobile(mobile) }) };
  const hash = source === null ? null : createHash('sha256').update(source).digest();
  return withDesk(async (desk) => {
    const known = hash === null ? null : await desk.mailKnown(hash);
    if (known !== null) return { reference: known };
    const asker = access.viewer === null ? {} : { accountId: access.viewer.accountId };
    const { id, reference } = await desk.open({ kind, contact, details, ...asker, openedBy: kind === 'mail' ? 'mail' : 'form', openedAt: access.now });
    if (hash !== null) await desk.markSource(id, hash);
    await tell(access, desk, { id, reference, kind, email, language: details['language'] });
    return { reference };
  });
}

interface Told {
  readonly id: string;
  readonly reference: string;
  readonly kind: PublicCaseKind;
  readonly email: string;
  readonly language: string | undefined;
}

async function tell({ now }: AccessContext, desk: Desk, { id, reference, kind, email, language: wished }: Told): Promise<void> {
  if ((await desk.toldSince(email, new Date(now.getTime() - day))) >= toldInADay[kind]) return;
  await desk.markTold(id, now);
  const language = languageOf(wished);
  await desk.post([{ kind: 'message', to: { email, ...(language === null ? {} : { language }) }, template: 'case-received', values: { reference } }]);
}

/** The language somebody asked to be written to in; null when it is none of ours. */
export function languageOf(text: string | null | undefined): MessageLanguage | null {
  return messageLanguages.find((each) => each === text) ?? null;
}
