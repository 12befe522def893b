import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import { roomPatientFrom } from '@cie/kit/federation/room-patient.ts';
import type { ContainerType } from 'type-graphql';
import { AppointmentResolver } from './appointment.resolver.ts';
import { MoveAppointmentResolver } from './move-appointment.resolver.ts';
import { PatientAppointmentsResolver } from './patient-appointments.resolver.ts';
import { Patient, RecordChange } from './patient.type.ts';
import { RequestChangeResolver } from './request-change.resolver.ts';

/** The room's share of the graph; composing it needs no resolver, so the container may be empty. */
export function buildAppointmentsSchema(container: ContainerType) {
  return buildRoomSchema({
    resolvers: [AppointmentResolver, PatientAppointmentsResolver, RequestChangeResolver, MoveAppointmentResolver],
    container,
    entities: [Patient, RecordChange],
    references: { Patient: roomPatientFrom('appointments'), RecordChange: roomPatientFrom('appointments') },
  });
}
