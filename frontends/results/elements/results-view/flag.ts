import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Flag, ReportStatus } from '../../data/operations.ts';
import { words } from '../../language/results.en.ts';

const colours: Readonly<Record<Flag, TagColour>> = {
  NORMAL: 'green',
  HIGH: 'yellow',
  LOW: 'yellow',
  CRITICAL_HIGH: 'orange',
  CRITICAL_LOW: 'orange',
  ABNORMAL: 'yellow',
};

/** RES-1: a flag in calm words. A value in its range is said plainly; only what is outside gets a tag. */
export function flagWords(flag: Flag | null): TemplateResult | typeof nothing {
  if (flag === null) return nothing;
  return flag === 'NORMAL' ? html`<span class="cie-quiet">${words.flags.NORMAL}</span>` : statusTag(words.flags[flag], colours[flag]);
}

/** OBR-25 and OBX-11: of a report as of each of its tests, whatever is not final says so. Corrections have a tag of their own. */
export const statusNote = (status: ReportStatus): TemplateResult | null =>
  status === 'FINAL' || status === 'CORRECTED' ? null : statusTag(words.statuses[status], 'grey');

/** Cancelled or taken back: the laboratory stands behind no judgement of it any more, whatever came with it. */
export const isGone = (status: ReportStatus): boolean => status === 'CANCELLED' || status === 'WITHDRAWN';

export interface Judged {
  readonly flag: Flag | null;
  readonly status: ReportStatus;
}

/** What the flags of one report come to, of the tests that stand; null when the laboratory gave none. */
export function flagSummary(tests: readonly Judged[]): TemplateResult | null {
  const flags = tests.filter(({ status }) => !isGone(status)).map(({ flag }) => flag);
  const outside = flags.filter((flag): flag is Flag => flag !== null && flag !== 'NORMAL');
  const [only] = outside;
  if (only !== undefined && flags.length === 1) return statusTag(words.flags[only], colours[only]);
  if (outside.length > 0) return statusTag(words.outside(outside.length, flags.length), 'yellow');
  const allUsual = flags.length > 0 && flags.every((flag) => flag === 'NORMAL');
  return allUsual ? html`<span class="cie-quiet">${flags.length === 1 ? words.flags.NORMAL : words.allUsual}</span>` : null;
}
