import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { organisations } from '@cie/kit/organisations.ts';
import { messageLanguages, type MessageLanguage } from '@cie/kit/notices/notice.ts';
import { describe, expect, it } from 'vitest';
import { composeMessage, messageWords, type Composed } from './compose-message.ts';
import { smsParts } from './testing/sms-parts.ts';
import { isTemplateName, placeForms, templates, type TemplateName } from './template.ts';

const ownOrigin = 'https://exchange.example.net';
const samples: Record<keyof typeof placeForms, string> = {
  link: `${ownOrigin}/invited?token=${'x'.repeat(43)}`,
  count: '14',
  code: '8K3PQ-7ABCD',
  reference: 'CIE-7K3PQ2',
  date: '2027-01-05',
};

const names = Object.keys(templates) as TemplateName[];
const valuesOf = (name: TemplateName): Record<string, string> =>
  Object.fromEntries(Object.entries(templates[name].places).map(([place, form]: [string, keyof typeof placeForms]) => [place, samples[form]]));
const compose = (name: TemplateName, language: MessageLanguage): Composed => composeMessage(name, valuesOf(name), language, ownOrigin);
const shownIn = (message: Composed): string => (message.by === 'email' ? [message.subject, message.text, message.html].join('\n') : message.text);

const everyMessage = names.flatMap((name) => messageLanguages.map((language): [TemplateName, MessageLanguage] => [name, language]));

/** What would tell a stranger who reads the screen that somebody is ill, with what, or where they are treated. */
const clinicalWords = {
  en: /\b(test|tests|result|results|blood|scan|x-?ray|appointment|clinic|hospital|ward|doctor|nurse|GP|diagnos\w*|medic\w*|prescri\w*|treatment|allerg\w*|cancer|pregnan\w*|mental|sexual|patient|illness|disease|symptom\w*|letter)\b/i,
  pl: /(badani[ae]|wynik|krew|krwi|skan|rentgen|wizyt|klinik|szpital|oddział|lekarz|pielęgniar|diagno|lek[óiu]|recept|leczeni|alergi|rak[aiu]?\b|ciąż|psychi|seksual|pacjent|chorob|objaw|medyczn)/i,
  ar: /(فحص طبي|نتيجة|نتائج|تحليل|تحاليل|دم\b|أشعة|موعد|عيادة|مستشفى|طبيب|ممرض|تشخيص|دواء|أدوية|وصفة|علاج|حساسية|سرطان|حمل|نفسي|جنسي|مريض|مرض|أعراض|طبي)/,
};
const teams = organisations.flatMap(({ name, sites }) => [name, ...sites.map((site) => site.name)]);

