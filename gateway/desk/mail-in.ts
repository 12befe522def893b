import { CieError, errorKind } from '@cie/kit/errors.ts';
import { required, requiredNumber, requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Throttle } from '../throttle/throttle.ts';
import { accessOf, type DeskLink } from './desk-link.ts';
import { readMail } from './read-mail.ts';

export interface MailInPlan {
  readonly desk: Pick<DeskLink, 'open'>;
  readonly throttle: Throttle;
  readonly settings: Settings;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly clock: () => Date;
}

const largestMail = 1_000_000;
/** Mails in an hour, of one sender and of all together: what comes above that is asked to come again later. */
const perSender = { most: 10, seconds: 3600 } as const;
const altogether = { most: 500, seconds: 3600 } as const;

/** A refusal in SMTP: 5xx for good, 4xx for now (RFC 5321, 4.2.1). */
class MailRefused extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/**
 * Opens the mailbox of the support desk (REG-5) when CIE_MAIL_IN_PORT is set: mail to CIE_DESK_EMAIL becomes a case, mail to anybody
 * else is refused, so that nothing is relayed. A mail is acknowledged when its case is stored. Throws SETTING_MISSING, SETTING_INVALID
 * and MAIL_PORT_UNAVAILABLE.
 */
export async function startMailIn({ desk, throttle, settings, log, clock }: MailInPlan): Promise<{ close(): Promise<void> }> {
  if (settings['CIE_MAIL_IN_PORT'] === undefined) return { close: async () => undefined };
  const port = requiredNumber(settings, 'CIE_MAIL_IN_PORT', 1, 65_535);
  const host = settings['CIE_MAIL_IN_HOST'] ?? '127.0.0.1';
  const mailbox = required(settings, 'CIE_DESK_EMAIL').toLowerCase();
  refuseOpenPort(host, requiredYesNo(settings, 'CIE_SANDBOX'));

  async function take(stream: SMTPServerDataStream, envelopeFrom: string): Promise<void> {
    const raw = await contentOf(stream);
    const reading = await readMail(raw, envelopeFrom).catch((error: unknown) => {
      log.warn(errorKind(error), 'a mail could not be read');
      throw new MailRefused(554, 'The message cannot be read. Send it as plain text.');
    });
    if (reading.kind === 'no-sender') throw new MailRefused(550, 'The message names no sender.');
    if (reading.kind === 'machine') {
      log.info({ bytes: raw.length }, 'a mail of a machine was dropped');
      return;
    }
    const { request } = reading;
    const now = clock();
    // The sender first: what one of them is refused uses up nothing of everybody's.
    const own = await throttle.check(`desk mail from ${request.email.toLowerCase()}`, perSender, now);
    const all = own.allowed ? await throttle.check('desk mail', altogether, now) : own;
    if (!all.allowed) throw new MailRefused(451, 'There are too many messages. Try again later.');
    await desk.open(request, accessOf(null, now));
  }

  const server = new SMTPServer({
    name: 'cie-desk',
    // A mail server of the operator stands before it, which knows TLS and whom to trust.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: largestMail,
    maxClients: 20,
    maxRecipients: 10,
    socketTimeout: 30_000,
    closeTimeout: 2000,
    onRcptTo: ({ address }, _session, answer) => answer(address.toLowerCase() === mailbox ? null : new MailRefused(550, 'There is no such mailbox here.')),
    onData: (stream, session, answer) => {
      const { mailFrom } = session.envelope;
      take(stream, mailFrom === false ? '' : mailFrom.address).then(
        () => answer(null),
        (error: unknown) => answer(refusalOf(error, log)),
      );
    },
  });
  server.on('error', (error) => log.warn(errorKind(error), 'a mail was not taken'));
  await listen(server, port, host);
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** What the sending mail server is told. A fault of ours asks it to come again, so that no mail is lost. */
function refusalOf(error: unknown, log: MailInPlan['log']): MailRefused {
  if (error instanceof MailRefused) return error;
  if (error instanceof CieError && error.code === 'EMAIL_INVALID') return new MailRefused(550, 'The sender has no address that we could answer to.');
  log.warn(errorKind(error), 'a mail was not taken');
  return new MailRefused(451, 'The message could not be stored. Try again later.');
}

/** The whole message, never more than `largestMail`; the rest of a larger one is read and dropped. */
async function contentOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    // The stream is one of bytes; its type does not say so.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size <= largestMail) chunks.push(bytes);
  }
  if (size > largestMail || stream.sizeExceeded) throw new MailRefused(552, 'The message is larger than this mailbox takes.');
  return Buffer.concat(chunks);
}

function refuseOpenPort(host: string, isSandbox: boolean): void {
  if (isSandbox || ['127.0.0.1', '::1', 'localhost'].includes(host)) return;
  throw new CieError('SETTING_INVALID', 'The setting CIE_MAIL_IN_HOST must be 127.0.0.1 outside a sandbox: put a mail server with TLS before it.');
}

async function listen(server: SMTPServer, port: number, host: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, host, () => {
        server.server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    throw new CieError('MAIL_PORT_UNAVAILABLE', `The mail port ${port} on ${host} cannot be opened. Stop what uses it or set CIE_MAIL_IN_PORT.`, { cause: error });
  }
}
