import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { CieError } from '@cie/kit/errors.ts';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import type { Log } from '../log.ts';
import { writeSandboxHistory } from './sandbox-history.ts';

/**
 * Sends the sandbox's history to the exchange as its hospitals would, over MLLP (`host:port`); resolves when every
 * message is acknowledged. Throws SANDBOX_HISTORY_REFUSED or what the connection throws.
 */
export async function sendSandboxHistory({ mllp, log }: { mllp: string; log: Log }): Promise<void> {
  const [host = '', port = ''] = mllp.split(':');
  const now = new Date();
  const messages = writeSandboxHistory(now, `SBX${now.getTime().toString(36).toUpperCase()}`);
  const refused = new Set<string>();
  await sendOverMllp({
    host,
    port: Number(port),
    messages: messages.map((message) => Buffer.from(message, 'utf8')),
    onAnswer: (text) => {
      const answer = readAcknowledgement(text);
      if (answer?.code !== 'AA') refused.add(answer === null ? 'no acknowledgement' : `${answer.code} ${answer.text}`);
    },
  });
  if (refused.size > 0) throw new CieError('SANDBOX_HISTORY_REFUSED', `The exchange did not take the sandbox's messages: ${[...refused].join('; ')}`);
  log.info({ messages: messages.length }, 'the simulated hospitals sent their history');
}
