import { DateTime } from '@cie/kit/scalars.ts';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import { isGone, type Flag as FlagCode, type ReadObservation, type ResultStatus, type Susceptibility as SusceptibilityCode } from '../domain/report.ts';
import type { ReportType } from './report.type.ts';
import { Susceptibility } from './culture.type.ts';
import { Flag, ObservationStatus } from './result-enums.ts';

@ObjectType('Observation', { description: 'One test of a report, as it stands now.' })
export class ObservationType {
  /** The row, and the report it stands in; not fields of the graph. */
  readonly stored!: ReadObservation;
  readonly report!: ReportType;

  @Field(() => ID, { description: 'Stable identifier; it stays when the laboratory corrects the result.' })
  readonly id!: string;

  @Field(() => String, { description: "The laboratory's code of the test, by which its trend is found. Source: OBX-3." })
  readonly code!: string;

  @Field(() => String, { description: "The laboratory's own name of the test. Source: OBX-3." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'The value exactly as sent, `98.00` and `<15` included; lines of text are parted by line breaks. Null when there is none, or it was withdrawn. Source: OBX-5.' })
  readonly value!: string | null;

  @Field(() => String, { nullable: true, description: "The unit as sent. Source: OBX-6." })
  readonly unit!: string | null;

  @Field(() => String, { nullable: true, description: 'The reference range as sent, in the unit of the value. Source: OBX-7.' })
  readonly referenceRange!: string | null;

  @Field(() => Float, { nullable: true, description: 'Lower bound of the reference range, where it is a plain interval; in `unit`.' })
  readonly low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper bound of the reference range, where it is a plain interval; in `unit`.' })
  readonly high!: number | null;

  @Field(() => Flag, { nullable: true, description: 'Null when the laboratory gave no judgement. Source: OBX-8.' })
  readonly flag!: FlagCode | null;

  @Field(() => Susceptibility, { nullable: true, description: 'What was found of a medicine that stands in no culture; null for every other test. Source: OBX-8, HL7 table 0078.' })
  readonly susceptibility!: SusceptibilityCode | null;

  @Field(() => ObservationStatus, { description: 'How far this test has come. Source: OBX-11.' })
  readonly status!: ResultStatus;

  @Field(() => [String], { description: 'Comments of the laboratory on this test. Source: NTE-3.' })
  readonly comments!: readonly string[];

  @Field(() => Boolean, { description: 'True when the result has changed since it was first sent, or first came as a correction.' })
  readonly corrected!: boolean;

  @Field(() => String, { nullable: true, description: 'The value that the present one replaced; never that of a withdrawn result.' })
  readonly previousValue!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the sample was taken or the observation made. Source: OBX-14, else OBR-7.' })
  readonly observedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The same as far as the sender gave it, in local time (ISO 8601): `2016`, `2016-05-01`, `2016-05-01T14:06`.' })
  readonly observedAtText!: string | null;
}

export function toObservationType(stored: ReadObservation, report: ReportType): ObservationType {
  const { id, code, name, value, unit, referenceRange, low, high, flag, status, comments, corrected, previousValue, observedAt, observedAtText } = stored;
  const susceptibility = isGone(status) ? null : stored.susceptibility;
  return { stored, report, id, code, name, value, unit, referenceRange, low, high, flag, susceptibility, status, comments, corrected, previousValue, observedAt, observedAtText };
}
