import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import { roomPatientFrom } from '@cie/kit/federation/room-patient.ts';
import type { ContainerType } from 'type-graphql';
import { PatientAppointmentsResolver } from './patient-appointments.resolver.ts';
import { Patient } from './patient.type.ts';

/** The room's share of the graph; composing it needs no resolver, so the container may be empty. */
export function buildAppointmentsSchema(container: ContainerType) {
  return buildRoomSchema({
    resolvers: [PatientAppointmentsResolver],
    container,
    entities: [Patient],
    references: { Patient: roomPatientFrom('appointments') },
  });
}
