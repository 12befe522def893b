import { readCommandInput } from '@cie/kit/command-input.ts';
import type { Command } from '@cie/kit/room.ts';
import { findLaunched } from '../domain/find-launched.ts';
import type { RecordFinder } from '../domain/find-record.ts';
import type { DoorStore } from '../domain/open-record.ts';
import { asking } from './command-reading.ts';
import { createSharingContext } from './sharing-context.ts';

/** What the gateway asks when a patient-record system launches the exchange for one patient (REG-6). */
export function launchCommands({ finder, doors }: { readonly finder: RecordFinder; readonly doors: DoorStore }): Record<'find-launched', Command> {
  return {
    'find-launched': async (input, given) => {
      const [access, read] = [asking(given), readCommandInput(input)];
      const context = createSharingContext(access, doors);
      return findLaunched(access, doors, finder, context.recordOf, { nhsNumber: read.text('nhsNumber'), birthDate: read.text('birthDate') });
    },
  };
}
