import { readCommandInput } from '@cie/kit/command-input.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { Command } from '@cie/kit/room.ts';
import { chooseLanguage, readLanguage } from '../domain/contact.ts';
import { contactsIn } from '../store/contact.store.ts';

/** Commands about where messages to a person go, and in which language. */
export function contactCommands({ database }: { readonly database: RoomDatabase }): Record<string, Command> {
  const contacts = contactsIn(database);
  return {
    // For the gateway's messages alone: an address is looked up when a message goes out, so that who has left is not written to.
    'contact-of': async (input) => {
      const read = readCommandInput(input);
      const accountId = read.optionalText('accountId');
      return accountId === null ? contacts.ofPatient(read.text('patientId')) : contacts.ofAccount(accountId);
    },
    'message-language': async (_input, access) => {
      if (access === null || access === undefined) throw new CieError('SIGN_IN_REQUIRED', 'Sign in to do this.');
      return { language: await readLanguage(access, contacts) };
    },
    'choose-message-language': async (input, access) => {
      if (access === null || access === undefined) throw new CieError('SIGN_IN_REQUIRED', 'Sign in to do this.');
      await chooseLanguage(access, contacts, readCommandInput(input).text('language'));
      return null;
    },
  };
}
