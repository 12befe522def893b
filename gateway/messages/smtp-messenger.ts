import { CieError } from '@cie/kit/errors.ts';
import { createTransport } from 'nodemailer';
import { Undeliverable } from '../notices/undeliverable.ts';
import type { Messenger } from './messenger.ts';

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: URL;
  /** The sender, as an address or `Name <address>`. */
  readonly from: string;
}

export type SmtpMessenger = Pick<Messenger, 'email' | 'close'>;

/** How long each step of a delivery may take, in milliseconds: all of them within the lease of a notice. */
const patience = 8000;

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Sends e-mail over SMTP. Outside this machine never in clear: a server that offers no TLS is refused. */
export function createSmtpMessenger({ url, from }: SmtpOptions): SmtpMessenger {
  const domain = /@([^>\s]+)>?$/.exec(from)?.[1] ?? url.hostname;
  const transport = createTransport({
    url: url.href,
    pool: true,
    maxConnections: 4,
    requireTLS: url.protocol === 'smtp:' && !loopback.has(url.hostname),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    // What is sent comes from our own templates; nothing may make the mailer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    email: async ({ id, to, language, subject, text, html }) => {
      try {
        await transport.sendMail({
          from,
          // As an object: a text would be read as a list of addresses.
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          // RFC 3834: no holiday reply to a machine.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': language },
        });
      } catch (error) {
        throw smtpFault(error);
      }
    },
    close: async () => transport.close(),
  };
}

/** RFC 5321, section 4.2.1: a 5yz answer to the recipient is for good; everything else may pass. */
function smtpFault(error: unknown): Error {
  const reply = error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
  const command = error instanceof Error && 'command' in error ? error.command : undefined;
  if (command === 'RCPT TO' && reply >= 500) return new Undeliverable('MAIL_ADDRESS_REFUSED', 'The mail server does not take messages for this address.');
  return new CieError('MAIL_NOT_SENT', `The mail server did not take a message${reply === 0 ? '' : ` (SMTP ${reply})`}.`);
}
