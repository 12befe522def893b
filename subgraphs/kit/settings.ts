import { CieError } from './errors.ts';

/** Settings are one explicit record of strings: the process environment, or what `npm start` composes. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** The setting's value; there are no defaults for what protects a record. Throws SETTING_MISSING. */
export function required(settings: Settings, name: string): string {
  const value = settings[name];
  if (value === undefined || value === '') {
    throw new CieError('SETTING_MISSING', `The setting ${name} is missing. Set it in the environment of this process; infra/local/compose-settings.ts shows every setting.`);
  }
  return value;
}

/** A whole number between `least` and `most`. Throws SETTING_MISSING or SETTING_INVALID. */
export function requiredNumber(settings: Settings, name: string, least: number, most: number): number {
  const value = Number(required(settings, name));
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new CieError('SETTING_INVALID', `The setting ${name} must be a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** `yes` or `no`, spelled out, so that a typing error never switches a safety off. */
export function requiredYesNo(settings: Settings, name: string): boolean {
  const value = required(settings, name);
  if (value !== 'yes' && value !== 'no') {
    throw new CieError('SETTING_INVALID', `The setting ${name} must be "yes" or "no".`);
  }
  return value === 'yes';
}

/** A secret key given as base64url of exactly `bytes` bytes. */
export function requiredKey(settings: Settings, name: string, bytes: number): Buffer {
  const key = Buffer.from(required(settings, name), 'base64url');
  if (key.length !== bytes) {
    throw new CieError('SETTING_INVALID', `The setting ${name} must be ${bytes} random bytes in base64url.`);
  }
  return key;
}
