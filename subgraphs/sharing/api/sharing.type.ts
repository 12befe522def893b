import type { Viewer } from '@cie/kit/access-context.ts';
import type { ChangePurpose } from '@cie/kit/changes.ts';
import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PageInfoType } from '@cie/kit/federation/page.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { Door, Label } from '@cie/kit/names.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { DateTime, EmailAddress } from '@cie/kit/scalars.ts';
import { Field, ID, ObjectType } from 'type-graphql';
import type { CopyReason } from '../domain/decide.ts';
import type { SharedRecord } from '../domain/find-record.ts';
import { invitationState, type Invitation, type InvitationState, type InviteeKind } from '../domain/invite.ts';
import { isByOwner, personKey, type LoggedAccess } from '../domain/read-access-log.ts';
import { AccessOriginType } from './access-log.type.ts';
import { PatientType } from './patient.type.ts';
import { ProxyBasisName } from './proxy-enums.ts';
import { ChangePurposeName } from './record-change.type.ts';
import { AccessActionName, AreaName, CopyReasonName, DoorName, InvitationStateName, InviteeKindName, ViewerKind } from './sharing-enums.ts';

@ObjectType('SharedRecord', { description: 'A record of somebody else that stands open to the viewer.' })
export class SharedRecordType {
  @Field(() => ProxyBasisName, { nullable: true, description: 'By what right the viewer acts for the person; null when it was shared otherwise.' })
  readonly basis: ProxyBasis | null;

  @Field(() => PatientType, { description: 'Whose record it is.' })
  readonly patient: PatientType;

  @Field(() => DoorName, { description: 'By which right it stands open.' })
  readonly door: Door;

  @Field(() => DateTime, { nullable: true, description: 'When it closes by itself; null when it does not.' })
  readonly until: Date | null;

  constructor({ patientId, door, until, basis }: SharedRecord) {
    this.basis = basis;
    this.patient = new PatientType(patientId);
    this.door = door;
    this.until = until;
  }
}

@ObjectType('Viewer', { description: 'Who is signed in.' })
export class ViewerType {
  @Field(() => ViewerKind, { description: 'As whom.' })
  readonly kind: Viewer['kind'];

