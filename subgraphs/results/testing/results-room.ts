import type { AccessContext } from '@cie/kit/access-context.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import type { PassContent } from '@cie/kit/testing/sign-pass.ts';
import { graphql, type GraphQLError } from 'graphql';
import { startResults } from '../start.ts';
import { oruMessage, type OruPlan } from './oru-message.ts';

/** The results room on the test server, asked as the gateway asks it. */
export interface TestRoom {
  readonly server: RoomServer;
  readonly room: Room;
  file(patient: string, plan?: OruPlan & { id?: string; organisation?: string }): Promise<unknown>;
  /** Asks for fields of a patient, with a pass that says what `pass` says, or with the given text as pass. */
  ask<T>(patient: string, fields: string, pass?: Partial<PassContent> | string): Promise<Asked<T>>;
  close(): Promise<void>;
}

export interface Asked<T> {
  readonly patient: T;
  readonly errors: readonly GraphQLError[];
}

export const testNow = new Date('2026-04-10T12:00:00Z');
const access: AccessContext = { requestId: 'test', viewer: testViewer, now: testNow };

const entities = (fields: string) => `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Patient { ${fields} } } }`;

export async function openTestRoom(): Promise<TestRoom> {
  const server = await openRoomServer();
  const room = await startResults(server.settings);
  return {
    server,
    room,
    file: async (patient, plan) => room.commands['apply']?.(oruMessage(patient, plan)),
    ask: async <T>(patient: string, fields: string, pass: Partial<PassContent> | string = {}) => {
      const results = typeof pass === 'string' ? pass : server.sign({ room: 'results', patient, ...pass });
      const answer = await graphql({
        schema: room.schema,
        source: entities(fields),
        variableValues: { representations: [{ __typename: 'Patient', id: patient, access: { results } }] },
        contextValue: room.createContext(access),
      });
      // The test names the shape that its own query asks for.
      const found = answer.data?.['_entities'] as readonly T[] | undefined;
      const [first] = found ?? [];
      if (first === undefined) throw new Error(`no entity: ${answer.errors?.map((error) => error.message).join(', ') ?? ''}`);
      return { patient: first, errors: answer.errors ?? [] };
    },
    close: () => room.close(),
  };
}
