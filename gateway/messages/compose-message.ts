import type { MessageLanguage } from '@cie/kit/notices/notice.ts';
import { Undeliverable } from '../notices/undeliverable.ts';
import { emailHtml, emailText } from './email-form.ts';
import { arabic } from './templates/ar.ts';
import { english } from './templates/en.ts';
import { polish } from './templates/pl.ts';
import { isTemplateName, placeForms, templates, type EmailWords, type MessageWords, type TemplateName } from './template.ts';

export const messageWords: Readonly<Record<MessageLanguage, MessageWords>> = { en: english, pl: polish, ar: arabic };

/** What a template became: ready to go out, but for whom. */
export type Composed =
  | { readonly by: 'email'; readonly subject: string; readonly text: string; readonly html: string }
  | { readonly by: 'text'; readonly text: string };

/**
 * Fills a template. Throws Undeliverable when there is no such template, a value is missing or is not of the form of its place,
 * or a link leads anywhere but to the exchange itself: a message of ours must never be a way to send people elsewhere.
 */
export function composeMessage(name: string, given: Readonly<Record<string, string>>, language: MessageLanguage, ownOrigin: string): Composed {
  if (!isTemplateName(name)) throw new Undeliverable('MESSAGE_TEMPLATE_UNKNOWN', 'There is no template of this name in gateway/messages.');
  const words = messageWords[language];
  const values = { ...fillings(name, given, words.locale, ownOrigin), home: `${ownOrigin}/` };
  // Each template takes the values of its own places, which were just put together by its own plan.
  const write = words.templates[name] as (values: Readonly<Record<string, string>>) => EmailWords | string;
  const written = write(values);
  if (typeof written === 'string') return { by: 'text', text: written };
  return { by: 'email', subject: written.subject, text: emailText(written, words), html: emailHtml(written, words, language) };
}

function fillings(name: TemplateName, given: Readonly<Record<string, string>>, locale: string, ownOrigin: string): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [place, form] of Object.entries(templates[name].places)) {
    const value = given[place];
    if (value === undefined || !placeForms[form].test(value) || (form === 'link' && !isOwn(value, ownOrigin))) {
      throw new Undeliverable('MESSAGE_VALUE_INVALID', `The template ${name} needs a value for its place "${place}" of the form that gateway/messages/template.ts gives.`);
    }
    filled[place] = form === 'date' ? writtenDay(value, locale) : value;
  }
  return filled;
}

function isOwn(link: string, ownOrigin: string): boolean {
  return URL.canParse(link) && new URL(link).origin === ownOrigin;
}

/** A date belongs to no time zone; noon keeps it the same day in London all year. */
function writtenDay(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/London' }).format(new Date(`${date}T12:00:00Z`));
}
