import { isProvedPatient, type Viewer } from '@cie/kit/access-context.ts';
import { allLabels, type Label } from '@cie/kit/names.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import type { Relation, RelationState, Role } from './access-table.ts';
import { standingOf, type ProxyTerms } from './proxy-standing.ts';

/** What sharing knows of one viewer and one patient when a door is asked for. */
export interface DoorFacts {
  readonly invitations: readonly InvitationFacts[];
  /** Where the viewer was verified as a proxy, whatever has become of it. */
  readonly proxies: readonly ProxyTerms[];
  readonly emergencies: readonly { readonly endsAt: Date }[];
  /** ODS codes of the organisations that care for the patient. */
  readonly careOrganisations: readonly string[];
  /** Whether the record is flagged, so that care for the patient alone opens it to nobody without a reason. */
  readonly flagged: boolean;
  /** Until when reasons hold that the viewer stated for a flagged record. */
  readonly reasons: readonly { readonly until: Date }[];
  /** Requests of the viewer for a copy of this record that the records team approved (SAR-1). */
  readonly requests: readonly { readonly labels: readonly Label[]; readonly until: Date }[];
  /** Reviews of such requests that the viewer was asked for. */
  readonly reviews: readonly { readonly until: Date }[];
}

/** An invitation that names the viewer, or a team of theirs. */
export interface InvitationFacts {
  readonly labels: readonly Label[];
  readonly until: Date | null;
  /** Whether a team was invited that the viewer belongs to, and not they themself. */
  readonly team: boolean;
  /** By which name patients know that team. */
  readonly teamName?: string;
  /** Left out where the viewer only stands for a member of it. */
  readonly teamId?: string;
  /** Left out while it is not taken back. */
  readonly revokedAt?: Date;
}

export const noFacts: DoorFacts = { invitations: [], proxies: [], emergencies: [], careOrganisations: [], flagged: false, reasons: [], requests: [], reviews: [] };

/** One way in which a viewer stands to a record. */
export interface RecordStanding {
  readonly relation: Relation;
  readonly state: RelationState;
  /** What was granted; for relations that grant nothing by label, all. */
  readonly labels: readonly Label[];
  /** When it ends by itself; null when it does not. */
  readonly until: Date | null;
  /** By what right, for a proxy. */
  readonly basis?: ProxyBasis;
  /** Name of the team, for one that was invited. */
  readonly team?: string;
  readonly teamId?: string;
}

/** As whom this viewer has come. P5 proves details, not identity (REG-1). */
export function roleOf(viewer: Viewer | null): Role {
  if (viewer === null) return 'nobody';
  if (viewer.kind === 'professional') return viewer.duties.length > 0 ? 'staff' : 'professional';
  return isProvedPatient(viewer) ? 'patient' : 'unproved';
}

/** All ways in which this viewer stands to this patient's record at this moment, whether they open anything or not. */
export function standingsOf(viewer: Viewer, patientId: string, facts: DoorFacts, now: Date): RecordStanding[] {
  return [
    ...(viewer.patientId === patientId ? [{ relation: 'own', state: 'active', labels: allLabels, until: null } as const] : []),
    ...facts.proxies.map((terms): RecordStanding => {
      const { state, until } = standingOf(terms, now);
      return { relation: 'proxy', state, labels: terms.labels, until, basis: terms.basis };
    }),
    ...facts.emergencies.map(({ endsAt }): RecordStanding => ({ relation: 'emergency', state: stateUntil(endsAt, now), labels: allLabels, until: endsAt })),
    ...facts.invitations.map(({ team, teamName, teamId, labels, until, revokedAt }): RecordStanding => ({
      relation: team ? 'team' : 'invited',
      state: revokedAt !== undefined && revokedAt <= now ? 'revoked' : stateUntil(until, now),
      labels,
      until,
      ...(teamName === undefined ? {} : { team: teamName }),
      ...(teamId === undefined ? {} : { teamId }),
    })),
    ...careStanding(viewer, facts, now),
    ...facts.requests.map(({ labels, until }): RecordStanding => ({ relation: 'request', state: stateUntil(until, now), labels, until })),
    ...facts.reviews.map(({ until }): RecordStanding => ({ relation: 'review', state: stateUntil(until, now), labels: allLabels, until })),
  ];
}

/** Whether only a flag keeps this viewer out whom care for the patient would let in. */
export function wantsReason(viewer: Viewer | null, facts: DoorFacts, now: Date): boolean {
  return viewer !== null && roleOf(viewer) === 'professional' && careStanding(viewer, facts, now).some(({ state }) => state === 'reason-needed');
}

const stateUntil = (until: Date | null, now: Date): 'open' | 'ended' => (until === null || until > now ? 'open' : 'ended');

/** ACS-4: somebody of the group that cares for the patient. A reason that was stated for a flagged record holds for a while. */
function careStanding({ organisation }: Viewer, { careOrganisations, flagged, reasons }: DoorFacts, now: Date): RecordStanding[] {
  if (organisation === null) return [];
  const group = recordSharingGroupOf(organisation);
  if (!careOrganisations.some((each) => group.includes(each))) return [];
  if (!flagged) return [{ relation: 'care', state: 'active', labels: allLabels, until: null }];
  const given = reasons.filter((each) => each.until > now).toSorted((one, other) => other.until.getTime() - one.until.getTime())[0];
  return [{ relation: 'care', state: given === undefined ? 'reason-needed' : 'reason-given', labels: allLabels, until: given?.until ?? null }];
}
