import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { Label } from '@cie/kit/names.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, ObjectType } from 'type-graphql';
import type { ReportKind as Kind, ResultStatus, StoredReport } from '../domain/report.ts';
import { ReportKind, ReportStatus } from './result-enums.ts';

@ObjectType('Report', { description: 'What a laboratory or a radiology department reported on one order.' })
export class ReportType {
  /** Whose report and which row; not fields of the graph. */
  readonly patient!: RoomPatient;
  readonly stored!: StoredReport;

  @Field(() => ID, { description: 'Stable identifier; it stays when the report is corrected.' })
  readonly id!: string;

  @Field(() => ReportKind, { description: 'Who made the report.' })
  readonly kind!: Kind;

  @Field(() => String, { description: "The sender's code of the order. Source: OBR-4." })
  readonly code!: string;

  @Field(() => String, { description: "The sender's own name of the panel or examination. Source: OBR-4." })
  readonly name!: string;

  @Field(() => ReportStatus, { description: 'How far the report has come. Source: OBR-25.' })
  readonly status!: ResultStatus;

  @Field(() => DateTime, { nullable: true, description: 'When it was issued. Source: OBR-22, else OBR-7, else MSH-7.' })
  readonly issuedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The same as far as the sender gave it, in local time (ISO 8601).' })
  readonly issuedAtText!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the sample was taken or the examination made. Source: OBR-7.' })
  readonly collectedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The same as far as the sender gave it, in local time (ISO 8601).' })
  readonly collectedAtText!: string | null;

  @Field(() => OrganisationType, { description: 'The organisation whose feed supplied it.' })
  readonly organisation!: OrganisationType;

  @Field(() => String, { nullable: true, description: 'The hospital or department. Source: PV1-3 (facility), else PV1-39, else MSH-4.' })
  readonly site!: string | null;

  @Field(() => String, { nullable: true, description: 'Who interpreted it, else who asked for it, else the clinician in charge. Source: OBR-32, OBR-16, ORC-12, PV1-7.' })
  readonly author!: string | null;

  @Field(() => String, { nullable: true, description: 'Who asked for it. Source: OBR-16, ORC-12, else PV1-7.' })
  readonly requester!: string | null;

  @Field(() => PrivacyLabel, { description: 'The part of the record it belongs to when it is shared.' })
  readonly label!: Label;

  @Field(() => Boolean, { description: 'True when the report or one of its tests has been corrected.' })
  readonly corrected!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When patients and proxies may read it, where a delay applies (28 days for every radiology report); null without a delay.' })
  readonly availableFrom!: Date | null;

  @Field(() => [String], { description: 'Comments on the order as a whole. Source: NTE-3 after OBR.' })
  readonly comments!: readonly string[];
}

export function toReportType(patient: RoomPatient, stored: StoredReport): ReportType {
  const { id, kind, code, name, status, issuedAt, issuedAtText, collectedAt, collectedAtText, site, author, requester, label, corrected, comments } = stored;
  const organisation = toOrganisation(stored.organisation);
  const availableFrom = stored.delayedUntil;
  return {
    patient, stored, id, kind, code, name, status, issuedAt, issuedAtText, collectedAt, collectedAtText, organisation, site, author, requester, label, corrected, availableFrom, comments,
  };
}
