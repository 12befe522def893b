import { CieError } from '../errors.ts';
import { required, type Settings } from '../settings.ts';
import type { Scan } from './scan.ts';
import { clamdScan } from './clamd.ts';

/**
 * The scanner that the operator has chosen: CIE_SCAN is `clamd`, with CIE_CLAMD saying where it listens, or `none`, spelled
 * out, so that nobody goes without one by an oversight. Throws SETTING_MISSING or SETTING_INVALID.
 */
export function readScan(settings: Settings): Scan | null {
  const chosen = required(settings, 'CIE_SCAN');
  if (chosen === 'none') return null;
  if (chosen === 'clamd') return clamdScan(required(settings, 'CIE_CLAMD'));
  throw new CieError('SETTING_INVALID', 'The setting CIE_SCAN must be "clamd", or "none" for an exchange that lets files in without looking for malware.');
}
