import { readFileSync } from 'node:fs';
import { createFakeRooms } from '@cie/gateway/feeds/testing/scratch-feeds.ts';
import { createGraph, type Graph } from '@cie/gateway/graph/graph.ts';
import { loadRegisteredOperations } from '@cie/gateway/graph/registered-operations.ts';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let closed: Graph;
let sandbox: Graph;
beforeAll(async () => {
  const supergraph = readFileSync(new URL('../../gateway/schema/supergraph.graphql', import.meta.url), 'utf8');
  const plan = { rooms: createFakeRooms().links, supergraph, operations: loadRegisteredOperations(), report: () => undefined };
  closed = await createGraph({ ...plan, introspection: false });
  sandbox = await createGraph({ ...plan, introspection: true });
});
afterAll(async () => {
  await closed.close();
  await sandbox.close();
});

const access: AccessContext = { requestId: 'test', viewer: null, now: new Date() };

async function answer(graph: Graph, query: string): Promise<string> {
  const { body } = await graph.server.executeOperation({ query }, { contextValue: { access } });
  return JSON.stringify(body);
}

describe('outside a sandbox the graph tells nothing of its schema (abuse case 47)', () => {
  const introspection = '{ __schema { queryType { name } types { name } } }';
  const mistyped = '{ me { patient { waitingReport { kind } } } }';

  it('refuses introspection, of a type too', async () => {
    expect(await answer(closed, introspection)).not.toMatch(/WaitingReport|Query"/);
    expect(await answer(closed, '{ __type(name: "Patient") { fields { name } } }')).not.toContain('waitingReports');
    // A developer's sandbox answers it, so the refusal above is the setting's doing.
    expect(await answer(sandbox, introspection)).toContain('WaitingReport');
  });

  it('makes no suggestions', async () => {
    expect(await answer(closed, mistyped)).not.toMatch(/did you mean|waitingReports/i);
    expect(await answer(sandbox, mistyped)).toMatch(/did you mean \\?"waitingReports/i);
  });
});
