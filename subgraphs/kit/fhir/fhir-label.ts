import { Label } from '../names.ts';
import type { FhirElement } from './fhir-element.ts';

/** HL7 v3 ActCode, information sensitivity, as far as a privacy label answers to it. */
const SENSITIVITIES: Readonly<Record<string, Label>> = {
  HIV: Label.sexualHealth, STD: Label.sexualHealth, SEX: Label.sexualHealth, SDV: Label.sexualHealth,
  PSY: Label.mentalHealth, MH: Label.mentalHealth, PSYTHPN: Label.mentalHealth, BH: Label.mentalHealth, ETH: Label.mentalHealth, SUD: Label.mentalHealth, ALC: Label.mentalHealth, OPIOIDUD: Label.mentalHealth,
  DVR: Label.socialCare, CHILDABUSE: Label.socialCare,
};
/** HL7 v3 Confidentiality above what is usual for a health record. */
const RESTRICTED = ['R', 'V'];

/** What `meta.security` says: a label; `restricted` in a way no label names; `unclear` when it names several, of which an item has one; or nothing. */
export type Security = Label | 'restricted' | 'unclear' | null;

export function securityOf(...elements: readonly (FhirElement | null)[]): Security {
  const codes = elements.flatMap((each) => each?.elements('security').flatMap((coding) => coding.text('code')?.toUpperCase() ?? []) ?? []);
  const [label, ...others] = new Set(codes.flatMap((code) => SENSITIVITIES[code] ?? []));
  if (others.length > 0) return 'unclear';
  return label ?? (codes.some((code) => RESTRICTED.includes(code)) ? 'restricted' : null);
}

/**
 * The label of an item: what the rules say of it (ACS-1), made stricter by `meta.security` and by the sender's own default.
 * Null when it is restricted and nothing says in which way, or when two of them name different labels: whoever may see one of these may
 * not see the other, so that a person must choose.
 */
export function strictest(byRule: Label, security: Security, byDefault: Label | null | undefined): Label | null {
  if (security === 'unclear') return null;
  const own = byRule !== Label.general ? byRule : (byDefault ?? Label.general);
  if (typeof security === 'number') return own === Label.general || own === security ? security : null;
  return own === Label.general && security === 'restricted' ? null : own;
}

/** What is to be done about it, said after the place in the message. */
export const LABEL_UNCLEAR = 'leaves open which privacy label it has: it is restricted without one, or names another than the rules or its sender do. Mend it, or choose a label for the sender, then replay.';
