import { CieError } from '@cie/kit/errors.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { addLogKey, readSecrets } from '../secrets.ts';

/** `rotate-log-key`: another key signs checkpoints of the access log from the next start on. Throws USAGE. */
export async function run(args: readonly string[], settings: Settings): Promise<void> {
  if (args.length > 0) throw new CieError('USAGE', 'rotate-log-key takes no arguments.');
  const dataDir = required(settings, 'CIE_DATA');
  const name = await addLogKey(dataDir, readSecrets(dataDir) ?? {});
  console.info(`the key ${name} signs the access log from the next start on. Those that signed before stay, as public keys: npm run cie -- verify-log needs them.`);
}
