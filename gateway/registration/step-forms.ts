import { securityQuestions } from '@cie/kit/security-questions.ts';
import { answerHint } from '../pages/answer-hint.ts';
import { dateField, field, form, options, problemOf, type Problem } from '../pages/controls.ts';
import { html } from '../pages/html.ts';
import { agreementVersion, firstPath, wrongText, type RegistrationStep } from './steps.ts';

/** All that a form can hold: identity says that it is too long, before it does anything else with it. */
const mostTyped = 64 * 1024;

const birthDateStep: RegistrationStep = {
  path: firstPath,
  title: 'Enter your date of birth',
  command: 'enter-birth-date',
  submit: 'Continue',
  keeps: ['day', 'month', 'year'],
  fieldOf: {},
  mainField: 'day',
  isDone: ({ birthDateKnown }) => birthDateKnown,
  intro: ({ birthDateKnown }) => (birthDateKnown
    ? html`<p>You have told us your date of birth. <a href="/register/next">Go on with the next step</a></p>`
    : html`<p>We ask for it to make sure that the invitation has reached the right person. It is in none of our messages.</p>`),
  controls: ({ birthDateKnown }, { day = '', month = '', year = '' }, items) => (birthDateKnown ? [] : [
    dateField({ legend: 'Date of birth', hint: 'For example, 31 3 1980', value: { day, month, year }, problem: problemOf(items, 'day') }),
  ]),
  check: (body) => (body.day().date === null ? [['day', 'Enter your date of birth, for example 31 3 1980']] : []),
  input: (body) => ({ birthDate: body.day().date ?? '' }),
  wrong: (triesLeft) => wrongText('date of birth', triesLeft ?? 0),
};

const addressesStep: RegistrationStep = {
  path: '/register/addresses',
  title: 'Enter your email address and mobile number',
  command: 'give-registration-addresses',
  submit: 'Continue',
  keeps: ['email', 'mobile'],
  fieldOf: { EMAIL_INVALID: 'email', MOBILE_INVALID: 'mobile' },
  mainField: 'email',
  isDone: ({ email, mobileEnding }) => email !== null && mobileEnding !== null,
  intro: () => html`<p>You sign in with the email address. We send codes to the mobile phone. Nobody else should be able to read either.</p>`,
  controls: (progress, { email = progress.email ?? '', mobile = '' }, items) => [
    field({ name: 'email', label: 'Email address', hint: 'An address of your own: each account needs one that no other account uses.', type: 'email', inputmode: 'email', autocomplete: 'email', value: email, problem: problemOf(items, 'email') }),
    field({
      name: 'mobile', label: 'Mobile phone number', type: 'tel', autocomplete: 'tel', value: mobile, problem: problemOf(items, 'mobile'), width: 20,
      hint: progress.mobileEnding === null ? 'A UK number. We cannot send codes to other countries.' : `A UK number. You entered one that ends in ${progress.mobileEnding}.`,
    }),
  ],
  more: () => html`<p>If you have no UK mobile phone, <a href="/contact?topic=cannot-sign-in">ask the support desk</a> how else you can sign in.</p>`,
  check: (body) => {
    const found: Problem[] = [];
    if (body.text('email', 254) === '') found.push(['email', 'Enter your email address']);
    if (body.text('mobile', 40) === '') found.push(['mobile', 'Enter your mobile phone number']);
    return found;
  },
  input: (body) => ({ email: body.text('email', 254), mobile: body.text('mobile', 40) }),
};

const passwordStep: RegistrationStep = {
  path: '/register/password',
  title: 'Choose a password',
  command: 'choose-registration-password',
  submit: 'Continue',
  keeps: [],
  fieldOf: {},
  mainField: 'password',
  isDone: ({ passwordSet }) => passwordSet,
  intro: ({ passwordSet }) => html`${passwordSet ? html`<p>You have chosen a password. You can <a href="/register/question">keep it and go on</a>, or choose another.</p>` : null}
<p>Use at least 12 characters. Three words that have nothing to do with each other are hard to guess and easy to remember. It must not be a password that many people use, and must not contain your name.</p>`,
  controls: (_progress, _typed, items) => [
    field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', problem: problemOf(items, 'password') }),
    field({ name: 'again', label: 'The same password again', type: 'password', autocomplete: 'new-password', problem: problemOf(items, 'again') }),
  ],
  check: (body) => {
    const password = body.secret('password', mostTyped);
    if (password === '') return [['password', 'Enter a password']];
    return password === body.secret('again', mostTyped) ? [] : [['again', 'The two passwords are not the same. Enter both again']];
  },
  input: (body) => ({ password: body.secret('password', mostTyped) }),
};

/** What the choice of a question of one's own is sent as. */
const ownQuestion = 'own';

