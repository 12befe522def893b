import { randomUUID } from 'node:crypto';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Arg, Ctx, Directive, Field, FieldResolver, ID, InputType, Resolver, Root } from 'type-graphql';
import { changeMeasurement, recordMeasurement, removeMeasurement } from '../domain/change-measurements.ts';
import { changeCareItem, enterCareItem, removeCareItem } from '../domain/care/enter-care-items.ts';
import type { EnteredCareItem, EnteredKind } from '../domain/care/entered-care-item.ts';
import type { EnteredMeasurement } from '../domain/measurement.ts';
import { EnteredCareKind } from './care-enums.ts';
import { MeasurementInput, MeasurementType, toMeasurementType } from './measurement.type.ts';
import { RecordChange } from './record-change.type.ts';
import type { ResultsContext } from './results-context.ts';

@InputType('CareItemInput', { description: 'A medicine, an allergy or a condition as a person adds it.' })
export class CareItemInput {
  @Field(() => EnteredCareKind, { description: 'What it is.' })
  readonly kind!: EnteredKind;

  @Field(() => String, { description: 'What it is called; at most 200 characters.' })
  readonly name!: string;

  @Field(() => Boolean, { description: 'Whether it still holds: taken now, still allergic, not over.' })
  readonly current!: boolean;

  @Field(() => String, { nullable: true, description: 'When it began, as far as the person knows: `2016`, `2016-05` or `2016-05-01`; not in the future.' })
  readonly startedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'When it ended, in the same form; only of what is not current.' })
  readonly endedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'How a medicine is taken, or what an allergy does; none for a condition. At most 500 characters.' })
  readonly detail?: string | null;

  @Field(() => String, { nullable: true, description: 'Anything else; at most 500 characters.' })
  readonly note?: string | null;
}

const measurementErrors = 'MEASUREMENT_VALUE_INVALID, MEASUREMENT_SECOND_VALUE_INVALID, MEASUREMENT_TIME_INVALID, MEASUREMENT_NOTE_INVALID, CHANGE_NOT_ALLOWED';
const itemErrors = 'CARE_ITEM_NAME_INVALID, CARE_ITEM_START_INVALID, CARE_ITEM_END_INVALID, CARE_ITEM_DETAIL_INVALID, CARE_ITEM_NOTE_INVALID, CHANGE_NOT_ALLOWED';

/** What patients and those who act for them enter themselves (RES-6, CAR-1), under the write pass that sharing gave for it. */
@Resolver(() => RecordChange)
export class CareChangesResolver {
  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => MeasurementType, { description: `Adds a measurement. Needs the purpose RECORD_MEASUREMENT. Errors: ${measurementErrors}.` })
  async recordMeasurement(
    @Root() change: RoomPatient, @Arg('input', () => MeasurementInput, { description: 'The measurement.' }) input: MeasurementInput, @Ctx() { access, measurementChanges }: ResultsContext,
  ): Promise<MeasurementType> {
    return toMeasurementType(access, await recordMeasurement(access, measurementChanges, change, entered(input), randomUUID));
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => MeasurementType, {
    description: `Puts a measurement right that the viewer entered. Needs the purpose RECORD_MEASUREMENT. Errors: MEASUREMENT_UNKNOWN, MEASUREMENT_KIND_INVALID, ${measurementErrors}.`,
  })
  async changeMeasurement(
    @Root() change: RoomPatient,
    @Arg('id', () => ID, { description: 'The measurement.' }) id: string,
    @Arg('input', () => MeasurementInput, { description: 'All of it as it should be.' }) input: MeasurementInput,
    @Ctx() { access, measurementChanges }: ResultsContext,
  ): Promise<MeasurementType> {
    return toMeasurementType(access, await changeMeasurement(access, measurementChanges, change, id, entered(input)));
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ID, { description: 'Removes a measurement that the viewer entered; answers its identifier. Needs the purpose RECORD_MEASUREMENT. Errors: MEASUREMENT_UNKNOWN, CHANGE_NOT_ALLOWED.' })
  async removeMeasurement(
    @Root() change: RoomPatient, @Arg('id', () => ID, { description: 'The measurement.' }) id: string, @Ctx() { access, measurementChanges }: ResultsContext,
  ): Promise<string> {
    await removeMeasurement(access, measurementChanges, change, id);
    return id;
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ID, { description: `Adds a medicine, an allergy or a condition; answers its identifier. Needs the purpose ENTER_CARE_ITEM. Errors: ${itemErrors}.` })
  async enterCareItem(
    @Root() change: RoomPatient, @Arg('input', () => CareItemInput, { description: 'The item.' }) input: CareItemInput, @Ctx() { access, careChanges }: ResultsContext,
  ): Promise<string> {
    return (await enterCareItem(access, careChanges, change, item(input), randomUUID)).id;
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ID, {
    description: `Puts an item right that the viewer added; answers its identifier. Needs the purpose ENTER_CARE_ITEM. Errors: CARE_ITEM_UNKNOWN, CARE_ITEM_KIND_INVALID, ${itemErrors}.`,
  })
  async changeCareItem(
    @Root() change: RoomPatient,
    @Arg('id', () => ID, { description: 'The item.' }) id: string,
    @Arg('input', () => CareItemInput, { description: 'All of it as it should be.' }) input: CareItemInput,
    @Ctx() { access, careChanges }: ResultsContext,
  ): Promise<string> {
    return (await changeCareItem(access, careChanges, change, id, item(input))).id;
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => ID, { description: 'Removes an item that the viewer added; answers its identifier. Needs the purpose ENTER_CARE_ITEM. Errors: CARE_ITEM_UNKNOWN, CHANGE_NOT_ALLOWED.' })
  async removeCareItem(
    @Root() change: RoomPatient, @Arg('id', () => ID, { description: 'The item.' }) id: string, @Ctx() { access, careChanges }: ResultsContext,
  ): Promise<string> {
    await removeCareItem(access, careChanges, change, id);
    return id;
  }
}

const entered = ({ kind, value, secondValue, measuredAt, note }: MeasurementInput): EnteredMeasurement => ({ kind, value, secondValue: secondValue ?? null, measuredAt, note: note ?? null });

const item = ({ kind, name, current, startedOn, endedOn, detail, note }: CareItemInput): EnteredCareItem => ({
  kind, name, current, startedOn: startedOn ?? null, endedOn: endedOn ?? null, detail: detail ?? null, note: note ?? null,
});
