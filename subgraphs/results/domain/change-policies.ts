import { hasDuty, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isMailAddress } from '@cie/kit/mail-address.ts';
import { organisations, runsExchange } from '@cie/kit/organisations.ts';
import type { DelayRule } from './delay.ts';
import { ReportKind } from './report.ts';

/** Which rule of the delay policy is meant: one for each organisation, kind and test. */
export type DelayRuleKey = Pick<DelayRule, 'organisation' | 'kind' | 'testCode'>;

/** When an organisation is told of results that nobody has opened (RES-4). */
export interface TaskRule {
  readonly organisation: string;
  /** Days before the release at which a task is raised. */
  readonly days: number;
  /** Address of the team that looks after such tasks; null when they only stand in the list. */
  readonly email: string | null;
}

/** Who changed a rule last, and when; null for a rule that the exchange came with. */
export interface Changed {
  readonly author: string | null;
  readonly changedAt: Date | null;
}

export interface PolicyStore {
  delays(): Promise<readonly (DelayRule & Changed)[]>;
  tasks(): Promise<readonly (TaskRule & Changed)[]>;
  saveDelay(rule: DelayRule, author: string): Promise<void>;
  /** False when there was no such rule. */
  removeDelay(rule: DelayRuleKey, author: string): Promise<boolean>;
  saveTask(rule: TaskRule, author: string): Promise<void>;
}

/** Stands for every organisation, or every test. */
const every = '*';

/** What is set for organisations; staff of a trust see their own rules and those for all. */
export async function listPolicies(access: AccessContext, store: PolicyStore): Promise<{ readonly delays: readonly (DelayRule & Changed)[]; readonly tasks: readonly (TaskRule & Changed)[] }> {
  const viewer = staffOf(access);
  const isShown = ({ organisation }: { readonly organisation: string }): boolean => organisation === every || looksAfter(viewer, organisation);
  const [delays, tasks] = await Promise.all([store.delays(), store.tasks()]);
  return { delays: delays.filter(isShown), tasks: tasks.filter(isShown) };
}

/** Sets how long results wait. It holds for reports that come from now on, and for new versions of those that wait (RES-3). */
export async function saveDelay(access: AccessContext, store: PolicyStore, rule: DelayRule): Promise<void> {
  const viewer = editorOf(access, rule.organisation);
  if (!Number.isInteger(rule.days) || rule.days < 0 || rule.days > 365) throw invalid('DELAY_DAYS_INVALID', 'A delay has 0 to 365 days; 0 lifts a more general rule.');
  await store.saveDelay({ ...rule, testCode: checkedCode(rule.testCode) }, viewer.name);
}

/** Takes a rule away. The one for every radiology report stands for all who have none of their own: it can be set, not removed. */
export async function removeDelay(access: AccessContext, store: PolicyStore, rule: DelayRuleKey): Promise<void> {
  const viewer = editorOf(access, rule.organisation);
  if (rule.organisation === every && rule.kind === ReportKind.radiology && rule.testCode === every) {
    throw invalid('DELAY_POLICY_NEEDED', 'The rule for every radiology report cannot be removed. Change its days instead.');
  }
  if (!(await store.removeDelay({ ...rule, testCode: checkedCode(rule.testCode) }, viewer.name))) {
    throw invalid('DELAY_POLICY_UNKNOWN', 'There is no such rule. It may have been removed already.');
  }
}

/** Sets when and whom to tell of results that nobody has opened. */
export async function saveTaskRule(access: AccessContext, store: PolicyStore, rule: TaskRule): Promise<void> {
  const viewer = editorOf(access, rule.organisation);
  if (rule.organisation === every) throw invalid('ORGANISATION_UNKNOWN', 'Choose the organisation whose team is told.');
  if (!Number.isInteger(rule.days) || rule.days < 1 || rule.days > 28) throw invalid('TASK_DAYS_INVALID', 'A task is raised 1 to 28 days before the patient can read the result.');
  const email = rule.email?.trim() ?? null;
  if (email !== null && !isMailAddress(email)) throw invalid('EMAIL_INVALID', 'Give an e-mail address such as results@trust.example.net, or none.');
  await store.saveTask({ ...rule, email }, viewer.name);
}

function staffOf({ viewer }: AccessContext): Viewer {
  if (!hasDuty(viewer, 'integration')) throw new CieError('INTEGRATION_ONLY', 'Only staff who look after feeds may do this.');
  return viewer;
}

/** The exchange's own staff look after every organisation, a trust's after their own alone. */
function looksAfter({ organisation }: Viewer, of: string): boolean {
  return organisation !== null && (runsExchange(organisation) || organisation === of);
}

function editorOf(access: AccessContext, organisation: string): Viewer {
  const viewer = staffOf(access);
  if (organisation !== every && !organisations.some(({ odsCode }) => odsCode === organisation)) throw invalid('ORGANISATION_UNKNOWN', 'This organisation supplies nothing to the exchange.');
  if (!looksAfter(viewer, organisation)) throw new CieError('INTEGRATION_ONLY', 'You may change the rules of your own organisation only.');
  return viewer;
}

function checkedCode(code: string): string {
  const text = code.trim().toUpperCase();
  if (!/^[\w.:/-]{1,60}$/.test(text) && text !== every) throw invalid('TEST_CODE_INVALID', 'Give the code of one test as the laboratory sends it (up to 60 letters, digits and . : / - _), or * for every test.');
  return text;
}

const invalid = (code: string, text: string): CieError => new CieError(code, text);
