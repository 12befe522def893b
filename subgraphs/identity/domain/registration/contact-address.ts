import { CieError } from '@cie/kit/errors.ts';
import { isMailAddress } from '@cie/kit/mail-address.ts';

/** An e-mail address without the spaces around it. Throws EMAIL_INVALID. */
export function checkedEmail(text: string): string {
  const email = text.trim();
  if (isMailAddress(email)) return email;
  throw new CieError(
    'EMAIL_INVALID',
    /[^\p{ASCII}]/u.test(email)
      ? 'Enter an email address with the letters a to z only, without accents, like name@example.com. We cannot send email to other addresses.'
      : 'Enter an email address in the correct format, like name@example.com.',
  );
}

/**
 * A mobile phone number as networks write it (E.164: `+447700900123`). British numbers may be typed as people write them, others
 * with + and their country. Throws MOBILE_INVALID; a British number that is no mobile cannot get a text message.
 */
export function checkedMobile(text: string): string {
  const typed = text.normalize('NFKC').replace(/[\s\p{Dash}().]/gu, '').replace(/^00/, '+').replace(/^\+44(?:0)?/, '0');
  if (/^07\d{9}$/.test(typed)) return `+44${typed.slice(1)}`;
  if (/^\+[1-9]\d{7,14}$/.test(typed)) return typed;
  throw new CieError('MOBILE_INVALID', 'Enter a mobile phone number, like 07700 900123. For a number of another country, begin with + and the country’s code.');
}

/**
 * The same for a number that codes go to: British mobiles alone, as `checkedMobile` writes them. Texts abroad, to personal numbers
 * (070) and to pagers (076, but for the Isle of Man's 07624) cost many times as much, and whoever owns such a number earns by each
 * (toll fraud, abuse case 42). Who has none uses an authenticator app or a passkey, and is invited by the desk. Throws MOBILE_INVALID.
 */
export function checkedTextMobile(text: string): string {
  const mobile = checkedMobile(text);
  if (/^\+447(?:[1-57-9]\d|624)\d+$/.test(mobile)) return mobile;
  throw new CieError('MOBILE_INVALID', 'Enter a UK mobile phone number, like 07700 900123. We cannot send text messages to other numbers.');
}

/** The end of a number, for a person who knows it and nobody else. */
export function endOfNumber(mobile: string): string {
  return mobile.slice(-3);
}
