import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import { roomPatientFrom } from '@cie/kit/federation/room-patient.ts';
import type { ContainerType } from 'type-graphql';
import { CareChangesResolver } from './care-changes.resolver.ts';
import { CareLabelResolver } from './care-label.resolver.ts';
import { MoveResultsResolver } from './move-results.resolver.ts';
import { ObservationResolver } from './observation.resolver.ts';
import { PatientCareResolver } from './patient-care.resolver.ts';
import { PatientReportsResolver } from './patient-reports.resolver.ts';
import { RecordChange } from './record-change.type.ts';
import { ReportAttachmentResolver } from './report-attachment.type.ts';
import { ReportChangesResolver } from './report-changes.resolver.ts';
import { ReportResolver } from './report.resolver.ts';
import { Patient } from './patient.type.ts';

/** The room's share of the graph; composing it needs no resolver, so the container may be empty. */
export function buildResultsSchema(container: ContainerType) {
  return buildRoomSchema({
    resolvers: [PatientReportsResolver, ReportResolver, ObservationResolver, ReportAttachmentResolver, ReportChangesResolver, PatientCareResolver, CareChangesResolver, MoveResultsResolver, CareLabelResolver],
    container,
    entities: [Patient, RecordChange],
    references: { Patient: roomPatientFrom('results'), RecordChange: roomPatientFrom('results') },
  });
}
