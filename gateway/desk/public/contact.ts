import { longField, options, problemOf, type Problem } from '../../pages/controls.ts';
import { html } from '../../pages/html.ts';
import { topics, topicWords } from '../words.ts';
import { addressFields, checkContact, nameField, readContact, type ContactAnswers } from './contact-fields.ts';
import type { PublicForm } from './public-form.ts';

interface ContactFormAnswers extends ContactAnswers {
  readonly topic: string;
  readonly message: string;
}

const knownTopic = (text: string | null): string => topics.find((each) => each === text) ?? '';

/** Anything else that people ask the support desk (REG-5). */
export const contactForm: PublicForm<ContactFormAnswers> = {
  path: '/contact',
  title: 'Contact the support desk',
  intro: html`<p>The support desk helps with signing in, sharing and this website. It cannot see your record, and cannot give medical advice.</p>
<p>For medical advice call your GP practice or the hospital team that looks after you. If it is urgent call 111, in an emergency 999.</p>
<p><a href="/contact/answer">Read an answer that we have sent you</a></p>`,
  button: 'Send message',
  received: {
    title: 'We have your message',
    what: 'message',
    next: html`<p>The support desk reads your message within 2 working days. You then get an email that says there is an answer; <a href="/contact/answer">read it here</a> with your reference.</p>`,
  },

  blank: (viewer, query) => ({ topic: knownTopic(query.get('topic')), name: viewer?.name ?? '', email: viewer?.email ?? '', mobile: '', message: '' }),
  read: (body) => ({ ...readContact(body), topic: knownTopic(body.text('topic')), message: body.text('message', 4000) }),

  check: (answers) => {
    const found: Problem[] = answers.topic === '' ? [['topic-0', 'Select what your message is about']] : [];
    found.push(...checkContact(answers));
    if (answers.message === '') found.push(['message', 'Enter your message']);
    return found;
  },

  controls: (answers, items) => [
    options('radio', 'topic', 'What is your message about?', topics.map((value) => ({ value, label: topicWords[value], checked: value === answers.topic })), undefined, problemOf(items, 'topic-0')),
    nameField(answers, items),
    ...addressFields(answers, items, 'If we may call you about this.'),
    longField({
      name: 'message', label: 'Your message', hint: 'Please do not write about your health or test results here.', value: answers.message, problem: problemOf(items, 'message'),
    }),
  ],

  request: ({ name, email, mobile, topic, message }) => ({ kind: 'contact', name, email, mobile, details: { topic, message } }),
};
