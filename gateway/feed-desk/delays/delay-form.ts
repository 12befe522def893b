import { organisationName, organisations } from '@cie/kit/organisations.ts';
import { field, form, options, problemOf, type Problem } from '../../pages/controls.ts';
import type { FormBody } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { looksAfter, type FeedArea } from '../feed-rights.ts';

export const kinds = ['laboratory', 'radiology'] as const;
export type Kind = (typeof kinds)[number];
/** Stands for every organisation, or every test, in the policies of results. */
export const every = '*';

/** A rule of the delay policy, as the commands of results have it. */
export interface DelayPolicy {
  readonly organisation: string;
  readonly kind: Kind;
  readonly testCode: string;
  readonly days: number;
  readonly showNotice: boolean;
  readonly author: string | null;
  readonly at: string | null;
}

/** When an organisation is told of results that nobody has opened (RES-4). */
export interface TaskPolicy {
  readonly organisation: string;
  readonly days: number;
  readonly email: string | null;
  readonly author: string | null;
  readonly at: string | null;
}

export interface Policies {
  readonly policies: readonly DelayPolicy[];
  readonly tasks: readonly TaskPolicy[];
}

export interface TypedDelay {
  readonly organisation: string;
  readonly kind: string;
  readonly testCode: string;
  readonly days: string;
  readonly showNotice: boolean;
}

export const newDelay: TypedDelay = { organisation: '', kind: '', testCode: '', days: '', showNotice: true };

const kindWords: Readonly<Record<Kind, string>> = { laboratory: 'Laboratory', radiology: 'Radiology' };

/** `Every radiology report`, `Laboratory test CA125`. */
export function whatWords({ kind, testCode }: Pick<DelayPolicy, 'kind' | 'testCode'>): string {
  return testCode === every ? `Every ${kind} report` : `${kindWords[kind]} test ${testCode}`;
}

/** `every laboratory test of Imperial College Healthcare NHS Trust`. */
export function ruleWords({ organisation, kind, testCode }: Pick<DelayPolicy, 'organisation' | 'kind' | 'testCode'>): string {
  return `${whatWords({ kind, testCode }).replace(/^./, (first) => first.toLowerCase())} of ${organisation === every ? 'every organisation' : organisationName(organisation)}`;
}

export const typedDelayIn = (body: FormBody): TypedDelay => ({
  organisation: body.text('organisation', 20), kind: body.text('kind', 20), testCode: body.text('testCode', 80), days: body.text('days', 10), showNotice: body.text('showNotice', 10) !== 'no',
});

/** What is missing before results is asked. */
export function delayProblems({ organisation, kind, testCode, days }: TypedDelay): readonly Problem[] {
  return [
    ...(organisation === '' ? [['organisation-0', 'Select an organisation'] as const] : []),
    ...(kind === '' ? [['kind-0', 'Select laboratory or radiology'] as const] : []),
    ...(testCode === '' ? [['testCode', 'Enter the code of a test, or * for every one'] as const] : []),
    ...(/^\d{1,3}$/.test(days) ? [] : [['days', 'Enter the number of days, from 0 to 365'] as const]),
  ];
}

/** Organisations that a rule of somebody's may be for. */
function choices(area: FeedArea, withEvery: boolean): readonly { readonly value: string; readonly label: string }[] {
  return [
    ...(withEvery && area === 'every' ? [{ value: every, label: 'Every organisation that has no rule of its own' }] : []),
    ...organisations.filter(({ odsCode }) => looksAfter(area, odsCode)).map(({ odsCode, name }) => ({ value: odsCode, label: name })),
  ];
}

/** The form of a rule; which rule it is does not change afterwards. */
export function delayForm(typed: TypedDelay, area: FeedArea, isNew: boolean, items: readonly Problem[]): Html {
  const problem = (name: string): string | undefined => problemOf(items, name);
  const chosen = choices(area, true).map((each) => ({ ...each, checked: typed.organisation === each.value }));
  return form('/feeds/delays/save', [
    isNew ? options('radio', 'organisation', 'Whose results?', chosen, undefined, problem('organisation-0')) : null,
    isNew ? options('radio', 'kind', 'Which kind?', kinds.map((kind) => ({ value: kind, label: kindWords[kind], checked: typed.kind === kind })), undefined, problem('kind-0')) : null,
    isNew ? field({ name: 'testCode', label: 'Code of the test', hint: 'As the laboratory sends it, or * for every test', value: typed.testCode, problem: problem('testCode'), width: 10 }) : null,
    field({ name: 'days', label: 'Days that patients wait', hint: 'From 0 to 365, counted from when the report was issued. 0 lifts a more general rule.', value: typed.days, problem: problem('days'), inputmode: 'numeric', width: 4 }),
    options('radio', 'showNotice', 'Do patients see that something waits?', [
      { value: 'yes', label: 'Yes, and from when they can read it', checked: typed.showNotice }, { value: 'no', label: 'No, not even that there is something', checked: !typed.showNotice },
    ]),
  ], 'Save', { kept: isNew ? { form: 'new' } : { form: 'change', organisation: typed.organisation, kind: typed.kind, testCode: typed.testCode } });
}

export interface TypedTask {
  readonly organisation: string;
  readonly days: string;
  readonly email: string;
}

export function taskForm(typed: TypedTask, area: FeedArea, items: readonly Problem[]): Html {
  const problem = (name: string): string | undefined => problemOf(items, name);
  return html`${form('/feeds/delays/task', [
    options('radio', 'organisation', 'Whose results?', choices(area, false).map((each) => ({ ...each, checked: typed.organisation === each.value })), undefined, problem('organisation-0')),
    field({ name: 'days', label: 'Days before the patient can read it', hint: 'From 1 to 28', value: typed.days, problem: problem('days'), inputmode: 'numeric', width: 4 }),
    field({ name: 'email', label: 'Email address of the team', hint: 'Empty: the task only stands in the list. The email names no patient and no result.', value: typed.email, problem: problem('email'), type: 'email', inputmode: 'email' }),
  ], 'Save')}`;
}
