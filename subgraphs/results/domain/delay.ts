import type { ReportKind } from './report.ts';

/** One line of the delay policy (RES-3). `*` stands for every organisation or every test. */
export interface DelayRule {
  readonly organisation: string;
  readonly kind: ReportKind;
  readonly testCode: string;
  /** Days of 24 hours; 0 lifts a more general rule. */
  readonly days: number;
  /** Whether patients are told that a report waits. */
  readonly showNotice: boolean;
}

export interface Delay {
  readonly days: number;
  readonly showNotice: boolean;
}

export interface DelayQuestion {
  readonly organisation: string;
  readonly kind: ReportKind;
  /** The report's own code and those of its tests: one listed test delays the report it stands in. */
  readonly codes: readonly string[];
}

const dayInMilliseconds = 86_400_000;
const none: Delay = { days: 0, showNotice: true };

/**
 * The delay of a report (RES-3). For each code the most particular rule counts: an organisation's own before one for all,
 * a named test before every test. Of several codes the longest delay counts, and a notice only when all of them allow it.
 */
export function delayOf(rules: readonly DelayRule[], question: DelayQuestion): Delay {
  const found = question.codes.map((code) => mostParticular(rules, question, code)).filter((rule) => rule !== null && rule.days > 0);
  return found.reduce<Delay>(
    (longest, rule) => (rule === null ? longest : { days: Math.max(longest.days, rule.days), showNotice: longest.showNotice && rule.showNotice }),
    none,
  );
}

/** When patients may read a report: `days` after `from`, the time it was issued; null when there is no delay. */
export function releaseTime(from: Date, delay: Delay): Date | null {
  return delay.days === 0 ? null : new Date(from.getTime() + delay.days * dayInMilliseconds);
}

function mostParticular(rules: readonly DelayRule[], { organisation, kind }: DelayQuestion, code: string): DelayRule | null {
  const particularity = (rule: DelayRule) => (rule.organisation === '*' ? 0 : 2) + (rule.testCode === '*' ? 0 : 1);
  return rules
    .filter((rule) => rule.kind === kind)
    .filter((rule) => rule.organisation === '*' || rule.organisation === organisation)
    .filter((rule) => rule.testCode === '*' || rule.testCode.toUpperCase() === code.toUpperCase())
    .reduce<DelayRule | null>((best, rule) => (best === null || particularity(rule) > particularity(best) ? rule : best), null);
}
