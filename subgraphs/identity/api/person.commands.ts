import { hasDuty } from '@cie/kit/access-context.ts';
import { readCommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import { personForHospital, personForPrivacy } from '../store/person-for-hospital.store.ts';

/** Who a person is: for messages that the gateway sends to a hospital about them (APT-1), and for the privacy officer, who asks a hospital about an emergency (ACS-5). */
export function personCommands({ database }: { readonly database: Pick<RoomDatabase, 'asFeed'> }): Record<'person-for-hospital' | 'person-for-privacy', Command> {
  return {
    'person-for-hospital': async (input) => {
      const read = readCommandInput(input);
      const [patientId, organisation] = [read.text('patientId'), read.text('organisation')];
      return database.asFeed((manager) => personForHospital(manager, patientId, organisation));
    },
    'person-for-privacy': async (input, access) => {
      if (!hasDuty(access?.viewer ?? null, 'privacy-officer')) throw new CieError('PRIVACY_OFFICER_ONLY', 'Only the privacy officer can do this.');
      const patientId = readCommandInput(input).text('patientId');
      return database.asFeed((manager) => personForPrivacy(manager, patientId));
    },
  };
}
