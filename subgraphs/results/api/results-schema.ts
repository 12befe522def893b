import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import { roomPatientFrom } from '@cie/kit/federation/room-patient.ts';
import type { ContainerType } from 'type-graphql';
import { PatientReportsResolver } from './patient-reports.resolver.ts';
import { ReportResolver } from './report.resolver.ts';
import { Patient } from './patient.type.ts';

/** The room's share of the graph; composing it needs no resolver, so the container may be empty. */
export function buildResultsSchema(container: ContainerType) {
  return buildRoomSchema({
    resolvers: [PatientReportsResolver, ReportResolver],
    container,
    entities: [Patient],
    references: { Patient: roomPatientFrom('results') },
  });
}
