import { extensionReasons, requestRefusals } from '@cie/kit/records-requests.ts';
import { birthDateProblem } from '../pages/date-problem.ts';
import { dateField, field, longField, options, problemOf, type Problem } from '../pages/controls.ts';
import type { FormBody } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { extensionWords, refusalWords } from './records-words.ts';

/** What was filled in. */
export interface TypedStep {
  readonly nhsNumber: string;
  readonly birth: ReturnType<FormBody['day']>;
  readonly how: string;
  readonly confirmed: boolean;
  readonly reason: string;
  readonly text: string;
}

export const readStep = (body: FormBody): TypedStep => ({
  nhsNumber: body.text('nhsNumber', 40), birth: body.day(), how: body.text('how', 1000), confirmed: body.all('confirmed').includes('yes'), reason: body.text('reason'), text: body.text('text', 1000),
});

/** Number and date are typed anew: what was typed by who asks is what has to be checked. */
export const emptyStep: TypedStep = { nhsNumber: '', birth: { typed: { day: '', month: '', year: '' }, date: null }, how: '', confirmed: false, reason: '', text: '' };

/** What the records team can do to a request by one form: the command, its controls, and where its faults belong. */
export interface TeamStep {
  readonly name: string;
  readonly title: string;
  readonly intro: Html;
  readonly button: string;
  readonly command: string;
  /** What is said when it is done. */
  readonly done: string;
  /** The control that faults of the whole form are shown at. */
  readonly first: string;
  controls(typed: TypedStep, items: readonly Problem[]): readonly Html[];
  /** All that is missing, in the order of the form. */
  missing(typed: TypedStep, now: Date): readonly Problem[];
  input(typed: TypedStep): object;
}

const problemIf = (isMissing: boolean, name: string, text: string): readonly Problem[] => (isMissing ? [[name, text]] : []);

const reasonControls = (words: Readonly<Record<string, string>>, legend: string, hint: string) => (typed: TypedStep, items: readonly Problem[]): readonly Html[] => [
  options('radio', 'reason', legend, Object.entries(words).map(([value, label]) => ({ value, label, checked: typed.reason === value })), undefined, problemOf(items, 'reason-0')),
  longField({ name: 'text', label: 'In words', hint, value: typed.text, problem: problemOf(items, 'text') }),
];
const missingReason = (reasons: readonly string[]) => ({ reason, text }: TypedStep): readonly Problem[] => [
  ...problemIf(!reasons.includes(reason), 'reason-0', 'Choose a reason'),
  ...problemIf(text === '', 'text', 'Say why in words'),
];
const reasonInput = ({ reason, text }: TypedStep): object => ({ reason, text });

export const teamSteps: readonly TeamStep[] = [
  {
    name: 'check', title: 'Whose record it is', command: 'check-records-request', done: 'It is recorded whose record it is. Now ask a health professional to read it.', button: 'Record this', first: 'nhsNumber',
    intro: html`<p>Open every file first, yourself: nothing can be recorded before. Make sure of two things: that who asks is who they say, and that the evidence gives them the right to these records. Take NHS number and date of birth from the hospital’s or practice’s system, not from the request. The patient is told that somebody has asked. What the copy holds is then decided by a colleague.</p>`,
    controls: (typed, items) => [
      field({ name: 'nhsNumber', label: 'NHS number', inputmode: 'numeric', width: 10, value: typed.nhsNumber, problem: problemOf(items, 'nhsNumber') }),
      dateField({ legend: 'Date of birth', hint: 'For example, 31 3 1980', value: typed.birth.typed, problem: problemOf(items, 'day') }),
      longField({ name: 'how', label: 'What were you shown, and how did you make sure?', hint: 'The documents and their references, whom you called', value: typed.how, problem: problemOf(items, 'how') }),
      options('checkbox', 'confirmed', 'Have you made sure?', [{ value: 'yes', label: 'The evidence shows who asks, and that they may have these records', checked: typed.confirmed }], undefined, problemOf(items, 'confirmed-0')),
    ],
    missing: ({ nhsNumber, birth, how, confirmed }, now) => [
      ...problemIf(nhsNumber === '', 'nhsNumber', 'Enter the NHS number'),
      ...[birthDateProblem(birth, 'the date of birth', now)].flatMap((wrong): readonly Problem[] => (wrong === null ? [] : [['day', wrong]])),
      ...problemIf(how === '', 'how', 'Write down what you were shown, and how you made sure'),
      ...problemIf(!confirmed, 'confirmed-0', 'Confirm that you have made sure of this'),
    ],
    input: ({ nhsNumber, birth, how }) => ({ nhsNumber, birthDate: birth.date, how }),
  },
  {
    name: 'more', title: 'Ask for more evidence', command: 'want-evidence', done: 'Who asks was told what is missing. No time runs until it has come.', button: 'Ask for it', first: 'text',
    intro: html`<p>Ask as soon as you see that something is missing, and only for what you need. The time for the answer begins anew when it has come.</p>`,
    controls: (typed, items) => [longField({ name: 'text', label: 'What is missing?', hint: 'Who asks reads this', value: typed.text, problem: problemOf(items, 'text') })],
    missing: ({ text }) => problemIf(text === '', 'text', 'Write down what is still needed'),
    input: ({ text }) => ({ text }),
  },
  {
    name: 'extend', title: 'Take more time', command: 'extend-records-request', done: 'Who asks was told that it takes longer, why, and until when.', button: 'Take three months in all', first: 'reason-0',
    intro: html`<p>The law allows three months in all, for a complex request or several of one person. Who asks is told at once. It can be done within the first month, once.</p>`,
    controls: reasonControls(extensionWords, 'Why?', 'Who asks reads this'), missing: missingReason(extensionReasons), input: reasonInput,
  },
  {
    name: 'refuse', title: 'Refuse the request, or stop its copy', command: 'refuse-records-request', done: 'The request is refused. Who asks was told why, and where to complain. A copy that lay ready cannot be collected any more, and the patient was told.', button: 'Refuse', first: 'reason-0',
    intro: html`<p>Who asks is told the reason and reads your words. Write nothing that is in a record, nor whether there is one, before you know who asks. A copy that can be collected now cannot be from this moment; if a file was made of it before, that cannot be fetched either.</p>`,
    controls: reasonControls(refusalWords, 'Why?', 'Who asks reads this. Nothing about health, and nobody else’s name'), missing: missingReason(requestRefusals), input: reasonInput,
  },
];
