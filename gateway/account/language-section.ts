import { messageLanguages, type MessageLanguage } from '@cie/kit/notices/notice.ts';
import type { FastifyInstance } from 'fastify';
import { isRecord } from '../sign-in/claims.ts';
import { form, options } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { accountForm, saidAt, type AccountSection } from './account-section.ts';

const names: Readonly<Record<MessageLanguage, string>> = { en: 'English', pl: 'Polski (Polish)', ar: '⁨العربية⁩ (Arabic)' };

const isLanguage = (text: string): text is MessageLanguage => messageLanguages.some((each) => each === text);

/** The language that the person has emails and text messages written in (MSG-1). */
export function languageSection(parts: SignInParts): AccountSection {
  return {
    id: 'language',
    title: 'Language of messages',
    said: { language: 'The language of your messages is saved.' },
    content: async ({ access }) => {
      const answer = await parts.rooms.identity.command('message-language', {}, access);
      const chosen = isRecord(answer) ? answer['language'] : 'en';
      const items = messageLanguages.map((value) => ({ value, label: names[value], checked: value === chosen }));
      return form('/account/language', [options('radio', 'language', 'Which language should our emails and text messages be in?', items, 'Pages of this website are in English.')], 'Save language', { kind: 'secondary' });
    },
  };
}

export function registerLanguageForm(app: FastifyInstance, parts: SignInParts): void {
  app.post('/account/language', (request, reply) =>
    accountForm(parts, request, reply, async ({ access }) => {
      const language = formOf(request).text('language');
      // Anything else was not sent by the form: it has one of its radios chosen from the start.
      if (!isLanguage(language)) return '/account#language';
      await parts.rooms.identity.command('choose-message-language', { language }, access);
      return saidAt('language');
    }),
  );
}
