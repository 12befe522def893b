import { longField, options, problemOf, type Problem } from '../pages/controls.ts';
import type { FormBody } from '../pages/form-body.ts';
import type { Html } from '../pages/html.ts';

/** That somebody of the desk has made sure of what they decide, and how: access to records hangs on it (abuse case 22). */
export interface Confirmation {
  readonly confirmed: boolean;
  readonly how: string;
}

export const notConfirmed: Confirmation = { confirmed: false, how: '' };

export const readConfirmation = (body: FormBody): Confirmation => ({ confirmed: body.all('confirmed').includes('yes'), how: body.text('how', 1000) });

export function confirmationProblems({ confirmed, how }: Confirmation): readonly Problem[] {
  const found: Problem[] = how === '' ? [['how', 'Enter how this was confirmed']] : [];
  if (!confirmed) found.push(['confirmed-0', 'Confirm that you have made sure of this']);
  return found;
}

/** A note of how it was confirmed, and the tick for `statement`. */
export function confirmationControls({ confirmed, how }: Confirmation, statement: string, hint: string, items: readonly Problem[]): readonly Html[] {
  return [
    longField({ name: 'how', label: 'How was this confirmed?', hint, value: how, problem: problemOf(items, 'how') }),
    options('checkbox', 'confirmed', 'Have you made sure?', [{ value: 'yes', label: statement, checked: confirmed }], undefined, problemOf(items, 'confirmed-0')),
  ];
}
