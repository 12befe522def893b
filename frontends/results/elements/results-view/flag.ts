import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Flag } from '../../data/operations.ts';
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

/** What the flags of one report come to; null when the laboratory gave none. */
export function flagSummary(flags: readonly (Flag | null)[]): TemplateResult | null {
  const outside = flags.filter((flag): flag is Flag => flag !== null && flag !== 'NORMAL');
  const [only] = outside;
  if (only !== undefined && flags.length === 1) return statusTag(words.flags[only], colours[only]);
  if (outside.length > 0) return statusTag(words.outside(outside.length, flags.length), 'yellow');
  const allUsual = flags.length > 0 && flags.every((flag) => flag === 'NORMAL');
  return allUsual ? html`<span class="cie-quiet">${flags.length === 1 ? words.flags.NORMAL : words.allUsual}</span>` : null;
}
