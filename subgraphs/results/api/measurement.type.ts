import { isOwnAccount, type AccessContext } from '@cie/kit/access-context.ts';
import { PageArgs, PageInfoType } from '@cie/kit/federation/page.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { measures, type MeasurementKind as Kind, type StoredMeasurement } from '../domain/measurement.ts';
import { MeasurementKind } from './care-enums.ts';

@ObjectType('Measurement', { description: 'What a patient, or somebody who acts for them, measured themselves (RES-6); never a laboratory result.' })
export class MeasurementType {
  @Field(() => ID, { description: 'Stable identifier.' })
  readonly id!: string;

  @Field(() => MeasurementKind, { description: 'What was measured.' })
  readonly kind!: Kind;

  @Field(() => String, { description: 'The number as typed, in `unit`; the upper number of a blood pressure.' })
  readonly value!: string;

  @Field(() => String, { nullable: true, description: 'The lower number of a blood pressure; null for the others.' })
  readonly secondValue!: string | null;

  @Field(() => String, { description: 'mmHg, kg, mmol/L, % or °C; one unit for each kind.' })
  readonly unit!: string;

  @Field(() => DateTime, { description: 'When it was measured.' })
  readonly measuredAt!: Date;

  @Field(() => String, { nullable: true, description: 'What the person wrote beside it.' })
  readonly note!: string | null;

  @Field(() => String, { description: 'Name of the person who entered it.' })
  readonly author!: string;

  @Field(() => Boolean, { description: 'Whether the viewer entered it, and so may change and remove it.' })
  readonly mine!: boolean;
}

export function toMeasurementType(access: AccessContext, stored: StoredMeasurement): MeasurementType {
  const { id, kind, value, secondValue, measuredAt, note, author, authorId } = stored;
  return { id, kind, value, secondValue, unit: measures[kind].unit, measuredAt, note, author, mine: isOwnAccount(access, authorId) };
}

@ObjectType('MeasurementEdge', { description: 'A measurement and its place in the list.' })
export class MeasurementEdgeType {
  @Field(() => String, { description: 'Place of this measurement; pass it as `after`.' })
  readonly cursor!: string;

  @Field(() => MeasurementType, { description: 'The measurement.' })
  readonly node!: MeasurementType;
}

@ObjectType('MeasurementConnection', { description: 'A page of measurements, latest first. What the viewer may not read is not counted either.' })
export class MeasurementConnectionType {
  @Field(() => [MeasurementEdgeType], { description: 'The measurements of this page.' })
  readonly edges!: readonly MeasurementEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page ends.' })
  readonly pageInfo!: PageInfoType;
}

@ArgsType()
export class MeasurementArgs extends PageArgs {
  @Field(() => MeasurementKind, { nullable: true, description: 'Only measurements of this kind.' })
  readonly kind?: Kind;
}

@InputType('MeasurementInput', { description: 'A measurement as a person enters it. Values beyond what a device can show of a living person are refused.' })
export class MeasurementInput {
  @Field(() => MeasurementKind, { description: 'What was measured.' })
  readonly kind!: Kind;

  @Field(() => String, { description: 'The number as typed: blood pressure 50 to 300 mmHg, weight 0.5 to 500 kg, glucose 0.5 to 50 mmol/L, oxygen 50 to 100 %, temperature 30 to 45 °C.' })
  readonly value!: string;

  @Field(() => String, { nullable: true, description: 'The lower number of a blood pressure, 20 to 200 mmHg and below the upper one; none for the others.' })
  readonly secondValue?: string | null;

  @Field(() => DateTime, { description: 'When it was measured; not in the future.' })
  readonly measuredAt!: Date;

  @Field(() => String, { nullable: true, description: 'Anything to be known with it; at most 500 characters.' })
  readonly note?: string | null;
}
