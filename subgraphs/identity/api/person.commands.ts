import { readCommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import type { Command } from '@cie/kit/room.ts';
import { personForHospital } from '../store/person-for-hospital.store.ts';

/** Who a person is, for messages that the gateway sends to a hospital about them (APT-1). */
export function personCommands({ database }: { readonly database: Pick<RoomDatabase, 'asFeed'> }): Record<'person-for-hospital', Command> {
  return {
    'person-for-hospital': async (input) => {
      const read = readCommandInput(input);
      const [patientId, organisation] = [read.text('patientId'), read.text('organisation')];
      return database.asFeed((manager) => personForHospital(manager, patientId, organisation));
    },
  };
}
