/** Codes of HL7 tables 0123 (OBR-25) and 0085 (OBX-11). */
const resultStatusCodes = ['O', 'I', 'S', 'N', 'Y', 'A', 'P', 'R', 'F', 'U', 'V', 'B', 'C', 'K', 'X', 'D', 'W'] as const;
export type ResultStatusCode = (typeof resultStatusCodes)[number];

/** The code that a sender means; null for one of no table, and for none. */
export function resultStatusCode(sent: string): ResultStatusCode | null {
  const known = sent.trim().toUpperCase();
  return resultStatusCodes.find((code) => code === known) ?? null;
}
