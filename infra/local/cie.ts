import 'reflect-metadata';
import { CieError } from '@cie/kit/errors.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { settingsOfExisting } from './place.ts';

interface Command {
  run: (args: readonly string[], settings: Settings) => Promise<void>;
}

interface Entry {
  usage: string;
  does: string;
  /** Whether it talks to an exchange that has been started, and so needs its keys. */
  needsExchange: boolean;
  load(): Promise<Command>;
}

const commands: Record<string, Entry> = {
  feed: {
    usage: 'feed <file>…',
    does: 'send HL7 v2 messages to the exchange as a hospital would (MLLP)',
    needsExchange: true,
    load: async () => await import('./commands/feed.ts'),
  },
  held: {
    usage: 'held [replay <id>…|all]',
    does: 'list the messages that could not be applied, or try them again',
    needsExchange: true,
    load: async () => await import('./commands/held.ts'),
  },
  ledger: {
    usage: 'ledger [<folder>]',
    does: 'send the samples of a folder (CIE_SAMPLE_DATA) and print what became of each message',
    needsExchange: true,
    load: async () => await import('./commands/ledger.ts'),
  },
  session: {
    usage: 'session --as …',
    does: 'print a session of a sandbox patient or clinician for scripts; alone it says how to name one',
    needsExchange: true,
    load: async () => {
      const { session } = await import('./commands/session.ts');
      // An operator who says that this is no sandbox is believed over what is composed for a local exchange.
      const sandbox = process.env['CIE_SANDBOX'];
      return {
        run: async (args, settings) =>
          await session(args, { settings: sandbox === undefined ? settings : { ...settings, CIE_SANDBOX: sandbox }, print: (line) => console.info(line) }),
      };
    },
  },
  'verify-log': {
    usage: 'verify-log',
    does: 'check that no entry of the access log was changed or removed, nor a checkpoint of it',
    needsExchange: true,
    load: async () => await import('./commands/verify-log.ts'),
  },
  'rotate-log-key': {
    usage: 'rotate-log-key',
    does: 'add a key that signs the access log from the next start on; what was signed before still counts',
    needsExchange: true,
    load: async () => await import('./commands/rotate-log-key.ts'),
  },
  'rotate-file-keys': {
    usage: 'rotate-file-keys [new]',
    does: 'add a key for files, to be used from the next start on; or wrap the keys of all files with the first one',
    needsExchange: true,
    load: async () => await import('./commands/rotate-file-keys.ts'),
  },
  compose: {
    usage: 'compose [--check]',
    does: 'write the supergraph and the public schema, or check that the committed ones are up to date',
    needsExchange: false,
    load: async () => await import('./commands/compose.ts'),
  },
};

function help(): string {
  const lines = Object.values(commands).map(({ usage, does }) => `  npm run cie -- ${usage.padEnd(24)} ${does}`);
  return ['Commands for an exchange on this machine (CIE_PORT and CIE_DATA say which):', ...lines].join('\n');
}

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help') {
    console.info(help());
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new CieError('COMMAND_UNKNOWN', `There is no command "${name}".\n${help()}`);
  const { run } = await command.load();
  await run(args, command.needsExchange ? settingsOfExisting(process.env) : process.env);
}

try {
  await main(process.argv.slice(2));
  // The channel to the launcher would keep this process alive; what the command set stays.
  process.disconnect?.();
} catch (error) {
  // A CieError says what to do; anything else is a fault of ours and needs its stack.
  console.error(error instanceof CieError ? `error: ${error.message}` : error);
  process.exit(1);
}
