import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { Flag as FlagCode } from '../domain/report.ts';
import type { Trend } from '../domain/trend.ts';
import { Flag } from './result-enums.ts';

@ObjectType('TrendPoint', { description: 'One result in a trend.' })
export class TrendPointType {
  @Field(() => DateTime, { description: 'When the sample was taken. Source: OBX-14, else OBR-7.' })
  readonly at!: Date;

  @Field(() => String, { nullable: true, description: 'The same as far as the sender gave it, in local time (ISO 8601).' })
  readonly atText!: string | null;

  @Field(() => Float, { nullable: true, description: "The value as a number in the trend's unit; null when it is none, as `<15`." })
  readonly value!: number | null;

  @Field(() => String, { description: 'The value exactly as sent. Source: OBX-5.' })
  readonly text!: string;

  @Field(() => Flag, { nullable: true, description: "The laboratory's judgement. Source: OBX-8." })
  readonly flag!: FlagCode | null;

  @Field(() => Boolean, { description: 'True for an early result that may still change. Source: OBX-11.' })
  readonly preliminary!: boolean;

  @Field(() => ID, { description: 'The report that the result stands in.' })
  readonly reportId!: string;
}

@ObjectType('Trend', { description: 'One test over time in one unit. Results in other units, coded by another system, or by the local codes of another organisation, make a trend of their own; cancelled ones stand in none.' })
export class TrendType {
  @Field(() => String, { description: 'Code of the test. Source: OBX-3.' })
  readonly code!: string;

  @Field(() => OrganisationType, { nullable: true, description: 'Whose own code it is; null when the code means one test everywhere (LOINC, SNOMED CT).' })
  readonly organisation!: OrganisationType | null;

  @Field(() => String, { description: 'Name of the test in its latest result.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'The unit of all its values, as sent. Source: OBX-6.' })
  readonly unit!: string | null;

  @Field(() => Float, { nullable: true, description: 'Lower bound of the latest reference range, in `unit`.' })
  readonly low!: number | null;

  @Field(() => Float, { nullable: true, description: 'Upper bound of the latest reference range, in `unit`.' })
  readonly high!: number | null;

  @Field(() => [TrendPointType], { description: 'The results, oldest first; the latest 500 of a test at the most.' })
  readonly points!: readonly TrendPointType[];
}

export function toTrendType({ organisation, ...trend }: Trend): TrendType {
  return { ...trend, organisation: organisation === null ? null : toOrganisation(organisation) };
}
