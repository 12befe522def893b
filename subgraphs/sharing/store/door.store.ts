import type { AccessContext } from '@cie/kit/access-context.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Label, RecordRoom } from '@cie/kit/names.ts';
import type { NoticeStore } from '@cie/kit/notices/notice.store.ts';
import { QueryFailedError } from 'typeorm';
import type { AccessEntry } from '../domain/access-entry.ts';
import type { Opening } from '../domain/decide.ts';
import { memberEntry, type DoorStore, type MintedPasses, type PassRequest } from '../domain/open-record.ts';
import { noFacts, type DoorFacts } from '../domain/standings.ts';
import { createGrantStore } from './grant.store.ts';
import { sharingChanged } from './order-changes.migration.ts';
import { acceptInvitations, teamsOfViewer } from './accept-invitations.ts';
import { proxyTerms, readTerms, type StoredTerms } from './proxy-terms.ts';

/** How long a pass lives; the architecture allows 30 seconds at the most. */
const passLifetime = '30 seconds';

interface FactRow {
  /** The id that was asked for, the one that stands for the person, and the record that the facts are about. */
  readonly asked_id: string;
  readonly surviving_id: string;
  readonly patient_id: string;
  readonly known: string | null;
  readonly invitations: { labels: Label[]; until: string | null; team: string | null; teamId: string | null }[] | null;
  readonly proxies: StoredTerms[] | null;
  readonly emergencies: string[] | null;
  readonly care: string[] | null;
  readonly flagged: boolean;
  readonly reasons: string[] | null;
  readonly requests: { labels: Label[]; until: string }[] | null;
  readonly reviews: string[] | null;
}

/**
 * One round trip for all facts of all patients and of what was joined to them; each part is an index look-up by patient. A request for a
 * copy opens nothing but while that very copy is made, and only once its receipt stands in the log.
 */
const factsSql = `
  select a.asked_id, coalesce(p.surviving_id, a.asked_id) as surviving_id, p.patient_id,
    (select h.seq from access_log_head h where h.patient_id = p.patient_id) as known,
    (select jsonb_agg(jsonb_build_object('labels', i.labels, 'until', i.ends_at, 'team', t.name, 'teamId', t.id)) from invitation i left join team t on t.id = i.team_id
      where i.patient_id = p.patient_id and i.revoked_at is null
        and (i.account_id = $2 or (i.account_id is null and (i.email = $3 or i.invited_account = $2)) or i.team_id in (${teamsOfViewer('$2', '$5')}))) as invitations,
    (select jsonb_agg(${proxyTerms}) from proxy x where x.patient_id = p.patient_id and x.account_id = $2 and x.decided = 'active') as proxies,
    (select array_agg(e.ends_at::text) from emergency e
      where e.patient_id = p.patient_id and e.account_id = $2 and e.ended_at is null and e.ends_at > $4) as emergencies,
    (select array_agg(c.organisation) from care c where c.patient_id = p.patient_id) as care,
    exists (select from record_flag f where f.patient_id = p.patient_id and f.lifted_at is null) as flagged,
    (select array_agg(s.ends_at::text) from stated_reason s where s.patient_id = p.patient_id and s.account_id = $2 and s.ends_at > $4) as reasons,
    (select jsonb_agg(jsonb_build_object('labels', q.released, 'until', q.collect_until)) from records_request q
      where q.patient_id = p.patient_id and q.id = $6 and q.account_id = $2 and q.decided = 'approved' and q.collect_until > $4 and q.collected_at is not null) as requests,
    (select array_agg(q.review_until::text) from records_request q
      where q.patient_id = p.patient_id and q.reviewer_id = $2 and q.decided = 'open' and q.reviewed_at is null and q.review_until > $4) as reviews
  from unnest($1::uuid[]) as a (asked_id)
  left join record_group g on g.patient_id = a.asked_id
  cross join lateral (
    select a.asked_id as patient_id, null::uuid as surviving_id where g.patient_id is null
    union all
    select m.patient_id, m.surviving_id from record_group m where m.surviving_id = g.surviving_id
  ) p`;

export function createDoorStore(database: RoomDatabase, notices: Pick<NoticeStore, 'post'>): DoorStore {
  return {
    ...createGrantStore(database),

    facts: async (access, patientIds) => {
      const { viewer, now } = access;
      if (viewer === null) return new Map();
      const email = viewer.email?.toLowerCase() ?? null;
      const rows = await database.statement<FactRow>(factsSql, [patientIds, viewer.accountId, email, now, viewer.organisation, access.copyOf ?? null]);
      return new Map(
        [...Map.groupBy(rows, (row) => row.asked_id)].map(([id, group]) => [
          id,
          { survivingId: group[0]?.surviving_id ?? id, known: Object.fromEntries(group.map((row) => [row.patient_id, row.known ?? '0'])), members: new Map(group.map((row) => [row.patient_id, factsOf(row)])) },
        ]),
      );
    },

    mint: async (access, requests) => {
      const { viewer, now } = access;
      const payload = requests.map((each) => ({ ...mintRequest(each), viewer: viewer?.accountId ?? 'none', request: access.requestId }));
      // Whoever looks through the eyes of an invited person accepts nothing, nor does who collects a copy (SAR-1): no invitation opens for that.
      const invited = access.viewAs !== undefined || access.purpose === 'download' ? [] : requests.filter(opensRecord).flatMap((each) => each.openings.filter((opening) => opening.door === 'invited'));
      if (invited.length > 0) await acceptInvitations(database, notices, access, [...new Set(invited.map((each) => each.patientId))]);
      return byPatient(await database.statement<MintedRow>(mintSql, [JSON.stringify(payload), now, passLifetime]).catch(tellOfChange));
    },

    logRefusal: async (access, patientId, entry) => {
      await database.statement(logRefusalSql, [patientId, access.now, JSON.stringify(entry)]);
    },
  };
}

