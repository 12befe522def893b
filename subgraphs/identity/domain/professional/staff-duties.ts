import { duties, type Duty } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';

/** The duties that the operator has given to whom a provider knows by this issuer and subject; none for everybody else. */
export type StaffDuties = (issuer: string, subject: string) => readonly Duty[];

/**
 * Reads CIE_DUTIES: JSON `[{issuer, subject, duties}]`. Duties come from the operator alone: a sign-in provider that could claim
 * them would open the desk to whoever administers it. Throws SETTING_MISSING or SETTING_INVALID.
 */
export function readStaffDuties(settings: Settings): StaffDuties {
  const entries = parseList(required(settings, 'CIE_DUTIES')).map(readEntry);
  return (issuer, subject) => {
    const given = entries.filter((each) => each.issuer === issuer && each.subject === subject).flatMap((each) => each.duties);
    return [...new Set(given)];
  };
}

interface Entry {
  readonly issuer: string;
  readonly subject: string;
  readonly duties: readonly Duty[];
}

function parseList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch (cause) {
    throw invalid(cause);
  }
  throw invalid();
}

function readEntry(value: unknown): Entry {
  if (typeof value !== 'object' || value === null) throw invalid();
  const issuer: unknown = Reflect.get(value, 'issuer');
  const subject: unknown = Reflect.get(value, 'subject');
  const given: unknown = Reflect.get(value, 'duties');
  if (typeof issuer !== 'string' || issuer === '' || typeof subject !== 'string' || subject === '' || !Array.isArray(given)) throw invalid();
  return { issuer, subject, duties: given.map(readDuty) };
}

function readDuty(value: unknown): Duty {
  const duty = duties.find((each) => each === value);
  if (duty === undefined) throw invalid();
  return duty;
}

function invalid(cause?: unknown): CieError {
  return new CieError(
    'SETTING_INVALID',
    `The setting CIE_DUTIES must be JSON, [] or a list like [{"issuer": "https://…", "subject": "…", "duties": ["${duties.join('", "')}"]}].`,
    cause === undefined ? undefined : { cause },
  );
}
