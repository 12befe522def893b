import { graphql } from 'graphql';
import type { AccessContext, Viewer } from '../access-context.ts';
import { CieError } from '../errors.ts';
import type { Room } from '../room.ts';
import { testViewer } from './test-viewer.ts';

export interface PatientRead {
  readonly patientId: string;
  /** Passes as sharing puts them into `Patient.access`, separated by blanks; '' for none. */
  readonly pass: string;
  /** Fields of Patient, as GraphQL. */
  readonly selection: string;
  readonly now?: Date;
  /** The test viewer when left out; passes are for one viewer. */
  readonly viewer?: Viewer;
}

/** Asks a room for fields of a patient as the gateway does, through `_entities`. Throws the first error. */
export async function readPatient(room: Room, read: PatientRead): Promise<Record<string, unknown>> {
  const access: AccessContext = { requestId: 'test', viewer: read.viewer ?? testViewer, now: read.now ?? new Date() };
  const result = await graphql({
    schema: room.schema,
    source: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Patient { ${read.selection} } } }`,
    variableValues: { of: [{ __typename: 'Patient', id: read.patientId, access: { [room.name]: read.pass } }] },
    contextValue: room.createContext(access),
  });
  const [error] = result.errors ?? [];
  if (error !== undefined) throw error.originalError ?? error;
  // One representation was sent, so one entity comes back, unless the room does not know the type at all.
  const entities = result.data?.['_entities'] as readonly (Record<string, unknown> | null)[] | undefined;
  const entity = entities?.[0];
  if (entity === undefined || entity === null) throw new CieError('NO_ENTITY', 'The room returned no Patient.');
  return entity;
}
