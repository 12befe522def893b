import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { errorKind } from '@cie/kit/errors.ts';
import type { Inbox } from './inbox.ts';

export interface InboxLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

const largestMessageBytes = 1_000_000;

/** A message larger than the sink takes; `responseCode` is the SMTP reply (RFC 1870, section 6.1). */
class MessageTooLarge extends Error {
  readonly responseCode = 552;

  constructor() {
    super('The message is larger than this inbox takes.');
  }
}

/** Takes every message for every address and delivers none of them onward. */
export async function startSmtpSink(inbox: Inbox, port: number, log: InboxLog): Promise<{ close(): Promise<void> }> {
  const server = new SMTPServer({
    name: 'cie-inbox',
    // A sandbox on this machine: nobody to authenticate, no certificate to offer.
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    size: largestMessageBytes,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      void receive(stream, to, inbox, done);
    },
  });
  // A client that goes away in mid-sentence is its own loss, not the end of the sandbox.
  server.on('error', (error) => log.warn(errorKind(error), 'a message was not taken'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { close: () => new Promise((resolve) => server.close(resolve)) };
}

async function receive(stream: SMTPServerDataStream, to: readonly string[], inbox: Inbox, answer: (problem: Error | null) => void): Promise<void> {
  answer(await keep(stream, to, inbox));
}

/** Puts one message into the inbox; returns the error that the sender is to be told. */
async function keep(stream: SMTPServerDataStream, to: readonly string[], inbox: Inbox): Promise<Error | null> {
  try {
    const { from, subject = '(no subject)', text = '', html } = await simpleParser(stream);
    if (stream.sizeExceeded) return new MessageTooLarge();
    inbox.add({ by: 'email', from: from?.text ?? '', to, subject, text, html: typeof html === 'string' ? html : null, arrivedAt: new Date() });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error('The message could not be read.');
  }
}
