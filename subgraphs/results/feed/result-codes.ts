import { resultStatusCode, type ResultStatusCode } from '@cie/kit/hl7/result-status.ts';
import { Flag, ReportKind, ResultStatus, Susceptibility } from '../domain/report.ts';

/** HL7 tables 0123 (OBR-25) and 0085 (OBX-11). */
const statuses: Readonly<Record<ResultStatusCode, ResultStatus>> = {
  O: ResultStatus.registered, I: ResultStatus.registered, S: ResultStatus.registered, N: ResultStatus.registered, Y: ResultStatus.registered,
  A: ResultStatus.partial,
  P: ResultStatus.preliminary, R: ResultStatus.preliminary,
  F: ResultStatus.final, U: ResultStatus.final, V: ResultStatus.final, B: ResultStatus.final,
  C: ResultStatus.corrected, K: ResultStatus.corrected,
  X: ResultStatus.cancelled,
  D: ResultStatus.withdrawn, W: ResultStatus.withdrawn,
};

/** The status a code means; `otherwise` when none was sent; null for a code of no table, which is held for a person. */
export function statusOf(code: string, otherwise: ResultStatus): ResultStatus | null {
  if (code.trim() === '') return otherwise;
  const known = resultStatusCode(code);
  return known === null ? null : statuses[known];
}

/** HL7 table 0078. Marks that say nothing of high or low (delta, susceptibility) are left out. */
const flags: Readonly<Record<string, Flag>> = {
  N: Flag.normal,
  H: Flag.high, HU: Flag.high, '>': Flag.high,
  L: Flag.low, LU: Flag.low, '<': Flag.low,
  HH: Flag.criticalHigh, LL: Flag.criticalLow,
  A: Flag.abnormal, AA: Flag.abnormal,
};

/** The first flag with a meaning. No flag sent is no flag: comparing values with ranges is the laboratory's judgement. */
export function flagOf(codes: readonly string[]): Flag | null {
  for (const code of codes) {
    const flag = flags[code.trim().toUpperCase()];
    if (flag !== undefined) return flag;
  }
  return null;
}

/** HL7 table 0078 and the words that laboratories write; I is what EUCAST calls susceptible with increased exposure. */
const susceptibilities: Readonly<Record<string, Susceptibility>> = {
  S: Susceptibility.susceptible, VS: Susceptibility.susceptible, SUSCEPTIBLE: Susceptibility.susceptible, SENSITIVE: Susceptibility.susceptible,
  I: Susceptibility.increasedExposure, MS: Susceptibility.increasedExposure, SDD: Susceptibility.increasedExposure, INTERMEDIATE: Susceptibility.increasedExposure,
  'SUSCEPTIBLE, INCREASED EXPOSURE': Susceptibility.increasedExposure,
  R: Susceptibility.resistant, RESISTANT: Susceptibility.resistant,
};

/** What was found of a medicine: by OBX-8, else by a value that says nothing else. */
export function susceptibilityOf(flags: readonly string[], value: string | null): Susceptibility | null {
  for (const code of [...flags, value ?? '']) {
    const found = susceptibilities[code.trim().toUpperCase()];
    if (found !== undefined) return found;
  }
  return null;
}

/** HL7 table 0074, diagnostic service sections that make images. */
const imaging: ReadonlySet<string> = new Set([
  'RAD', 'RX', 'RUS', 'OUS', 'VUS', 'CUS', 'US', 'CT', 'CTH', 'MRI', 'MR', 'NMR', 'NMS', 'XRC', 'XR', 'DX', 'CR', 'MG', 'MAM', 'PET', 'PT', 'RF', 'XA', 'IMG', 'IR', 'DXA',
]);
/** Sections that are laboratories, whatever the sending application calls itself. */
const laboratories: ReadonlySet<string> = new Set(['LAB', 'CH', 'HM', 'MB', 'IMM', 'TX', 'SP', 'CP', 'CG', 'BLB', 'SR', 'VR', 'MCB', 'MYC', 'PAR', 'BG', 'GE', 'HIS', 'CYT']);

/** Radiology by OBR-24, else by the name of the sending application (MSH-3); everything else is a laboratory's. */
export function kindOf(section: string, application: string): ReportKind {
  const code = section.trim().toUpperCase();
  if (imaging.has(code)) return ReportKind.radiology;
  if (laboratories.has(code)) return ReportKind.laboratory;
  return /RIS|PACS|RAD/i.test(application) ? ReportKind.radiology : ReportKind.laboratory;
}
