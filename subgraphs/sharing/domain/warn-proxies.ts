import type { AccessContext } from '@cie/kit/access-context.ts';
import { dayOf, daysBefore } from '@cie/kit/days.ts';
import { accessEntry, type AccessEntry } from './access-entry.ts';
import { bothSides, type Proxy, type ProxyStore, type Warning } from './proxy.ts';
import { reviewDueAt, standingOf, type Standing } from './proxy-standing.ts';

/** Days before a review or an end on which both sides are warned. */
const warnedAhead = [30, 90] as const;

/**
 * ACC-4: warns both sides before a review and before the end, and says when the calendar has stopped a proxy, each once. It only
 * speaks: the door was shut by its date, whether or not this ran. Resolves with how much was said.
 */
export async function warnProxies(access: AccessContext, store: ProxyStore): Promise<number> {
  let said = 0;
  for (let after: string | null = null; ; ) {
    const proxies = await store.nearChange(access.now, after);
    for (const proxy of proxies) {
      const warnings = warningsOf(access, proxy);
      if (proxy.patientId !== null && warnings.length > 0) said += await store.say(access, proxy.patientId, warnings);
    }
    const last = proxies.at(-1);
    if (last === undefined) return said;
    after = last.id;
  }
}

/** What there is to say about a proxy at this moment. */
export function warningsOf(access: AccessContext, proxy: Proxy): readonly Warning[] {
  const { now } = access;
  const standing = standingOf(proxy, now);
  if (standing.state === 'active') {
    return [
      ...ahead(proxy, 'review', 'proxy-review-due', reviewDueAt(proxy), now),
      ...ahead(proxy, 'end', 'proxy-ends', proxy.endsAt, now),
    ];
  }
  const stopped = stoppedByDate(standing);
  if (stopped === null) return [];
  const entry: AccessEntry = { ...accessEntry(access, stopped.action), who: 'The Care Information Exchange' };
  return [{ proxyId: proxy.id, what: 'stopped', about: standing.reason ?? '', notices: bothSides(proxy, stopped.template), entry }];
}

function ahead(proxy: Proxy, kind: 'review' | 'end', template: string, at: Date | null, now: Date): Warning[] {
  if (at === null || at <= now) return [];
  const days = warnedAhead.find((each) => daysBefore(at, each) <= now);
  if (days === undefined) return [];
  // The first day on which it is so: a birthday, or the day after the last.
  const date = dayOf(at);
  return [{ proxyId: proxy.id, what: `${kind}-${days}`, about: date, notices: bothSides(proxy, template, { date }), entry: null }];
}

/** What the calendar did; null where people decided, who have told it themselves. */
function stoppedByDate({ state, reason }: Standing): { readonly action: AccessEntry['action']; readonly template: string } | null {
  if (state === 'ended' && reason === 'EXPIRED') return { action: 'proxy-ended', template: 'proxy-ended' };
  if (state === 'suspended' && reason === 'AGE_16') return { action: 'proxy-suspended', template: 'proxy-ended' };
  if (state === 'suspended' && reason === 'ROLE_SUSPENDED_PENDING_REVIEW') return { action: 'proxy-suspended', template: 'proxy-suspended' };
  return null;
}
