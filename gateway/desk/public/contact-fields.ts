import { field, problemOf, type Problem } from '../../pages/controls.ts';
import type { FormBody } from '../../pages/form-body.ts';
import type { Html } from '../../pages/html.ts';

/** How to reach who asks, as typed. */
export interface ContactAnswers {
  readonly name: string;
  readonly email: string;
  readonly mobile: string;
}

export function readContact(body: FormBody): ContactAnswers {
  return { name: body.text('name', 100), email: body.text('email', 254), mobile: body.text('mobile', 40) };
}

/** Plain mistakes, found together with those of the other fields; identity judges the addresses for good. */
export function checkContact({ name, email, mobile }: ContactAnswers): readonly Problem[] {
  const found: Problem[] = [];
  if (name === '') found.push(['name', 'Enter your full name']);
  if (email === '') found.push(['email', 'Enter your email address']);
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) found.push(['email', 'Enter an email address in the correct format, like name@example.com']);
  if (mobile !== '' && mobile.replace(/\D/g, '').length < 9) found.push(['mobile', 'Enter a mobile phone number, like 07700 900123, or leave it empty']);
  return found;
}

export const nameField = ({ name }: ContactAnswers, items: readonly Problem[]): Html =>
  field({ name: 'name', label: 'Full name', value: name, problem: problemOf(items, 'name'), autocomplete: 'name' });

export function addressFields({ email, mobile }: ContactAnswers, items: readonly Problem[], mobileHint: string): readonly Html[] {
  return [
    field({
      name: 'email', label: 'Email address', hint: 'We write to you here, and never put anything about your health into an email.', type: 'email', inputmode: 'email',
      value: email, problem: problemOf(items, 'email'), autocomplete: 'email',
    }),
    field({ name: 'mobile', label: 'Mobile phone number (optional)', hint: mobileHint, type: 'tel', value: mobile, problem: problemOf(items, 'mobile'), autocomplete: 'tel', width: 20 }),
  ];
}
