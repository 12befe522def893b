import type { EntityManager } from 'typeorm';
import type { AccessContext, Viewer } from '../access-context.ts';
import type { RoomPatient } from '../federation/room-patient.ts';
import type { RoomDatabase } from './room-database.ts';

/** Reads of one GraphQL operation, under the passes that came with its patients. */
export interface RoomReader {
  read<T>(patient: RoomPatient, query: (manager: EntityManager) => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly passes: readonly string[];
  run(manager: EntityManager): Promise<void>;
  fail(error: unknown): void;
}

/**
 * Gathers the reads that one operation starts in the same turn into one transaction that carries all their passes, and
 * pipelines their queries: a list of twenty patients costs one transaction, not twenty.
 */
export function createRoomReader(database: RoomDatabase, { viewer }: AccessContext): RoomReader {
  let waiting: Waiting[] = [];

  async function runTogether(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const passes = [...new Set(batch.flatMap((each) => each.passes))];
    try {
      await database.withPasses(passes, async (manager) => {
        await Promise.all(batch.map((each) => each.run(manager)));
      });
    } catch (error) {
      for (const each of batch) each.fail(error);
    }
  }

  return {
    read: (patient, query) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(() => void runTogether());
        waiting.push({
          passes: passesOfViewer(patient, viewer),
          run: async (manager) => resolve(await query(manager)),
          fail: reject,
        });
      }),
  };
}

/** Those that were made for this viewer, the third part: a pass of somebody else's request is worth nothing in this one (abuse case 30). */
export function passesOfViewer({ passes }: RoomPatient, viewer: Viewer | null): readonly string[] {
  return passes.filter((pass) => pass.split('|')[2] === viewer?.accountId);
}
