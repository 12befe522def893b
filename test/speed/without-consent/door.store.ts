import type { RecordRoom } from '@cie/kit/names.ts';
import { createDoorStore as createRealDoorStore } from '../../../subgraphs/sharing/store/door.store.ts';
import type { DoorStore } from '../../../subgraphs/sharing/domain/open-record.ts';
import { noFacts } from '../../../subgraphs/sharing/domain/standings.ts';

/** Whether the door is still decided about, by what sharing knows: then only passes and their log are left out. */
const decides = process.env['CIE_BENCH_DECIDES'] === 'yes';

/**
 * In place of sharing's own in the build that `npm run bench -- consent` compares with: nothing is logged or signed, and without a
 * decision nothing is looked up. A viewer still finds their own record, since a request for another one would be another request.
 */
export function createDoorStore(...given: Parameters<typeof createRealDoorStore>): DoorStore {
  const real = createRealDoorStore(...given);
  return {
    ...real,
    facts: async (access, ids) => decides ? await real.facts(access, ids) : new Map(ids.map((id) => [id, { survivingId: id, members: new Map([[id, noFacts]]) }])),
    mint: async (access, requests) => {
      // What people enter while the sandbox is filled goes on as ever: only reading is measured.
      if (requests.some(({ purpose }) => purpose !== undefined)) return await real.mint(access, requests);
      return new Map(requests.map(({ patientId, rooms }) => [patientId, new Map(rooms.map((room): [RecordRoom, string] => [room, '']))]));
    },
  };
}
