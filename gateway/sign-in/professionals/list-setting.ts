import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { isRecord, textClaim } from '../claims.ts';

/** One system outside, as the operator has registered it: an entry of a setting that is a JSON list. */
export interface SettingEntry {
  /** A text that must be there. Throws SETTING_INVALID. */
  text(name: string): string;
  optionalText(name: string): string | null;
  /** A list of texts; empty when absent. Throws SETTING_INVALID. */
  texts(name: string): readonly string[];
}

/** The entries of a setting that is a JSON list of objects; none when it is not set: nothing is registered. Throws SETTING_INVALID. */
export function readListSetting(settings: Settings, name: string, example: string): readonly SettingEntry[] {
  const text = settings[name] ?? '';
  if (text === '') return [];
  const invalid = (cause?: unknown): CieError =>
    new CieError('SETTING_INVALID', `The setting ${name} must be a JSON list of objects like ${example}.`, cause === undefined ? undefined : { cause });
  const list = parse(text, invalid);
  if (!Array.isArray(list)) throw invalid();
  return list.map((entry: unknown) => {
    if (!isRecord(entry)) throw invalid();
    return {
      text: (field) => {
        const value = textClaim(entry, field);
        if (value === null) throw invalid();
        return value;
      },
      optionalText: (field) => textClaim(entry, field),
      texts: (field) => {
        const value = entry[field];
        if (value === undefined) return [];
        if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw invalid();
        return value;
      },
    };
  });
}

function parse(text: string, invalid: (cause: unknown) => CieError): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(cause);
  }
}

/** A key by which settings and addresses name an outside system: small letters and digits, so that it fits both. Throws SETTING_INVALID. */
export function checkedKey(key: string, setting: string): string {
  if (/^[a-z][a-z0-9]{1,19}$/.test(key)) return key;
  throw new CieError('SETTING_INVALID', `A "key" in the setting ${setting} must be 2 to 20 small letters and digits, beginning with a letter.`);
}

/** Whether each of these is there once. Throws SETTING_INVALID. */
export function requireDistinct(values: readonly string[], what: string, setting: string): void {
  if (new Set(values).size !== values.length) throw new CieError('SETTING_INVALID', `The setting ${setting} names one ${what} twice.`);
}
