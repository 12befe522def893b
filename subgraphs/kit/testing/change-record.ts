import { graphql } from 'graphql';
import type { Viewer } from '../access-context.ts';
import { CieError } from '../errors.ts';
import type { Room } from '../room.ts';
import { testViewer } from './test-viewer.ts';

export interface ChangeMade {
  readonly patientId: string;
  /** Passes as sharing puts them into `RecordChange.access`, separated by blanks; '' for none. */
  readonly pass: string;
  /** Fields of RecordChange, as GraphQL. */
  readonly selection: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Declarations of the variables, as `$a: Int!`. */
  readonly declares?: string;
  readonly viewer?: Viewer;
  readonly now?: Date;
}

/** Makes a change in a room as the gateway does, through `_entities`. Throws the first error. */
export async function changeRecord(room: Room, change: ChangeMade): Promise<Record<string, unknown>> {
  const result = await graphql({
    schema: room.schema,
    source: `query ($of: [_Any!]!, ${change.declares ?? ''}) { _entities(representations: $of) { ... on RecordChange { ${change.selection} } } }`,
    variableValues: { ...change.variables, of: [{ __typename: 'RecordChange', id: change.patientId, access: { [room.name]: change.pass } }] },
    contextValue: room.createContext({ requestId: 'test', viewer: change.viewer ?? testViewer, now: change.now ?? new Date() }),
  });
  const [error] = result.errors ?? [];
  if (error !== undefined) throw error.originalError ?? error;
  // One representation was sent, so one entity comes back, unless the room does not know the type at all.
  const entities = result.data?.['_entities'] as readonly (Record<string, unknown> | null)[] | undefined;
  const entity = entities?.[0];
  if (entity === undefined || entity === null) throw new CieError('NO_ENTITY', 'The room returned no RecordChange.');
  return entity;
}
