import { CieError } from '@cie/kit/errors.ts';

/** Longest address that mail servers carry (RFC 5321, 4.5.3.1.3: 256 with the brackets). */
const longestEmail = 254;

/** An e-mail address without the spaces around it. Throws EMAIL_INVALID. */
export function checkedEmail(text: string): string {
  const email = text.trim();
  if (email.length > longestEmail || !/^[^\s@<>()[\]",;:\\]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}]$/u.test(email)) {
    throw new CieError('EMAIL_INVALID', 'Enter an email address in the correct format, like name@example.com.');
  }
  return email;
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

/** The end of a number, for a person who knows it and nobody else. */
export function endOfNumber(mobile: string): string {
  return mobile.slice(-3);
}
