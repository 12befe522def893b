import { toConnection, readTimePosition } from '@cie/kit/federation/connection.ts';
import { checkedFirst } from '@cie/kit/federation/page.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Arg, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { CareKind, type StoredCareItem } from '../domain/care/care-item.ts';
import type { MeasurementKind as Kind } from '../domain/measurement.ts';
import { MeasurementKind } from './care-enums.ts';
import { AllergyType, CarePlanType, ConditionType, MedicationType, toCareItemType } from './care-item.type.ts';
import { MeasurementArgs, MeasurementConnectionType, MeasurementType, toMeasurementType } from './measurement.type.ts';
import { Patient } from './patient.type.ts';
import type { ResultsContext } from './results-context.ts';

/** Medicines, allergies, conditions, plans, and what people measured themselves (CAR-1, RES-6). */
@Resolver(() => Patient)
export class PatientCareResolver {
  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [MedicationType], { nullable: true, description: 'Medicines from hospitals and those that people added, latest first.' })
  async medications(@Root() patient: RoomPatient, @Ctx() context: ResultsContext): Promise<MedicationType[]> {
    return itemsOf(context, patient, CareKind.medication);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [AllergyType], { nullable: true, description: 'Allergies from hospitals and those that people added, latest first.' })
  async allergies(@Root() patient: RoomPatient, @Ctx() context: ResultsContext): Promise<AllergyType[]> {
    return itemsOf(context, patient, CareKind.allergy);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [ConditionType], { nullable: true, description: 'Conditions from hospitals and those that people added, latest first.' })
  async conditions(@Root() patient: RoomPatient, @Ctx() context: ResultsContext): Promise<ConditionType[]> {
    return itemsOf(context, patient, CareKind.condition);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [CarePlanType], { nullable: true, description: 'Plans of care from hospitals, latest first.' })
  async carePlans(@Root() patient: RoomPatient, @Ctx() context: ResultsContext): Promise<CarePlanType[]> {
    return itemsOf(context, patient, CareKind.carePlan);
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => MeasurementConnectionType, {
    nullable: true,
    description: 'What people measured themselves, latest first; no laboratory result is among them. Errors: PAGE_SIZE_INVALID, CURSOR_INVALID.',
  })
  async measurements(@Root() patient: RoomPatient, @Args(() => MeasurementArgs) args: MeasurementArgs, @Ctx() { access, measurements }: ResultsContext): Promise<MeasurementConnectionType> {
    const first = checkedFirst(args);
    const found = await measurements.list(patient, { limit: first + 1, after: readTimePosition(args.after), kind: args.kind ?? null });
    const { edges, pageInfo } = toConnection(found, first, ({ measuredAt, id }) => [measuredAt.toISOString(), id]);
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: toMeasurementType(access, node) })), pageInfo };
  }

  @Directive('@requires(fields: "access { results }")')
  @FieldResolver(() => [MeasurementType], { nullable: true, description: 'What people measured of one kind over time, oldest first; the latest 500 at the most. A trend of its own: it never holds a laboratory result.' })
  async measurementSeries(
    @Root() patient: RoomPatient, @Arg('kind', () => MeasurementKind, { description: 'What was measured.' }) kind: Kind, @Ctx() { access, measurements }: ResultsContext,
  ): Promise<MeasurementType[]> {
    return (await measurements.series(patient, kind)).map((each) => toMeasurementType(access, each));
  }
}

type ItemOf<Wanted extends CareKind> = Extract<StoredCareItem, { readonly kind: Wanted }>;

async function itemsOf<Wanted extends CareKind>({ access, contacts, care }: ResultsContext, patient: RoomPatient, kind: Wanted) {
  const isWanted = (item: StoredCareItem): item is ItemOf<Wanted> => item.kind === kind;
  return (await care.items(patient)).filter(isWanted).map((item) => toCareItemType(access, contacts, item));
}