const questionStep: RegistrationStep = {
  path: '/register/question',
  title: 'Choose a security question',
  command: 'choose-registration-question',
  submit: 'Continue',
  keeps: ['question', 'own'],
  fieldOf: { QUESTION_INVALID: 'own' },
  mainField: 'answer',
  isDone: ({ question }) => question !== null,
  intro: ({ question }) => html`${question === null ? null : html`<p>You have chosen a question. You can <a href="/register/phone">keep it and go on</a>, or choose another.</p>`}
<p>If you forget your password we ask this question, beside a link by email and a code by text message. Choose one whose answer you will still know in years, and that others cannot find out.</p>`,
  controls: (progress, { question = chosen(progress.question), own = ownOf(progress.question) }, items) => [
    options('radio', 'question', 'Your question', [...securityQuestions.map((each) => ({ value: each, label: each, checked: each === question })), { value: ownQuestion, label: 'A question of my own', checked: question === ownQuestion }], undefined, problemOf(items, 'question-0')),
    field({ name: 'own', label: 'Your own question', hint: 'Only if you want to ask yourself something else.', value: own, problem: problemOf(items, 'own') }),
    field({ name: 'answer', label: 'Your answer', hint: answerHint, problem: problemOf(items, 'answer') }),
  ],
  check: (body) => {
    const found: Problem[] = [];
    const question = body.text('question', 200);
    if (question === '') found.push(['question-0', 'Select a question']);
    if (question === ownQuestion && body.text('own') === '') found.push(['own', 'Enter your own question']);
    if (body.text('answer') === '') found.push(['answer', 'Enter your answer']);
    return found;
  },
  input: (body) => {
    const question = body.text('question', 200);
    return { question: question === ownQuestion ? body.text('own', 200) : question, answer: body.text('answer', 200) };
  },
};

const isListed = (question: string): boolean => securityQuestions.some((each) => each === question);
const chosen = (question: string | null): string => (question === null ? '' : isListed(question) ? question : ownQuestion);
const ownOf = (question: string | null): string => (question === null || isListed(question) ? '' : question);

/** Sends the code; a form of its own, which the page of the step shows. */
export const sendCodePath = '/register/phone/send';

const phoneStep: RegistrationStep = {
  path: '/register/phone',
  title: 'Confirm your mobile phone',
  command: 'confirm-registration-phone',
  submit: 'Continue',
  keeps: [],
  fieldOf: {},
  mainField: 'code',
  isDone: ({ mobileConfirmed }) => mobileConfirmed,
  intro: ({ mobileEnding, mobileConfirmed }) => html`${mobileConfirmed ? html`<p>You have confirmed your phone. You can <a href="/register/agreement">go on with the next step</a>.</p>` : null}
<p>Each time you sign in we send a code to your phone, so that your password alone opens nothing. Later you can use a passkey or an authenticator app instead.</p>
<p>Your mobile number ends in <strong>${mobileEnding}</strong>.</p>`,
  controls: ({ textCodeSent }, _typed, items) => (textCodeSent || items.length > 0 ? [
    field({
      name: 'code', label: 'Code from the text message', hint: '6 numbers. The code works for 10 minutes.', inputmode: 'numeric', autocomplete: 'one-time-code', problem: problemOf(items, 'code'), width: 10,
    }),
  ] : []),
  more: ({ textCodeSent, channel }) => html`${textCodeSent ? form(sendCodePath, [], 'Send another code', { kind: 'secondary' }) : form(sendCodePath, [], 'Send a code')}
${channel === 'letter' ? html`<p><a href="/register/addresses">Use another number</a></p>` : html`<p>If this is not your phone any more, <a href="/contact?topic=cannot-sign-in">contact the support desk</a>.</p>`}`,
  check: (body) => (body.text('code') === '' ? [['code', 'Enter the code from the text message']] : []),
  input: (body) => ({ code: body.text('code', 40) }),
  wrong: () => 'This is not the right code, or it is no longer valid. Check it, or send another one',
};

const agreementStep: RegistrationStep = {
  path: '/register/agreement',
  title: 'User agreement and privacy policy',
  command: 'agree-to-register',
  submit: 'Agree and finish',
  keeps: [],
  fieldOf: {},
  mainField: 'agreed-0',
  isDone: ({ agreed }) => agreed,
  intro: () => html`<p>The Care Information Exchange holds health information. Read what we ask of you, and what we do with what we know.</p>
<ul class="nhsuk-list">
<li><a href="/agreement" target="_blank" rel="noopener">User agreement (opens in a new tab)</a></li>
<li><a href="/privacy" target="_blank" rel="noopener">Privacy policy (opens in a new tab)</a></li>
</ul>`,
  controls: (_progress, _typed, items) => [
    options('checkbox', 'agreed', 'Do you agree?', [
      { value: 'agreement', label: 'I agree to the user agreement' },
      { value: 'privacy', label: 'I have read the privacy policy' },
    ], undefined, problemOf(items, 'agreed-0')),
    html`<input type="hidden" name="version" value="${agreementVersion}">`,
  ],
  check: (body) => (body.all('agreed').includes('agreement') && body.all('agreed').includes('privacy') ? [] : [['agreed-0', 'Tick both boxes if you agree']]),
  input: (body) => ({ version: body.text('version', 20) }),
};

/** Every step after the code, in its order; the one about addresses is for letters. */
export const registrationSteps: readonly RegistrationStep[] = [birthDateStep, addressesStep, passwordStep, questionStep, phoneStep, agreementStep];