/** The list of records names whose each is, and so does the search for one: nobody has opened a record before they ask for what is in it. */
const opensRecord = ({ rooms }: PassRequest): boolean => rooms.some((room) => room !== 'identity');

interface MintedRow {
  readonly patient: string;
  readonly room: RecordRoom;
  readonly passes: string;
}

/** One statement: the entries and the passes are written and made together or not at all. */
const mintSql = 'select patient, room, passes from pass.mint($1, $2, $3)';

function tellOfChange(error: unknown): never {
  const code: unknown = error instanceof QueryFailedError ? Reflect.get(error.driverError, 'code') : null;
  if (code !== sharingChanged) throw error;
  throw new CieError('SHARING_CHANGED', 'Who may see this record has changed at this very moment. Try again.');
}

/** Attempts on records that do not exist share one chain, under the nil UUID (RFC 9562, section 5.9). */
const logRefusalSql = `
  select log_access(
    coalesce(
      (select coalesce(g.surviving_id, f.patient_id) from patient_finder f left join record_group g using (patient_id) where f.patient_id = $1 limit 1),
      '00000000-0000-0000-0000-000000000000'), $2, $3)`;

export const logSql = 'select log_access($1, $2, $3)';

export function logParameters(access: AccessContext, patientId: string, entry: AccessEntry): unknown[] {
  return [patientId, access.now, JSON.stringify(entry)];
}

function factsOf(row: FactRow): DoorFacts {
  return {
    ...noFacts,
    invitations: (row.invitations ?? []).map((each) => ({
      labels: each.labels,
      until: each.until === null ? null : new Date(each.until),
      team: each.team !== null,
      ...(each.team === null ? {} : { teamName: each.team }),
      ...(each.teamId === null ? {} : { teamId: each.teamId }),
    })),
    proxies: (row.proxies ?? []).map(readTerms),
    emergencies: (row.emergencies ?? []).map((endsAt) => ({ endsAt: new Date(endsAt) })),
    careOrganisations: row.care ?? [],
    flagged: row.flagged,
    reasons: (row.reasons ?? []).map((endsAt) => ({ until: new Date(endsAt) })),
    requests: (row.requests ?? []).map(({ labels, until }) => ({ labels, until: new Date(until) })),
    reviews: (row.reviews ?? []).map((until) => ({ until: new Date(until) })),
  };
}

function mintRequest(request: PassRequest) {
  return {
    patient: request.patientId,
    entry: request.entry,
    rooms: request.rooms,
    ...(request.purpose === undefined ? {} : { purpose: request.purpose }),
    ...(request.known === undefined ? {} : { known: request.known }),
    ...teamsToHold(request),
    members: membersToOpen(request).map((patient) => {
      const openings = request.openings.filter((each) => each.patientId === patient);
      return { patient, openings: openings.map(mintOpening), ...(patient === request.patientId ? {} : { entry: memberEntry(request.entry, openings) }) };
    }),
  };
}

/** The teams that the viewer must still belong to. */
function teamsToHold({ openings }: PassRequest): { readonly teams?: readonly string[] } {
  const teams = [...new Set(openings.flatMap(({ teamId }) => teamId ?? []))];
  return teams.length === 0 ? {} : { teams };
}

/** The records with an open door; where none has one, a pass for the person that shows nothing. */
function membersToOpen({ patientId, openings }: PassRequest): readonly string[] {
  return openings.length === 0 ? [patientId] : [...new Set(openings.map((each) => each.patientId))];
}

function mintOpening(opening: PassRequest['openings'][number]) {
  const { writes } = opening;
  return {
    ...(writes === undefined ? {} : { writes: listOf(writes) }),
    door: opening.door,
    labels: opening.labels.join(','),
    organisations: listOf(opening.organisations),
    delayed: opening.delayed ? 'y' : 'n',
    until: opening.until?.toISOString() ?? null,
  };
}

const listOf = (organisations: Opening['organisations']): string => (organisations === 'every' ? '*' : organisations.join(','));

function byPatient(rows: readonly MintedRow[]): MintedPasses {
  const minted = new Map<string, Map<RecordRoom, string>>();
  for (const { patient, room, passes } of rows) {
    const rooms = minted.get(patient) ?? new Map<RecordRoom, string>();
    rooms.set(room, passes);
    minted.set(patient, rooms);
  }
  return minted;
}
