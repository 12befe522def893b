import { CieError } from '@cie/kit/errors.ts';
import { NotifyClient } from 'notifications-node-client';
import { Undeliverable } from '../notices/undeliverable.ts';
import type { Messenger } from './messenger.ts';

export interface NotifyOptions {
  /** Address of the service; https://api.notifications.service.gov.uk in production. */
  readonly url: URL;
  readonly key: string;
  /** A template of the service whose message is `((text))`. */
  readonly textTemplate: string;
  /** A template with the subject `((subject))` and the message `((text))`; null when e-mail goes another way. */
  readonly emailTemplate: string | null;
}

export type NotifyMessenger = Pick<Messenger, 'email' | 'text'>;

/** How long GOV.UK Notify may take, in milliseconds. */
const patience = 10_000;

/**
 * Sends by GOV.UK Notify (https://docs.notifications.service.gov.uk/node.html). One template of theirs for each way takes the
 * whole text, so that the words and their languages stay in one place: here.
 */
export function createNotifyMessenger({ url, key, textTemplate, emailTemplate }: NotifyOptions): NotifyMessenger {
  const client = new NotifyClient(url.origin, key);
  return {
    text: ({ id, to, text }) => sent(client.sendSms(textTemplate, to, { personalisation: { text }, reference: id })),
    email: async ({ id, to, subject, text }) => {
      if (emailTemplate === null) throw new Undeliverable('MESSAGE_WAY_UNKNOWN', 'GOV.UK Notify has no template for email: set CIE_NOTIFY_EMAIL_TEMPLATE.');
      await sent(client.sendEmail(emailTemplate, to, { personalisation: { subject, text }, reference: id }));
    },
  };
}

async function sent(answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CieError('NOTIFY_SLOW', 'GOV.UK Notify did not answer in time.')), patience);
  });
  try {
    await Promise.race([answer, late]);
  } catch (error) {
    throw error instanceof CieError ? error : notifyFault(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What GOV.UK Notify answers: a ValidationError about the number or address is for good, 429 and 5xx pass by themselves, and the
 * rest (400 BadRequestError, 403) is about the account with them, which an operator can mend. Its error holds the
 * request, with the number and the text: it must never be logged or kept as a cause.
 */
function notifyFault(error: unknown): Error {
  const response: unknown = error instanceof Error && 'response' in error ? error.response : undefined;
  const status: unknown = typeof response === 'object' && response !== null && 'status' in response ? response.status : undefined;
  const data: unknown = typeof response === 'object' && response !== null && 'data' in response ? response.data : undefined;
  if (status === 400 && /"ValidationError","message":"(phone_number|email_address) /.test(JSON.stringify(data ?? null))) {
    return new Undeliverable('NOTIFY_ADDRESS_REFUSED', 'GOV.UK Notify does not take messages for this number or address.');
  }
  return new CieError(typeof status === 'number' ? `NOTIFY_${status}` : 'NOTIFY_UNREACHABLE', 'GOV.UK Notify did not take a message.');
}
