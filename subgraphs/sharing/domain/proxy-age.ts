import { ageAt } from '@cie/kit/days.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { consentAge, independentAge } from './proxy-standing.ts';

/** Mental Capacity Act 2005, section 9(2)(c). */
const attorneyAge = 18;

/**
 * Who may act by which right at which age: parents until 16, a person's own consent from 13, an attorney from 18. It looks at nothing
 * but what was typed, so that its answer tells nothing about anybody's record. Throws PROXY_AGE.
 */
export function checkProxyAge({ basis, birthDate }: { readonly basis: ProxyBasis; readonly birthDate: string }, now: Date): void {
  const age = ageAt(birthDate, now);
  if (basis === 'parental-responsibility' && age >= independentAge) {
    throw new CieError('PROXY_AGE', 'From 16 on a parent acts for a child only with the child’s written consent, as an attorney, or by a court.');
  }
  if (basis === 'written-consent' && age < consentAge) {
    throw new CieError('PROXY_AGE', 'For a child under 13 somebody acts by parental responsibility or by a court’s appointment.');
  }
  if (basis === 'power-of-attorney' && age < attorneyAge) throw new CieError('PROXY_AGE', 'Nobody under 18 can give a power of attorney.');
}
