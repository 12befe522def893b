import type { Viewer } from '@cie/kit/access-context.ts';
import { changePurposes } from '@cie/kit/changes.ts';
import { allLabels, type Label } from '@cie/kit/names.ts';
import { ownConsents, proxyBases } from '@cie/kit/proxies.ts';
import type { DoorFacts } from '@cie/sharing/standings';
import { oneOf, type Pick } from './random-sql.ts';

export const operations: readonly string[] = ['read', 'save', 'download', 'calendar', 'share', 'view-as', 'see-log', 'see-sharing', 'change-sharing', ...Object.keys(changePurposes)];
export const organisationCodes = ['RYJ', 'RQM', 'RAS', 'R1K', 'QRV', 'PATIENT', 'E87001'] as const;
const [mine, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
const day = 86_400_000;

export interface RandomPolicy {
  readonly viewer: Viewer | null;
  readonly patientId: string;
  readonly facts: DoorFacts;
  readonly operation: string;
  readonly now: Date;
}

const hour = 3_600_000;
const aroundNow = [-400 * day, -day, -1000, -1, 0, 1, 1000, day, 400 * day];
/** For databases, whose clock goes on: nothing that ends while the question is on its way. */
export const hoursAway = [-400 * day, -day, -hour, hour, day, 400 * day];

/** A viewer, what sharing may know of them and a record, and what they want. Times lie on both sides of now, and on it. */
export function randomPolicy(pick: Pick, now = someTime(pick), distances = aroundNow): RandomPolicy {
  return { viewer: randomViewer(pick), patientId: pick(3) === 0 ? other : mine, facts: randomFacts(pick, now, distances), operation: pick(3) === 0 ? 'read' : oneOf(pick, operations), now };
}

const someTime = (pick: Pick): Date => new Date(Date.UTC(2026, pick(12), 1 + pick(28), pick(24), pick(60), pick(60), pick(1000)));

function randomViewer(pick: Pick): Viewer | null {
  if (pick(30) === 0) return null;
  const someone = { accountId: '33333333-3333-4333-8333-333333333333', name: 'Somebody', sessionId: 'x', email: pick(5) === 0 ? null : 'somebody@example.net' };
  if (pick(2) === 0) return { ...someone, kind: 'patient', patientId: oneOf(pick, [mine, mine, other, null]), organisation: null, role: null, proofing: oneOf(pick, ['P9', 'P9', 'vouched', 'P5']), duties: [] };
  return {
    ...someone, kind: 'professional', patientId: null, proofing: null, organisation: pick(15) === 0 ? null : oneOf(pick, organisationCodes.filter((code) => code !== 'PATIENT')), role: pick(3) === 0 ? null : 'Consultant',
    duties: pick(6) === 0 ? [oneOf(pick, ['support-desk', 'records-team', 'privacy-officer', 'integration'] as const)] : [],
  };
}

function randomFacts(pick: Pick, now: Date, distances: readonly number[]): DoorFacts {
  const few = <T>(make: () => T): T[] => Array.from({ length: Math.max(0, pick(4) - 1) }, make);
  const labels = (): Label[] => allLabels.filter(() => pick(2) === 0);
  const moment = (): Date => new Date(now.getTime() + oneOf(pick, distances));
  const proxy = (): DoorFacts['proxies'][number] => {
    const basis = oneOf(pick, proxyBases);
    return {
      basis, birthDate: basis === 'parental-responsibility' ? childBorn(pick, now) : '1950-06-15', decided: oneOf(pick, ['active', 'active', 'active', 'requested', 'ended', 'refused']), labels: labels(),
      endsAt: pick(8) === 0 ? moment() : new Date(now.getTime() + 300 * day), reviewedAt: new Date(now.getTime() - oneOf(pick, [0, 30, 89, 90, 91, 200, 364, 365, 366, 500, 1000]) * day),
      consent: oneOf(pick, ownConsents), suspendedByPatientAt: pick(10) === 0 ? moment() : null, suspendedByDeskAt: pick(10) === 0 ? moment() : null, reason: null,
    };
  };
  const invitation = (): DoorFacts['invitations'][number] => ({ labels: labels(), until: pick(3) === 0 ? null : moment(), team: pick(3) === 0, ...(pick(5) === 0 ? { revokedAt: moment() } : {}) });
  return {
    invitations: few(invitation), proxies: few(proxy), emergencies: few(() => ({ endsAt: moment() })), careOrganisations: organisationCodes.filter(() => pick(3) === 0), flagged: pick(4) === 0,
    reasons: few(() => ({ until: moment() })), requests: few(() => ({ labels: labels(), until: moment() })), reviews: few(() => ({ until: moment() })),
  };
}

/** A birth date whose 13th or 16th birthday lies near now, or any of a child's. */
function childBorn(pick: Pick, now: Date): string {
  const years = pick(3) === 0 ? pick(18) : oneOf(pick, [12, 13, 14, 15, 16]);
  const born = new Date(now.getTime() + (pick(5) - 2) * day);
  born.setUTCFullYear(born.getUTCFullYear() - years);
  return pick(40) === 0 ? '2012-02-29' : born.toISOString().slice(0, 10);
}
