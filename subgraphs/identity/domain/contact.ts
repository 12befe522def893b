import type { AccessContext } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { messageLanguages, type MessageLanguage } from '@cie/kit/notices/notice.ts';

/** Where messages to a person go. */
export interface Contact {
  readonly email: string | null;
  readonly mobile: string | null;
  readonly language: MessageLanguage;
}

/** Contacts as the domain reaches them. */
export interface Contacts {
  /** Null when there is no such account, or it was closed. */
  ofAccount(accountId: string): Promise<Contact | null>;
  /** Of the account that the person used last; null when none is open. */
  ofPatient(patientId: string): Promise<Contact | null>;
  /** False when the account is not open. */
  saveLanguage(accountId: string, language: MessageLanguage): Promise<boolean>;
}

/** The language that the signed-in person has messages written in (MSG-1). Throws SIGN_IN_REQUIRED. */
export async function readLanguage(access: AccessContext, contacts: Contacts): Promise<MessageLanguage> {
  const contact = await contacts.ofAccount(accountOf(access));
  if (contact === null) throw signInRequired();
  return contact.language;
}

/** Changes it. Throws SIGN_IN_REQUIRED, or LANGUAGE_UNKNOWN for one that messages are not written in. */
export async function chooseLanguage(access: AccessContext, contacts: Contacts, chosen: string): Promise<void> {
  const language = messageLanguages.find((each) => each === chosen);
  if (language === undefined) throw new CieError('LANGUAGE_UNKNOWN', 'Choose one of the languages in the list.');
  if (!(await contacts.saveLanguage(accountOf(access), language))) throw signInRequired();
}

function accountOf({ viewer }: AccessContext): string {
  if (viewer === null) throw signInRequired();
  return viewer.accountId;
}

function signInRequired(): CieError {
  return new CieError('SIGN_IN_REQUIRED', 'Sign in to do this.');
}
