import { buildRoomSchema } from '@cie/kit/federation/build-room-schema.ts';
import type { ContainerType } from 'type-graphql';
import { AccessResolver } from './access.resolver.ts';
import { DirectoryResolver } from './directory.resolver.ts';
import { PatientEmergencyResolver } from './emergency.resolver.ts';
import { PatientResolver } from './patient.resolver.ts';
import { PatientType } from './patient.type.ts';
import { PatientProxiesResolver, ProxyRequestsResolver } from './proxy.resolver.ts';
import { ChangeAccessResolver, RecordChangeResolver } from './record-change.resolver.ts';
import { RecordReadersResolver } from './record-reader.resolver.ts';
import { SharingMutations } from './sharing.mutations.ts';
import { StatedReasonResolver } from './stated-reason.resolver.ts';
import { ViewerResolver } from './viewer.resolver.ts';

/** Sharing's share of the graph; composing it needs no resolver, so the container may be empty. */
export function buildSharingSchema(container: ContainerType) {
  return buildRoomSchema({
    resolvers: [AccessResolver, PatientResolver, PatientProxiesResolver, ProxyRequestsResolver, RecordChangeResolver, ChangeAccessResolver, DirectoryResolver, RecordReadersResolver, SharingMutations, StatedReasonResolver, PatientEmergencyResolver, ViewerResolver],
    container,
    references: {
      Patient: ({ id }) => (typeof id === 'string' ? new PatientType(id) : null),
      // A change begins with the mutation that allows it; who comes by its key was allowed nothing.
      RecordChange: () => null,
    },
  });
}
