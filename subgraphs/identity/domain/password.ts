import { dictionary } from '@zxcvbn-ts/language-common';
import { CieError } from '@cie/kit/errors.ts';

/** Characters of a password. Long enough to resist guessing without rules on kinds of characters (NIST SP 800-63B, 5.1.1.2). */
export const passwordLength = { least: 12, most: 128 } as const;

/** What everybody's password is not made of: the name of this service, as people write it. */
const serviceWords = ['care information exchange', 'careinformationexchange', 'healthrecord', 'nhslogin'];

/** What people put in place of a letter. `l` and `i` fall together, since a 1 stands for either. */
const substitutes: Readonly<Record<string, string>> = {
  '4': 'a', '@': 'a', '8': 'b', '3': 'e', '6': 'g', '1': 'i', '!': 'i', '|': 'i', l: 'i', '0': 'o', '5': 's', $: 's', '7': 't', '2': 'z',
};

/** One spelling for all that people think of as the same password: case, width and the usual substitutions undone. */
function folded(text: string): string {
  return Array.from(text.normalize('NFKC').toLowerCase(), (character) => substitutes[character] ?? character).join('');
}

/** About 49,000 passwords that leaks have made known, in that one spelling; they come with the package, nothing is asked on-line. */
const known: ReadonlySet<string> = new Set((dictionary['passwords-common'] ?? []).map((each) => folded(String(each))));

/**
 * Refuses a password that somebody else would try (REG-7, abuse case 42). `words` are the person's own: name, e-mail address.
 * Throws PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_BREACHED or PASSWORD_OWN_WORDS; length is looked at before anything else is done.
 */
export function checkNewPassword(password: string, words: readonly string[]): void {
  // In UTF-16 units first: counting the characters of a flood would be work already.
  if (password.length > passwordLength.most * 2) throw tooLong();
  const characters = Array.from(password).length;
  if (characters > passwordLength.most) throw tooLong();
  if (characters < passwordLength.least) throw new CieError('PASSWORD_SHORT', `Your password must have at least ${passwordLength.least} characters.`);
  if (isWidelyKnown(password)) {
    throw new CieError('PASSWORD_BREACHED', 'This password is one that many people use, or is close to one. Choose another, for example three words that have nothing to do with each other.');
  }
  const plain = folded(password).replace(/[^\p{L}\p{N}]/gu, '');
  if (ownWords(words).some((word) => plain.includes(word))) {
    throw new CieError('PASSWORD_OWN_WORDS', 'Your password must not contain your name, your email address or the name of this service.');
  }
}

/** For who chooses the password that they have: a reset or a change would otherwise change nothing, and say that it did. */
export function samePassword(): CieError {
  return new CieError('PASSWORD_SAME', 'This is the password that you have now. Choose another one.');
}

function tooLong(): CieError {
  return new CieError('PASSWORD_LONG', `Your password must have ${passwordLength.most} characters or fewer.`);
}

/** Most characters that people hang on a known password to make it longer. */
const longestAffix = 8;

function isWidelyKnown(password: string): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  if (new Set(lower).size < 5 || isStaircase(lower)) return true;
  const core = lower.replace(/^[\p{N}\p{P}\p{S}\s]+|[\p{N}\p{P}\p{S}\s]+$/gu, '');
  const candidates = [lower, repeatedPart(lower), ...(lower.length - core.length <= longestAffix ? [core, repeatedPart(core)] : [])];
  return candidates.some((each) => known.has(folded(each)));
}

/** `passwordpassword` is `password`; a text that repeats nothing is itself. */
function repeatedPart(text: string): string {
  return /^(.{3,}?)\1+$/u.exec(text)?.[1] ?? text;
}

/** abcdefghijkl, 210987654321: each character next to the one before, nine in ten times. */
function isStaircase(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).filter((code, index) => Math.abs(code - (codes[index] ?? 0)) === 1);
  return steps.length >= (codes.length - 1) * 0.85;
}

/** The parts of the words that are long enough to mean something, in the spelling that passwords are compared in. */
function ownWords(words: readonly string[]): string[] {
  return [...words, ...serviceWords]
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => folded(word).replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((word) => word.length >= 4 && !everyday.has(word));
}

/** Parts of addresses and of our name that stand in many good passwords by chance. */
const everyday: ReadonlySet<string> = new Set(['care', 'information', 'exchange', 'mail', 'email', 'example', 'health', 'record', 'login'].map(folded));