  @Field(() => String, { description: 'Name as given at sign-in.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'A professional’s role, as given at sign-in.' })
  readonly role: string | null;

  @Field(() => OrganisationType, { nullable: true, description: 'The organisation that a professional signed in for.' })
  readonly organisation: OrganisationType | null;

  constructor(viewer: Viewer) {
    this.kind = viewer.kind;
    this.name = viewer.name;
    this.role = viewer.role;
    this.organisation = viewer.organisation === null ? null : toOrganisation(viewer.organisation);
  }
}

@ObjectType('Invitation', { description: 'A patient’s permission for one person or team to see labels of their record (ACS-3).' })
export class InvitationType {
  @Field(() => ID, { description: 'Identifier of the invitation.' })
  readonly id: string;

  @Field(() => InviteeKindName, { description: 'Whom it is for.' })
  readonly kind: InviteeKind;

  @Field(() => EmailAddress, { nullable: true, description: 'The e-mail address that was invited; null for a team or professional from the directory.' })
  readonly email: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the team or professional; of whoever was invited by e-mail once they have opened the record.' })
  readonly name: string | null;

  @Field(() => String, { nullable: true, description: 'What the team treats, or the role of the professional.' })
  readonly about: string | null;

  @Field(() => OrganisationType, { nullable: true, description: 'Organisation of the team or professional.' })
  readonly organisation: OrganisationType | null;

  @Field(() => [PrivacyLabel], { description: 'The labels that are shared.' })
  readonly labels: readonly Label[];

  @Field(() => InvitationStateName, { description: 'How far it has come.' })
  readonly state: InvitationState;

  @Field(() => DateTime, { description: 'When the patient invited.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the record was first opened by it; null while pending.' })
  readonly acceptedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null when it does not.' })
  readonly until: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the patient took it back.' })
  readonly revokedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the team was closed, or the professional left; it opens nothing since.' })
  readonly goneAt: Date | null;

  constructor(invitation: Invitation, now: Date) {
    this.id = invitation.id;
    this.kind = invitation.kind;
    this.email = invitation.email;
    this.name = invitation.name;
    this.about = invitation.about;
    this.organisation = invitation.organisation === null ? null : toOrganisation(invitation.organisation);
    this.labels = invitation.labels;
    this.state = invitationState(invitation, now);
    this.createdAt = invitation.createdAt;
    this.acceptedAt = invitation.acceptedAt;
    this.until = invitation.until;
    this.revokedAt = invitation.revokedAt;
    this.goneAt = invitation.goneAt;
  }
}

@ObjectType('AccessLogEntry', { description: 'One event of the access log (ACS-6).' })
export class AccessLogEntryType {
  @Field(() => ID, { description: 'Number of the entry in this patient’s log, counting from 1; with the record’s id before it where it stands in the log of a joined record.' })
  readonly id: string;

  @Field(() => DateTime, { description: 'When it happened.' })
  readonly at: Date;

  @Field(() => AccessActionName, { description: 'What was done.' })
  readonly action: LoggedAccess['action'];

  @Field(() => String, { description: 'Name of the person who did it.' })
  readonly who: string;

  @Field(() => ID, { nullable: true, description: 'Names the person within this log, as `accessLogContents` does; null for somebody who had not signed in.' })
  readonly person: string | null;

  @Field(() => ViewerKind, { nullable: true, description: 'As whom they had signed in.' })
  readonly kind: LoggedAccess['kind'];

  @Field(() => String, { nullable: true, description: 'A professional’s role.' })
  readonly role: string | null;

  @Field(() => OrganisationType, { nullable: true, description: 'A professional’s organisation.' })
  readonly organisation: OrganisationType | null;

  @Field(() => [DoorName], { description: 'By which rights; empty for a refusal.' })
  readonly doors: readonly Door[];

  @Field(() => [AreaName], { description: 'Which parts of the record.' })
  readonly areas: LoggedAccess['areas'];

  @Field(() => AccessOriginType, { nullable: true, description: 'From where; null where it was not said.' })
  readonly from: AccessOriginType | null;

  @Field(() => [String], { description: 'The teams that the patient had invited, by which the record opened.' })
  readonly teams: readonly string[];

  @Field(() => CopyReasonName, { nullable: true, description: 'Where the door INVITED stood open by a request for a copy, and nobody was invited (SAR-1); null otherwise.' })
  readonly copy: CopyReason | null;

  @Field(() => String, { nullable: true, description: 'Whom an invitation was for: a team, a professional, or an e-mail address.' })
  readonly invitee: string | null;

  @Field(() => String, { nullable: true, description: 'The reason given, for emergency access.' })
  readonly reason: string | null;

  @Field(() => ChangePurposeName, { nullable: true, description: 'What the record was opened to change; null where it was not.' })
  readonly purpose: ChangePurpose | null;

  @Field(() => Boolean, { description: 'Whether the viewer did it as the owner. By the door SELF comes also an account that they had before, and an owner whose record was joined to this one (ACC-5).' })
  readonly own: boolean;

  /** `numbered` unless the entry stands in the log of a record that was joined to this one, which has numbers of its own. */
  constructor(entry: LoggedAccess, numbered: boolean, accountId: string) {
    this.own = isByOwner(entry, accountId);
    this.id = numbered ? String(entry.seq) : `${entry.patientId}-${entry.seq}`;
    this.at = entry.at;
    this.action = entry.action;
    this.who = entry.who;
    this.person = entry.account === null ? null : personKey(entry.account);
    this.kind = entry.kind;
    this.role = entry.role;
    this.organisation = entry.organisation === null ? null : toOrganisation(entry.organisation);
    this.doors = entry.doors;
    this.areas = entry.areas;
    this.from = entry.from === undefined ? null : new AccessOriginType(entry.from);
    this.teams = entry.teams ?? [];
    this.copy = entry.copy ?? null;
    this.invitee = entry.invitee ?? null;
    this.reason = entry.reason;
    this.purpose = entry.purpose ?? null;
  }
}

@ObjectType('AccessLogEdge', { description: 'An entry and its place in the list.' })
export class AccessLogEdgeType {
  @Field(() => String, { description: 'Cursor to go on from.' })
  readonly cursor: string;

  @Field(() => AccessLogEntryType, { description: 'The entry.' })
  readonly node: AccessLogEntryType;

  constructor(cursor: string, node: AccessLogEntryType) {
    this.cursor = cursor;
    this.node = node;
  }
}

@ObjectType('AccessLogConnection', { description: 'A page of the access log, newest first.' })
export class AccessLogConnectionType {
  @Field(() => [AccessLogEdgeType], { description: 'The entries of this page.' })
  readonly edges: readonly AccessLogEdgeType[];

  @Field(() => PageInfoType, { description: 'Where this page ends.' })
  readonly pageInfo: PageInfoType;

  constructor(edges: readonly AccessLogEdgeType[], hasNextPage: boolean) {
    this.edges = edges;
    this.pageInfo = new PageInfoType(hasNextPage, edges.at(-1)?.cursor ?? null);
  }
}
