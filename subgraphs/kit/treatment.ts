import { readCommandInput } from './command-input.ts';
import type { Command } from './room.ts';

/** The newest thing dated that a room holds of a person from one organisation (REG-3). */
export interface Treatment {
  /** ODS code. */
  readonly organisation: string;
  readonly at: Date;
}

/**
 * The command `treatment` of a room: for these records of one person, when each organisation last had to do with them. Dates
 * alone leave the room, whatever the label or delay of what they come from; they decide about registration and are shown to nobody.
 */
export function treatmentCommand(newest: (patientIds: readonly string[]) => Promise<readonly Treatment[]>): Command {
  return async (input) => {
    const treatments = await newest(readCommandInput(input).texts('patientIds'));
    return treatments.map(({ organisation, at }) => ({ organisation, at: at.toISOString() }));
  };
}
