import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { Label } from '@cie/kit/names.ts';
import type { GrantStore, Grants } from '../domain/grants.ts';
import { readTerms, type StoredTerms } from './proxy-terms.ts';

/** What lets others into a record, as one object; moments are texts. */
interface GrantRow {
  readonly invitations: readonly StoredInvitation[];
  readonly proxies: readonly { readonly patientId: string; readonly id: string; readonly accountId: string; readonly name: string; readonly at: string; readonly terms: StoredTerms }[];
  readonly care: readonly { readonly patientId: string; readonly organisation: string; readonly since: string }[];
  readonly emergencies: readonly StoredEmergency[];
  readonly copies: readonly { readonly patientId: string; readonly id: string; readonly reference: string; readonly accountId: string; readonly labels: Label[]; readonly from: string; readonly until: string }[];
  readonly reviews: readonly { readonly patientId: string; readonly id: string; readonly accountId: string; readonly name: string; readonly from: string; readonly until: string }[];
  readonly members: readonly { readonly teamId: string; readonly accountId: string; readonly since: string; readonly endedAt: string | null }[];
}

interface StoredInvitation {
  readonly patientId: string;
  readonly id: string;
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly kind: Viewer['kind'];
  readonly name: string;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly labels: Label[];
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly until: string | null;
}

interface StoredEmergency {
  readonly patientId: string;
  readonly id: string;
  readonly accountId: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly organisation: string | null;
  readonly startedAt: string;
  readonly endsAt: string;
}

const list = (columns: Readonly<Record<string, string>>): string =>
  `coalesce(jsonb_agg(jsonb_build_object(${Object.entries(columns).map(([name, sql]) => `'${name}', ${sql}`).join(', ')})), '[]')`;

/** When a professional left whose door had been opened; what was opened after it was opened to somebody who is back. */
const leftAfter = (opened: string): string => `case when p.left_at > ${opened} then p.left_at end`;

/** An invitation of a closed team opens nothing from then on, nor does one of somebody who left. */
const invitationsSql = `
  select ${list({
    patientId: 'i.patient_id', id: 'i.id', accountId: 'coalesce(i.account_id, i.invited_account)', teamId: 'i.team_id',
    kind: "case when coalesce(i.team_id, i.invited_account) is null and i.organisation is null then 'patient' else 'professional' end",
    name: 'coalesce(t.name, i.invitee_name, p.name, i.email)', role: 'p.role', organisation: 'coalesce(t.organisation, i.organisation, p.organisation)',
    labels: 'i.labels', createdAt: 'i.created_at', revokedAt: `least(i.revoked_at, t.closed_at, ${leftAfter('i.created_at')})`, until: 'i.ends_at',
  })} from invitation i left join team t on t.id = i.team_id left join professional p on p.account_id = coalesce(i.account_id, i.invited_account)
  where i.patient_id = any ($1::uuid[])`;

const proxiesSql = `
  select ${list({ patientId: 'h.patient_id', id: 'h.id', accountId: 'x.account_id', name: 'x.proxy_name', at: 'h.at', terms: 'h.terms' })}
  from proxy_history h join proxy x on x.patient_id = h.patient_id and x.id = h.id where h.patient_id = any ($1::uuid[])`;

const careSql = `select ${list({ patientId: 'c.patient_id', organisation: 'c.organisation', since: 'c.since' })} from care c where c.patient_id = any ($1::uuid[])`;

const emergenciesSql = `
  select ${list({
    patientId: 'e.patient_id', id: 'e.id', accountId: 'e.account_id', name: 'p.name', role: 'p.role', organisation: 'p.organisation',
    startedAt: 'e.started_at', endsAt: `least(e.ends_at, e.ended_at, ${leftAfter('e.started_at')})`,
  })} from emergency e left join professional p on p.account_id = e.account_id where e.patient_id = any ($1::uuid[])`;

const copiesSql = `
  select ${list({
    patientId: 'q.patient_id', id: 'q.id', reference: 'q.reference', accountId: 'q.account_id', labels: 'q.released', from: 'q.decided_at', until: 'q.collect_until',
  })} from records_request q where q.patient_id = any ($1::uuid[]) and q.decided = 'approved'`;

/** With those who were asked before somebody else was. */
const reviewsSql = `
  select ${list({
    patientId: 'q.patient_id', id: 'q.id', accountId: 'q.reviewer_id', name: 'q.reviewer', from: 'q.review_asked_at', until: 'q.until',
  })} from (
    select q.patient_id, q.id, q.reviewer_id, q.reviewer, q.review_asked_at, least(q.review_until, q.reviewed_at, q.decided_at) as until
    from records_request q where q.patient_id = any ($1::uuid[]) and q.reviewer_id is not null
    union all
    select h.patient_id, h.id, h.reviewer_id, h.reviewer, h.asked_at, h.until from review_history h where h.patient_id = any ($1::uuid[])
  ) q`;

const membersSql = `
  select ${list({ teamId: 'm.team_id', accountId: 'm.account_id', since: 'm.since', endedAt: 'm.ended_at' })} from team_member m
  where m.team_id in (select i.team_id from invitation i where i.patient_id = any ($1::uuid[]))
    and m.account_id in (select coalesce(i.account_id, i.invited_account) from invitation i where i.patient_id = any ($1::uuid[])
      union select e.account_id from emergency e where e.patient_id = any ($1::uuid[]))`;

const grantsSql = `
  select (${invitationsSql}) as invitations, (${proxiesSql}) as proxies, (${careSql}) as care, (${emergenciesSql}) as emergencies, (${copiesSql}) as copies,
    (${reviewsSql}) as reviews, (${membersSql}) as members`;

/** One round trip; each part is a look-up by patient. */
export function createGrantStore(database: Pick<RoomDatabase, 'statement'>): GrantStore {
  return {
    grants: async (patientIds) => {
      const [row] = await database.statement<GrantRow>(grantsSql, [patientIds]);
      if (row === undefined) throw new Error('The database answered no row of grants.');
      return grantsOf(row);
    },
  };
}

function grantsOf({ invitations, proxies, care, emergencies, copies, reviews, members }: GrantRow): Grants {
  return {
    invitations: invitations.map((each) => ({ ...each, createdAt: new Date(each.createdAt), revokedAt: momentOf(each.revokedAt), until: momentOf(each.until) })),
    proxies: [...Map.groupBy(proxies, ({ id }) => id).values()].flatMap((versions) => {
      const [first] = versions;
      if (first === undefined) return [];
      const { patientId, id, accountId, name } = first;
      const ordered = versions.map(({ at, terms }) => ({ at: new Date(at), terms: readTerms(terms) })).toSorted((one, other) => one.at.getTime() - other.at.getTime());
      return [{ patientId, id, accountId, name, versions: ordered }];
    }),
    care: care.map((each) => ({ ...each, since: new Date(each.since) })),
    // A professional who has not signed in since the directory began has no name in it.
    emergencies: emergencies.map((each) => ({ ...each, name: each.name ?? 'A professional', startedAt: new Date(each.startedAt), endsAt: new Date(each.endsAt) })),
    copies: copies.map((each) => ({ ...each, from: new Date(each.from), until: new Date(each.until) })),
    reviews: reviews.map((each) => ({ ...each, from: new Date(each.from), until: new Date(each.until) })),
    members: members.map((each) => ({ ...each, since: new Date(each.since), endedAt: momentOf(each.endedAt) })),
  };
}

const momentOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
