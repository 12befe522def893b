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

/** What `meta.security` says: a label, that it is restricted in a way no label names, or nothing. */
export function securityOf(...elements: readonly (FhirElement | null)[]): Label | 'restricted' | null {
  const codes = elements.flatMap((each) => each?.elements('security').flatMap((coding) => coding.text('code')?.toUpperCase() ?? []) ?? []);
  const label = codes.map((code) => SENSITIVITIES[code]).find((each) => each !== undefined);
  return label ?? (codes.some((code) => RESTRICTED.includes(code)) ? 'restricted' : null);
}

/**
 * The label of an item: what the rules say of it (ACS-1), made stricter by `meta.security` and by the sender's own default.
 * Null when it is restricted and nothing says in which way: a person must choose.
 */
export function strictest(byRule: Label, security: Label | 'restricted' | null, byDefault: Label | null | undefined): Label | null {
  if (typeof security === 'number') return security;
  if (byRule !== Label.general) return byRule;
  if (typeof byDefault === 'number') return byDefault;
  return security === 'restricted' ? null : Label.general;
}
