export type NhsNumberCheck =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly code: 'NHS_NUMBER_CHARACTERS' | 'NHS_NUMBER_LENGTH' | 'NHS_NUMBER_CHECK_DIGIT' | 'NHS_NUMBER_REPEATED'; readonly message: string };

/**
 * Reads an NHS number as people type it (spaces and hyphens ignored) and checks it: ten digits,
 * Modulus 11 with weights 10 to 2, not one digit repeated. Source: NHS Data Dictionary, NHS NUMBER.
 */
export function parseNhsNumber(text: string): NhsNumberCheck {
  const value = text.replace(/[\s\u00a0-]/g, '');
  if (!/^\d*$/.test(value)) {
    return { ok: false, code: 'NHS_NUMBER_CHARACTERS', message: 'An NHS number has digits only. Check for letters, such as O instead of 0.' };
  }
  if (value.length !== 10) {
    return { ok: false, code: 'NHS_NUMBER_LENGTH', message: `An NHS number has 10 digits, this has ${value.length}. Check that none is missing or added.` };
  }
  // 4444444444 and the like pass the sum, and are typed as fillers, never issued.
  if (/^(\d)\1{9}$/.test(value)) {
    return { ok: false, code: 'NHS_NUMBER_REPEATED', message: 'This is not an NHS number. Check it against a letter from the NHS.' };
  }
  const digits = Array.from(value, Number);
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  if (check !== digits[9]) {
    return { ok: false, code: 'NHS_NUMBER_CHECK_DIGIT', message: 'One or more digits are mistyped. Check the number against a letter from the NHS.' };
  }
  return { ok: true, value };
}

/** 3-3-4 grouping as people read it: `450 557 7104` (ACC-1). */
export function formatNhsNumber(value: string): string {
  return `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}`;
}
