import type { RoomContext } from '@cie/kit/room-context.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { showDemographics } from '../domain/show-demographics.ts';
import { listDemographics } from '../store/demographics.store.ts';
import { DemographicsType, toDemographicsType } from './demographics.type.ts';
import { Patient } from './patient.type.ts';

@Resolver(() => Patient)
export class DemographicsResolver {
  @Directive('@requires(fields: "access { identity }")')
  @FieldResolver(() => DemographicsType, { nullable: true, description: 'The newest of what hospitals hold about the person, with its source and time.' })
  async demographics(@Root() patient: RoomPatient, @Ctx() { access, reader }: RoomContext): Promise<DemographicsType | null> {
    const newest = await showDemographics(access, patient.id, () => reader.read(patient, (manager) => listDemographics(manager, patient)));
    return newest === null ? null : toDemographicsType(newest);
  }
}
