import { randomUUID } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';
import { isMailAddress } from '@cie/kit/mail-address.ts';
import { messageLanguages, type MessageLanguage, type Notice, type Recipient } from '@cie/kit/notices/notice.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';
import { Undeliverable } from '../notices/undeliverable.ts';
import { composeMessage } from './compose-message.ts';
import type { Messenger } from './messenger.ts';
import { createNotifyMessenger } from './notify-messenger.ts';
import { createSmtpMessenger } from './smtp-messenger.ts';
import { isTemplateName, templates } from './template.ts';

export interface Messages {
  /** Writes a message and hands it to a mail or text service. Resolves when that has taken it, or when there is nobody to write to any more. */
  send(notice: Extract<Notice, { readonly kind: 'message' }>, id: string): Promise<void>;
  close(): Promise<void>;
}

export interface MessagesOptions {
  readonly identity: Pick<RoomLink, 'command'>;
  readonly settings: Settings;
  readonly log: { info(fields: object, message: string): void };
  readonly clock: () => Date;
}

interface Contact {
  readonly email: string | null;
  readonly mobile: string | null;
  readonly language: MessageLanguage;
}

/** Opens the ways out for messages (MSG-1). Throws SETTING_MISSING or SETTING_INVALID. */
export function startMessages({ identity, settings, log, clock }: MessagesOptions): Messages {
  const ownOrigin = new URL(required(settings, 'CIE_PUBLIC_URL')).origin;
  const dutyAddresses = {
    'support-desk': required(settings, 'CIE_DESK_EMAIL'),
    'privacy-officer': required(settings, 'CIE_PRIVACY_OFFICER_EMAIL'),
    'records-team': required(settings, 'CIE_RECORDS_TEAM_EMAIL'),
  };
  const messenger = openMessenger(settings);

  /** Null when the person has left or closed their account since. */
  async function contactOf(to: Recipient): Promise<Contact | null> {
    if ('email' in to) return { email: to.email, mobile: null, language: to.language ?? 'en' };
    if ('mobile' in to) return { email: null, mobile: to.mobile, language: to.language ?? 'en' };
    if ('duty' in to) return { email: dutyAddresses[to.duty], mobile: null, language: 'en' };
    const { by: _by, ...whom } = to;
    return readContact(await identity.command('contact-of', whom, { requestId: randomUUID(), viewer: null, now: clock() }));
  }

  return {
    send: async ({ to, template, values }, id) => {
      const way = isTemplateName(template) ? templates[template].by : null;
      const contact = await contactOf(to);
      const address = way === 'text' ? contact?.mobile : contact?.email;
      if (contact === null || address === null || address === undefined) {
        log.info({ notice: id, template }, 'nobody to write to any more');
        return;
      }
      const message = composeMessage(template, values, contact.language, ownOrigin);
      if (message.by === 'text') await messenger.text({ id, to: checkedMobile(address), text: message.text });
      else await messenger.email({ id, to: checkedEmail(address), language: contact.language, ...message });
    },
    close: () => messenger.close(),
  };
}

/** Text messages go by GOV.UK Notify; e-mail by SMTP or Notify, as CIE_EMAIL_BY says. */
function openMessenger(settings: Settings): Messenger {
  const emailBy = required(settings, 'CIE_EMAIL_BY');
  if (emailBy !== 'smtp' && emailBy !== 'notify') throw new CieError('SETTING_INVALID', 'The setting CIE_EMAIL_BY must be "smtp" or "notify".');
  const notify = createNotifyMessenger({
    url: readUrl(settings, 'CIE_NOTIFY_URL', /^https?:$/),
    key: required(settings, 'CIE_NOTIFY_KEY'),
    textTemplate: required(settings, 'CIE_NOTIFY_TEXT_TEMPLATE'),
    emailTemplate: emailBy === 'notify' ? required(settings, 'CIE_NOTIFY_EMAIL_TEMPLATE') : null,
  });
  if (emailBy === 'notify') return { ...notify, close: async () => undefined };
  const smtp = createSmtpMessenger({ url: readUrl(settings, 'CIE_SMTP_URL', /^smtps?:$/), from: required(settings, 'CIE_MAIL_FROM') });
  return { text: notify.text, email: smtp.email, close: smtp.close };
}

function readUrl(settings: Settings, name: string, scheme: RegExp): URL {
  const text = required(settings, name);
  if (!URL.canParse(text) || !scheme.test(new URL(text).protocol)) {
    throw new CieError('SETTING_INVALID', `The setting ${name} must be an address, such as smtps://user:password@mail.example.net or https://api.notifications.service.gov.uk.`);
  }
  return new URL(text);
}

function readContact(answer: unknown): Contact | null {
  if (answer === null || typeof answer !== 'object') return null;
  const text = (name: string): string | null => {
    const value: unknown = Reflect.get(answer, name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const language = text('language');
  return { email: text('email'), mobile: text('mobile'), language: messageLanguages.find((each) => each === language) ?? 'en' };
}

function checkedEmail(address: string): string {
  if (isMailAddress(address)) return address;
  throw new Undeliverable('MAIL_ADDRESS_INVALID', 'This is not an email address.');
}

function checkedMobile(number: string): string {
  if (/^\+?[0-9]{7,15}$/.test(number)) return number;
  throw new Undeliverable('MOBILE_INVALID', 'This is not a telephone number.');
}

