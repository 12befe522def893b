import { setTimeout as sleep } from 'node:timers/promises';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { CieError } from '@cie/kit/errors.ts';
import { readAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import type { ExchangeClient } from './exchange.ts';

/**
 * Sends messages as a hospital's engine does: again, as long as they are answered AE or not at all. Tells each answer with the
 * count of messages accepted so far; resolves when every one was answered AA.
 */
export async function feedPatiently(exchange: ExchangeClient, messages: readonly string[], onAnswer: (answer: Acknowledgement, accepted: number) => void): Promise<void> {
  const accepted = new Set<number>();
  for (let left = [...messages.keys()]; left.length > 0; left = left.filter((index) => !accepted.has(index))) {
    await sendOverMllp({
      host: '127.0.0.1', port: exchange.port + 8, pipeline: 64, timeoutMs: 5000,
      messages: left.map((index) => Buffer.from(messages[index] ?? '')),
      onAnswer: (text, place) => {
        const answer = readAcknowledgement(text);
        if (answer === null || answer.code === 'AR') throw new Error(`a good message was answered: ${text}`);
        if (answer.code === 'AA') accepted.add(left[place] ?? -1);
        onAnswer(answer, accepted.size);
      },
    }).catch((error: unknown) => {
      // The receiver may be what was killed: an engine tries again.
      if (!(error instanceof CieError)) throw error;
    });
    await sleep(100);
  }
}
