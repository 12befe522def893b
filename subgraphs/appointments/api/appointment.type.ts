import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PageInfoType } from '@cie/kit/federation/page.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { Label } from '@cie/kit/names.ts';
import { siteNamedIn } from '@cie/kit/organisations.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, ObjectType } from 'type-graphql';
import { shownStatus, type ShownStatus, type StoredAppointment } from '../domain/appointment.ts';
import { AppointmentStatus } from './appointment-enums.ts';
import { SiteType, toSite } from './site.type.ts';

@ObjectType('Appointment', { description: 'An appointment (APT-1).' })
export class AppointmentType {
  @Field(() => ID, { description: 'Identifier of the appointment.' })
  readonly id!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it begins; the start of the day when the hospital says no more.' })
  readonly start!: Date;

  @Field(() => String, { nullable: true, description: 'That time as precisely as the hospital gave it, ISO 8601 in its own time zone.' })
  readonly startText!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it ends, if known.' })
  readonly end!: Date | null;

  @Field(() => AppointmentStatus, { description: 'What has become of it.' })
  readonly status!: ShownStatus;

  @Field(() => DateTime, { nullable: true, description: 'When it began before the hospital last moved it; null when it was never moved.' })
  readonly movedFrom!: Date | null;

  @Field(() => String, { nullable: true, description: 'That time as precisely as the hospital gave it.' })
  readonly movedFromText!: string | null;

  @Field(() => String, { nullable: true, description: 'Clinic or service.' })
  readonly clinic!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom the patient will see.' })
  readonly clinician!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is.' })
  readonly place!: string | null;

  @Field(() => SiteType, { nullable: true, description: 'The hospital building it is in, when the place names one that the exchange knows.' })
  readonly site!: SiteType | null;

  @Field(() => String, { nullable: true, description: 'Reason for the appointment.' })
  readonly reason!: string | null;

  @Field(() => String, { nullable: true, description: 'What to do before it, or to bring.' })
  readonly instructions!: string | null;

  @Field(() => OrganisationType, { description: 'The organisation that holds it.' })
  readonly organisation!: OrganisationType;

  @Field(() => PrivacyLabel, { description: 'Privacy label.' })
  readonly label!: Label;

  @Field(() => DateTime, { nullable: true, description: 'When the organisation last said something about it.' })
  readonly updatedAt!: Date;

  readonly stored!: StoredAppointment;
  readonly of!: RoomPatient;
}

/** An appointment for the graph, as it is now; `of` is the record it was read from, for fields that read more. */
export function toAppointmentType(stored: StoredAppointment, of: RoomPatient, now: Date): AppointmentType {
  const { id, start, startText, end, movedFrom, movedFromText, clinic, clinician, place, reason, instructions, label, organisation, sentAt } = stored;
  return {
    id, start, startText, end, status: shownStatus(stored, now), movedFrom, movedFromText, clinic, clinician, place, site: toSite(siteNamedIn(organisation, place ?? '')),
    reason, instructions, label, organisation: toOrganisation(organisation), updatedAt: sentAt, stored, of,
  };
}

@ObjectType('AppointmentEdge', { description: 'An appointment in a list.' })
export class AppointmentEdgeType {
  @Field(() => String, { description: 'Where the appointment stands in the list.' })
  readonly cursor!: string;

  @Field(() => AppointmentType, { description: 'The appointment.' })
  readonly node!: AppointmentType;
}

@ObjectType('AppointmentConnection', { description: 'A page of appointments.' })
export class AppointmentConnectionType {
  @Field(() => [AppointmentEdgeType], { description: 'The appointments of this page.' })
  readonly edges!: readonly AppointmentEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page ends.' })
  readonly pageInfo!: PageInfoType;
}
