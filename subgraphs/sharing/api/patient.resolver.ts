import { checkedFirst } from '@cie/kit/federation/page.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { Door, Label } from '@cie/kit/names.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { InvitationStore } from '../domain/invite.ts';
import { ownsRecord } from '../domain/own-record.ts';
import { readAccessLog, readLogContents, type AccessLogStore } from '../domain/read-access-log.ts';
import { AccessLogArgs, AccessLogContentsType, readFilter } from './access-log.type.ts';
import { logCursor, readLogPosition } from './access-log-cursor.ts';
import { AccessType, PatientType } from './patient.type.ts';
import type { SharingContext } from './sharing-context.ts';
import { AccessLogConnectionType, AccessLogEdgeType, AccessLogEntryType, InvitationType } from './sharing.type.ts';
import { DoorName } from './sharing-enums.ts';

@Resolver(() => PatientType)
export class PatientResolver {
  readonly #invitations: InvitationStore;
  readonly #accessLog: AccessLogStore;

  constructor(invitations: InvitationStore, accessLog: AccessLogStore) {
    this.#invitations = invitations;
    this.#accessLog = accessLog;
  }

  @Directive('@inaccessible')
  // Non-null on purpose: when sharing fails, the gateway then calls no room at all (fails closed).
  @FieldResolver(() => AccessType, { description: 'Passes to the rooms; only subgraphs can ask for them.' })
  access(@Root() patient: PatientType): AccessType {
    return new AccessType(patient.id);
  }

  @FieldResolver(() => [DoorName], { description: 'The doors by which this record stands open to the viewer.' })
  async doors(@Root() patient: PatientType, @Ctx() context: SharingContext): Promise<Door[]> {
    const open = await context.openings.load(patient.id);
    return [...new Set(open.map((each) => each.door))];
  }

  @FieldResolver(() => [PrivacyLabel], { description: 'The labels that the viewer may see, through any of the doors.' })
  async labels(@Root() patient: PatientType, @Ctx() context: SharingContext): Promise<Label[]> {
    const open = await context.openings.load(patient.id);
    return [...new Set(open.flatMap((each) => each.labels))].toSorted((a, b) => a - b);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'When the last open door closes by itself; null when one stays open.' })
  async until(@Root() patient: PatientType, @Ctx() context: SharingContext): Promise<Date | null> {
    const open = await context.openings.load(patient.id);
    const ends = open.map((each) => each.until);
    if (ends.includes(null)) return null;
    return ends.reduce((latest, each) => (latest === null || (each !== null && each > latest) ? each : latest), null);
  }

  @FieldResolver(() => [InvitationType], { nullable: true, description: 'Whom the patient has invited, newest first; null unless it is the viewer’s own record.' })
  async invitations(@Root() patient: PatientType, @Ctx() { access, groupOf }: SharingContext): Promise<InvitationType[] | null> {
    const ids = await groupOf(patient.id);
    if (!ownsRecord(access, ids, 'see-sharing')) return null;
    const invitations = await this.#invitations.list(ids);
    return invitations.map((each) => new InvitationType(each, access.now));
  }

  @FieldResolver(() => AccessLogConnectionType, { nullable: true, description: 'Who looked, newest first; null unless it is the viewer’s own record.' })
  async accessLog(@Root() patient: PatientType, @Args(() => AccessLogArgs) page: AccessLogArgs, @Ctx() { access, groupOf }: SharingContext): Promise<AccessLogConnectionType | null> {
    const ids = await groupOf(patient.id);
    const found = await readAccessLog(access, this.#accessLog, ids, { first: checkedFirst(page), before: readLogPosition(page.after, ids), filter: readFilter(page.filter) });
    if (found === null) return null;
    const edges = found.entries.map(({ entry, position }) => new AccessLogEdgeType(logCursor(position), new AccessLogEntryType(entry, entry.patientId === patient.id, access.viewer?.accountId ?? '')));
    return new AccessLogConnectionType(edges, found.hasNext);
  }

  @FieldResolver(() => AccessLogContentsType, { nullable: true, description: 'Who stands in the access log, and since when there is one; null unless it is the viewer’s own record.' })
  async accessLogContents(@Root() patient: PatientType, @Ctx() { access, groupOf }: SharingContext): Promise<AccessLogContentsType | null> {
    const contents = await readLogContents(access, this.#accessLog, await groupOf(patient.id));
    return contents === null ? null : new AccessLogContentsType(contents);
  }
}
