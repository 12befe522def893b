import { parseNhsNumber } from '@cie/kit/nhs-number.ts';
import { messageLanguages } from '@cie/kit/notices/notice.ts';
import { dateField, field, longField, options, problemOf, type Problem } from '../../pages/controls.ts';
import { birthDateProblem, isUnder16 } from '../../pages/date-problem.ts';
import type { FormBody } from '../../pages/form-body.ts';
import { html } from '../../pages/html.ts';
import { languageWords } from '../words.ts';
import { addressFields, checkContact, nameField, readContact, type ContactAnswers } from './contact-fields.ts';
import type { PublicForm } from './public-form.ts';

interface AccessAnswers extends ContactAnswers {
  readonly birth: ReturnType<FormBody['day']>;
  readonly nhsNumber: string;
  readonly place: string;
  readonly reason: string;
  readonly language: string;
}

const languages = (chosen: string) => messageLanguages.map((value) => ({ value, label: languageWords[value] ?? value, checked: value === chosen }));

const tooYoung = 'You must be 16 or over to register';

/** REG-5: a person without NHS login and without an invitation asks for access to their own record. */
export const requestAccessForm: PublicForm<AccessAnswers> = {
  path: '/request-access',
  title: 'Ask for access to your record',
  intro: html`<p>Use this form if you cannot use NHS login and have no invitation from your hospital or GP practice.</p>
<p>If you have an NHS login, <a href="/sign-in">sign in with it</a>: that is faster. If an email or text message invited you, <a href="/register">use your invitation</a>.</p>
<p>You need to be 16 or over. For the record of your child, or of somebody you care for, <a href="/act-for">ask to act for them</a>.</p>`,
  button: 'Send request',
  received: {
    title: 'We have your request',
    what: 'request',
    next: html`<ol class="nhsuk-list nhsuk-list--number">
<li>The support desk reads your request within 2 working days.</li>
<li>We make sure that you are who you say. You show us a passport, driving licence or other photo identity, in person or on a video call. If you have none, staff who know you can vouch for you.</li>
<li>We invite you to register, by email and text message or by letter.</li>
</ol>
<p>We answer every request in the same way. This page does not mean that there is a record about you.</p>`,
  },

  blank: (viewer) => ({
    name: viewer?.name ?? '', email: viewer?.email ?? '', mobile: '', birth: { typed: { day: '', month: '', year: '' }, date: null }, nhsNumber: '', place: '', reason: '', language: 'en',
  }),
  read: (body) => ({
    ...readContact(body), birth: body.day(), nhsNumber: body.text('nhsNumber', 40), place: body.text('place'), reason: body.text('reason', 4000), language: body.text('language', 2),
  }),

  check: (answers, now) => {
    const { birth, nhsNumber, place, reason } = answers;
    const contact = checkContact(answers);
    const found: Problem[] = contact.filter(([name]) => name === 'name');
    if (answers.name !== '' && (answers.name.match(/\p{L}/gu) ?? []).length < 2) found.push(['name', 'Enter your full name, with at least 2 letters']);
    const wrong = birthDateProblem(birth, 'your date of birth', now);
    if (wrong !== null) found.push(['day', wrong]);
    else if (birth.date !== null && isUnder16(birth.date, now)) found.push(['day', tooYoung]);
    const number = nhsNumber === '' ? null : parseNhsNumber(nhsNumber);
    if (number?.ok === false) found.push(['nhsNumber', `${number.message} You can also leave it empty`]);
    found.push(...contact.filter(([name]) => name !== 'name'));
    if (place === '') found.push(['place', 'Enter the name of a hospital or GP practice that treats you']);
    if (reason === '') found.push(['reason', 'Tell us why you need access in this way']);
    return found;
  },

  controls: (answers, items) => [
    nameField(answers, items),
    dateField({ legend: 'Date of birth', hint: 'For example, 31 3 1980', value: answers.birth.typed, problem: problemOf(items, 'day') }),
    problemOf(items, 'day') === tooYoung ? html`<p>If you are a parent, <a href="/act-for">ask to act for your child</a> instead.</p>` : null,
    field({
      name: 'nhsNumber', label: 'NHS number (optional)', hint: '10 digits, for example on a letter from a hospital. Leave it empty if you do not know it.', value: answers.nhsNumber,
      problem: problemOf(items, 'nhsNumber'), inputmode: 'numeric', width: 10,
    }),
    ...addressFields(answers, items, 'An invitation has two parts, one by email and one by text message. Without a mobile phone we can write you a letter.'),
    field({ name: 'place', label: 'Hospital or GP practice', hint: 'Where you have been treated in north-west London.', value: answers.place, problem: problemOf(items, 'place') }),
    longField({
      name: 'reason', label: 'Why do you need access in this way?', hint: 'For example: I have no smartphone. Please do not write about your health here.', value: answers.reason,
      problem: problemOf(items, 'reason'),
    }),
    options('radio', 'language', 'Language of our messages', languages(answers.language)),
  ],

  request: ({ name, email, mobile, birth, nhsNumber, place, reason, language }) => {
    const number = parseNhsNumber(nhsNumber);
    return {
      kind: 'access-request', name, email, mobile,
      details: { birthDate: birth.date ?? '', nhsNumber: number.ok ? number.value : '', place, reason, language: messageLanguages.find((each) => each === language) ?? 'en' },
    };
  },
};
