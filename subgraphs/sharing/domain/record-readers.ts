import type { Viewer } from '@cie/kit/access-context.ts';
import { organisationName, recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { Grants, InvitationGrant } from './grants.ts';
import type { RecordOperation } from './access-table.ts';
import { foundRecord, type MemberOpening } from './open-record.ts';
import { noFacts, type DoorFacts } from './standings.ts';

/** Somebody else to whom a record stands open at a moment: a person, a team, or the staff of an organisation that cares for the patient. */
export interface RecordReader {
  /** What the reader is chosen by; one of `ids`. */
  readonly id: string;
  /** Every name that a grant of the reader goes by: `invitation-…`, `proxy-…`, `emergency-…`, `review-…`, `copy-…`, `organisation-…`. */
  readonly ids: readonly string[];
  readonly kind: Viewer['kind'];
  readonly name: string;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly openings: readonly MemberOpening[];
}

type Candidate = Omit<RecordReader, 'openings'>;

/** The nil UUID (RFC 9562, section 5.9): of somebody who has no account yet, or of any of many. */
const noAccount = '00000000-0000-0000-0000-000000000000';

/**
 * Who else could read the record at this moment, and through which doors: the one decision (decide.ts), asked for everybody whom
 * something ever let in. `patientIds` are all records of the person; whoever may do one of `operations` counts.
 */
export function readersAt(grants: Grants, patientIds: readonly string[], moment: Date, operations: readonly RecordOperation[] = ['read']): RecordReader[] {
  return candidates(grants).flatMap((candidate): RecordReader[] => {
    const [survivingId] = patientIds;
    if (survivingId === undefined) return [];
    const members = new Map(patientIds.map((id) => [id, factsAt(grants, candidate, id, moment)]));
    const { openingsFor } = foundRecord({ requestId: '', viewer: asViewer(candidate), now: moment }, { survivingId, members });
    const openings = operations.flatMap((operation) => openingsFor(operation));
    return openings.length === 0 ? [] : [{ ...candidate, openings }];
  });
}

/** Grants of one account are one reader: the person sees what all of them show together. */
function candidates({ invitations, proxies, care, emergencies, copies, reviews }: Grants): Candidate[] {
  const all: Candidate[] = [
    ...invitations.map(({ id, kind, name, role, organisation, accountId, teamId }) => one(`invitation-${id}`, { kind, name, role, organisation, accountId, teamId })),
    ...proxies.map(({ id, name, accountId }) => one(`proxy-${id}`, { kind: 'patient', name, role: null, organisation: null, accountId, teamId: null })),
    ...emergencies.map(({ id, name, role, organisation, accountId }) => one(`emergency-${id}`, { kind: 'professional', name, role, organisation, accountId, teamId: null })),
    ...reviews.map(({ id, name, accountId }) => one(`review-${id}`, { kind: 'professional', name, role: null, organisation: null, accountId, teamId: null })),
    ...copies.map(({ id, reference, accountId }) => one(`copy-${id}`, { kind: 'patient', name: reference, role: null, organisation: null, accountId, teamId: null })),
    ...[...new Set(care.flatMap(({ organisation }) => recordSharingGroupOf(organisation)))].map((organisation) =>
      one(`organisation-${organisation}`, { kind: 'professional', name: organisationName(organisation), role: null, organisation, accountId: null, teamId: null })),
  ];
  return [...Map.groupBy(all, ({ id, accountId, teamId }) => accountId ?? teamId ?? id).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, ids: same.map(({ id }) => id) }];
  });
}

const one = (id: string, about: Omit<Candidate, 'id' | 'ids'>): Candidate => ({ id, ids: [id], ...about });

/** As whom the reader would come. */
const asViewer = ({ kind, accountId, name, role, organisation }: Candidate): Viewer => ({
  kind, accountId: accountId ?? noAccount, patientId: null, name, role, organisation, proofing: kind === 'patient' ? 'P9' : null, duties: [], email: null, sessionId: '',
});

function factsAt(grants: Grants, candidate: Candidate, patientId: string, moment: Date): DoorFacts {
  const { accountId } = candidate;
  const isTheirs = (each: { readonly patientId: string; readonly accountId: string; readonly from: Date }): boolean =>
    each.patientId === patientId && each.accountId === accountId && each.from <= moment;
  return {
    ...noFacts,
    invitations: grants.invitations
      .filter((each) => each.patientId === patientId && each.createdAt <= moment && isFor(grants, each, candidate, moment))
      .map(({ labels, until, teamId, revokedAt }) => ({ labels, until, team: teamId !== null, ...(revokedAt === null ? {} : { revokedAt }) })),
    proxies: grants.proxies.filter((each) => each.patientId === patientId && each.accountId === accountId).flatMap(({ versions }) => {
      const then = versions.findLast(({ at }) => at <= moment);
      return then === undefined ? [] : [then.terms];
    }),
    emergencies: grants.emergencies.filter((each) => each.patientId === patientId && each.accountId === accountId && each.startedAt <= moment),
    requests: grants.copies.filter(isTheirs),
    reviews: grants.reviews.filter(isTheirs),
    careOrganisations: grants.care.filter((each) => each.patientId === patientId && each.since <= moment).map(({ organisation }) => organisation),
  };
}

/** Whether an invitation lets this reader in: it names them, their team, or a team that they belonged to at the moment. */
function isFor({ members }: Grants, { id, accountId, teamId }: InvitationGrant, reader: Candidate, moment: Date): boolean {
  if (reader.teamId !== null) return teamId === reader.teamId;
  if (reader.accountId === null) return reader.ids.includes(`invitation-${id}`);
  if (teamId === null) return accountId === reader.accountId;
  return members.some((each) => each.teamId === teamId && each.accountId === reader.accountId && each.since <= moment && (each.endedAt === null || each.endedAt > moment));
}
