import { setTimeout as sleep } from 'node:timers/promises';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { CieError } from '@cie/kit/errors.ts';
import { readAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { required, requiredNumber, type Settings } from '@cie/kit/settings.ts';
import { readMessageFiles, type FileMessage } from './message-files.ts';

/** A sender tries a message again that was answered AE or not at all; so does this one, this many times. */
const MOST_ROUNDS = 10;
const ROUND_WAIT_MS = 1000;

/**
 * Sends the messages of files over MLLP as a hospital would, prints a line for each with its acknowledgement, then a
 * summary. The exit code is 1 when a message stays unacknowledged. Throws USAGE and what the files or the port throw.
 */
export async function run(paths: readonly string[], settings: Settings): Promise<void> {
  if (paths.length === 0) throw new CieError('USAGE', 'Name the files to send: npm run cie -- feed <file or folder>…');
  const address = { host: required(settings, 'CIE_MLLP_HOST'), port: requiredNumber(settings, 'CIE_MLLP_PORT', 1, 65_535) };
  const messages = readMessageFiles(paths);
  const counts = { AA: 0, AE: 0, AR: 0, unanswered: 0 };
  const report = (message: FileMessage, answer: Acknowledgement | null): void => {
    counts[answer?.code ?? 'unanswered']++;
    console.info([message.file, `#${message.number}`, nameOf(message), answer?.code ?? 'no acknowledgement', answer?.text ?? ''].join(' ').trimEnd());
  };

  let open: Sent[] = messages.map((message) => ({ message, answer: null }));
  for (let round = 1; open.length > 0 && round <= MOST_ROUNDS; round++) {
    if (round > 1) {
      console.info(`${open.length} messages were answered AE or not at all and are sent again`);
      await sleep(ROUND_WAIT_MS);
    }
    const fault = await sendRound(open, address, report);
    const settled = open.some(({ answer }) => answer !== null);
    // Nothing ever answered: there is no exchange, and waiting for one only hides that.
    if (fault !== null && round === 1 && !settled) throw fault;
    const left = open.filter(({ answer }) => answer === null || answer.code === 'AE');
    // What got no answer goes first: a message that ends the connection (oversized, say) must not keep the others from arriving.
    open = [...left.filter(({ answer }) => answer === null), ...left.filter(({ answer }) => answer !== null)];
  }
  for (const { message, answer } of open) report(message, answer);
  const { AA, AE, AR, unanswered } = counts;
  console.info(`${messages.length} ${messages.length === 1 ? 'message' : 'messages'}: ${AA} AA, ${AE} AE, ${AR} AR, ${unanswered} without an acknowledgement${AA === 0 ? '' : '; AA is stored, npm run cie -- held tells what was applied'}`);
  if (unanswered > 0) process.exitCode = 1;
}

interface Sent {
  readonly message: FileMessage;
  answer: Acknowledgement | null;
}

/** Sends messages once and reports those answered AA or AR; returns the fault that ended the connection early, if any. */
async function sendRound(sent: readonly Sent[], address: { host: string; port: number }, report: (message: FileMessage, answer: Acknowledgement) => void): Promise<CieError | null> {
  try {
    await sendOverMllp({
      ...address,
      messages: sent.map(({ message }) => message.bytes),
      onAnswer: (text, index) => {
        const each = sent[index];
        if (each === undefined) return;
        each.answer = read(text);
        if (each.answer !== null && each.answer.code !== 'AE') report(each.message, each.answer);
      },
    });
    return null;
  } catch (error) {
    if (error instanceof CieError) return error;
    throw error;
  }
}

function read(text: string): Acknowledgement | null {
  try {
    return readAcknowledgement(text);
  } catch (error) {
    // An answer that is no HL7 acknowledges nothing.
    if (error instanceof CieError) return null;
    throw error;
  }
}

/** Type, event and control id: what tells a message without its content. */
function nameOf({ bytes }: FileMessage): string {
  try {
    const message = parseHl7(decodeHl7(bytes));
    return `${message.field('MSH', 9).component(1)}^${message.field('MSH', 9).component(2)} ${message.field('MSH', 10).wholeText || '(no MSH-10)'}`;
  } catch (error) {
    if (error instanceof CieError) return '(not HL7)';
    throw error;
  }
}