describe('MSG-1 every template in every language', () => {
  it.each(everyMessage)('%s in %s is filled, and says nothing of anybody’s health or of who treats them', (name, language) => {
    const message = compose(name, language);
    const shown = shownIn(message);
    expect(shown).not.toMatch(/undefined|null|\$\{|\(\(|\{\{|\[object/);
    for (const value of Object.entries(valuesOf(name)).map(([place, sample]) => (place === 'date' ? '2027' : sample))) expect(shown).toContain(value);
    // "alert" of searches is about staff; "case" and "support desk" are the exchange's own.
    expect(shown).not.toMatch(clinicalWords[language]);
    for (const team of teams) expect(shown).not.toContain(team);
    for (const [link] of shown.matchAll(/https?:\/\/[^\s"<>]+/g)) expect(new URL(link).origin).toBe(ownOrigin);
  });

  it.each(everyMessage.filter(([name]) => templates[name].by === 'text'))('%s in %s fits into two parts and has no link', (name, language) => {
    const { text } = compose(name, language);
    expect(smsParts(text)).toBeLessThanOrEqual(2);
    expect(text).not.toMatch(/https?:/);
  });

  it.each(everyMessage.filter(([name]) => templates[name].by === 'email'))('%s in %s has a subject that a list of messages shows whole', (name, language) => {
    const message = compose(name, language);
    const subject = message.by === 'email' ? message.subject : '';
    expect(subject).toMatch(/^[^\r\n]{5,70}$/);
  });

  it.each(everyMessage.filter(([, language]) => language !== 'en'))('%s is translated to %s', (name, language) => {
    const [english, other] = [compose(name, 'en'), compose(name, language)];
    expect(other.text).not.toBe(english.text);
    const longEnglishLines = english.text.split('\n').filter((line) => line.length > 25 && !line.startsWith('http') && !line.includes('Care Information Exchange'));
    for (const line of longEnglishLines) expect(other.text).not.toContain(line);
  });

  it.each(messageLanguages)('%s is marked with its language and direction, and loads nothing', (language) => {
    const message = compose('reset-link', language);
    if (message.by !== 'email') throw new Error('not an e-mail');
    expect(message.html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(message.html).not.toMatch(/<img|<script|src=|url\(|@import|<link/i);
    expect(message.html.match(/<h1/g)).toHaveLength(1);
    expect(message.html).toContain(`<title>${message.subject}</title>`);
    // The link can be read and copied where it cannot be pressed.
    expect(message.html).toContain(`<bdi dir="ltr">${samples.link}</bdi>`);
    expect(message.text).toContain(`\n${samples.link}\n`);
  });

  it('writes dates in the language of the message', () => {
    const dateIn = (language: MessageLanguage): string => compose('proxy-ends', language).text;
    expect(dateIn('en')).toContain('From 5 January 2027 ');
    expect(dateIn('pl')).toContain('Od dnia 5 stycznia 2027 ');
    expect(dateIn('ar')).toMatch(/ابتداءً من 5 يناير 2027/);
  });

  it('puts a code on a line of its own, so that it is read the right way round in Arabic too', () => {
    for (const name of names.filter((each) => templates[each].by === 'text' && 'code' in templates[each].places)) {
      for (const language of messageLanguages) expect(compose(name, language).text.split('\n')).toContain(samples.code);
    }
  });

  it('has every template that a room names', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const files = globSync('subgraphs/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/node_modules/**'] });
    const named = files.flatMap((file) => [...readFileSync(`${root}/${file}`, 'utf8').matchAll(/\btemplate: '([\w-]+)'/g)].map(([, name = '']) => name));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !isTemplateName(name))).toEqual([]);
  });

  it('has the same places in all languages, none forgotten', () => {
    for (const language of messageLanguages) expect(Object.keys(messageWords[language].templates).toSorted()).toEqual(names.toSorted());
  });
});

describe('MSG-1 nothing but what a template has a place for gets into a message', () => {
  const refused = (name: string, values: Record<string, string>): unknown => {
    try {
      return composeMessage(name, values, 'en', ownOrigin);
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['a link to another site', 'reset-link', { link: 'https://evil.example/reset' }],
    ['a link to an address that begins like ours', 'reset-link', { link: `${ownOrigin}.evil.example/reset` }],
    ['a link with another site behind a user name', 'reset-link', { link: 'https://exchange.example.net@evil.example/' }],
    ['a link over plain http', 'reset-link', { link: 'http://exchange.example.net/reset' }],
    ['a script', 'reset-link', { link: 'javascript:alert(1)' }],
    ['a name in place of a code', 'invitation-code', { code: 'Marigold Thistlewood' }],
    ['a result in place of a reference', 'case-received', { reference: 'Haemoglobin 120 g/L' }],
    ['a date in words', 'proxy-ends', { date: 'next week' }],
    ['no value', 'confirm-email', {}],
  ])('refuses %s', (_what, name, values) => {
    expect(refused(name, values)).toMatchObject({ code: 'MESSAGE_VALUE_INVALID' });
  });

  it('refuses a template that does not exist', () => {
    expect(refused('blood-result', {})).toMatchObject({ code: 'MESSAGE_TEMPLATE_UNKNOWN' });
    expect(refused('constructor', {})).toMatchObject({ code: 'MESSAGE_TEMPLATE_UNKNOWN' });
  });

  it('ignores values that the template has no place for', () => {
    expect(shownIn(composeMessage('welcome', { name: 'Marigold', result: 'positive', home: 'https://evil.example/' }, 'en', ownOrigin))).not.toMatch(/Marigold|positive|evil/);
  });
});

describe('length of text messages', () => {
  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    [`${'a'.repeat(158)}€`, 1],
    [`${'a'.repeat(159)}€`, 2],
    ['ł'.repeat(70), 1],
    ['ł'.repeat(71), 2],
    ['ł'.repeat(134), 2],
    ['ł'.repeat(135), 3],
  ])('counts parts as a network does (%#)', (text, parts) => expect(smsParts(text)).toBe(parts));
});
