import type { EntityManager } from 'typeorm';
import type { AccessContext } from '../access-context.ts';
import type { RoomPatient } from '../federation/room-patient.ts';
import { passesOfViewer } from './room-reader.ts';
import type { RoomDatabase } from './room-database.ts';

/** Changes that one GraphQL operation makes, under the write passes that came with its record. */
export interface RoomWriter {
  /** One transaction of the service's role: reads what the read passes open, writes what the write pass is for. */
  write<T>(change: RoomPatient, work: (manager: EntityManager) => Promise<T>): Promise<T>;
}

export function createRoomWriter(database: RoomDatabase, { viewer }: AccessContext): RoomWriter {
  return { write: (change, work) => database.changeWithPasses(passesOfViewer(change, viewer), work) };
}
