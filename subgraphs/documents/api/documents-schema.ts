import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import { roomPatientFrom } from '@cie/kit/federation/room-patient.ts';
import type { ContainerType } from 'type-graphql';
import { MoveDocumentResolver } from './move-document.resolver.ts';
import { DocumentResolver } from './document.resolver.ts';
import { PatientDocumentsResolver } from './patient-documents.resolver.ts';
import { Patient, RecordChange } from './patient.type.ts';
import { UploadResolver } from './upload.resolver.ts';

/** The room's share of the graph; composing it needs no resolver, so the container may be empty. */
export function buildDocumentsSchema(container: ContainerType) {
  return buildRoomSchema({
    resolvers: [DocumentResolver, PatientDocumentsResolver, UploadResolver, MoveDocumentResolver],
    container,
    entities: [Patient, RecordChange],
    references: { Patient: roomPatientFrom('documents'), RecordChange: roomPatientFrom('documents') },
  });
}
