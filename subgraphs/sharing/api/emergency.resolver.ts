import { DateTime } from '@cie/kit/scalars.ts';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PatientType } from './patient.type.ts';
import type { SharingContext } from './sharing-context.ts';

@Resolver(() => PatientType)
export class PatientEmergencyResolver {
  @FieldResolver(() => DateTime, { nullable: true, description: 'When the viewer’s emergency access closes by itself; null when none is open. Other doors may stay open after it.' })
  async emergencyUntil(@Root() patient: PatientType, @Ctx() { openings }: SharingContext): Promise<Date | null> {
    const open = (await openings.load(patient.id)).filter(({ door }) => door === 'emergency');
    return open.reduce<Date | null>((latest, { until }) => (until !== null && (latest === null || until > latest) ? until : latest), null);
  }
}
