/**
 * Names under which senders give code systems whose codes mean one test everywhere: LOINC and SNOMED CT, in HL7 (table 0396) and
 * in FHIR. In upper case. The code of any other system, or of none, is its laboratory's own.
 */
export const universalSystems: readonly string[] = [
  'LN', 'LNC', 'LOINC', 'HTTP://LOINC.ORG', 'URN:OID:2.16.840.1.113883.6.1', '2.16.840.1.113883.6.1',
  'SCT', 'SNM', 'SNOMED', 'SNOMED-CT', 'SNOMED CT', 'HTTP://SNOMED.INFO/SCT', 'URN:OID:2.16.840.1.113883.6.96', '2.16.840.1.113883.6.96',
];

/** Whether results of two organisations with one code are results of one test. */
export function isUniversal(codeSystem: string): boolean {
  return universalSystems.includes(codeSystem.trim().toUpperCase());
}
