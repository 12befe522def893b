import type { DocumentCompletion, DocumentStatus } from '../domain/document.ts';

/** HL7 table 0270, document type, in words that a patient reads. */
const TYPES: Readonly<Record<string, string>> = {
  AR: 'Autopsy report',
  CD: 'Heart test report',
  CN: 'Clinic letter',
  DI: 'Radiology report',
  DS: 'Discharge summary',
  ED: 'Emergency department report',
  HP: 'History and examination',
  OP: 'Operation report',
  PC: 'Psychiatric consultation',
  PH: 'Psychiatric history and examination',
  PN: 'Procedure note',
  PR: 'Progress note',
  SP: 'Tissue sample report',
  TS: 'Transfer summary',
};

/** The type in words: the list's, else what the sender calls it. */
export function typeInWords(code: string, text: string): string | null {
  return TYPES[code.toUpperCase()] ?? (text || null);
}

const RADIOLOGY = /\b(?:radiolog\w*|imaging|x-?rays?|ct|mri|ultrasound|mammogra\w*|pet[- ]ct)\b/i;

/** Whether RES-3 delays it: a diagnostic imaging report by code or by what the sender calls it. */
export function isRadiology(code: string, text: string): boolean {
  return ['DI', 'RAD'].includes(code.toUpperCase()) || RADIOLOGY.test(`${code} ${text}`);
}

/** HL7 table 0271, document completion status. */
const COMPLETIONS: Readonly<Record<string, DocumentCompletion>> = {
  DI: 'in-progress',
  IN: 'in-progress',
  IP: 'in-progress',
  DO: 'unsigned',
  PA: 'unsigned',
  AU: 'signed',
  LA: 'signed',
};

export function completionOf(code: string): DocumentCompletion | null {
  return COMPLETIONS[code.toUpperCase()] ?? null;
}

/** HL7 table 0273, document availability status; nothing said means available. */
export function statusOf(code: string): DocumentStatus {
  if (code === 'OB') return 'replaced';
  return code === 'CA' || code === 'UN' ? 'withdrawn' : 'current';
}
