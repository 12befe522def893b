import { field, form, longField, options, problemOf, problems, type Problem } from '../../pages/controls.ts';
import { html } from '../../pages/html.ts';
import type { Page } from '../../pages/page.ts';
import type { OfferedRole } from './offer-roles.ts';

/** REG-6: several roles, and the provider did not ask which. Values are places in the list that we keep, nothing else. */
export function rolePage(id: string, name: string, roles: readonly OfferedRole[], found: readonly Problem[]): Page {
  const items = roles.map(({ role, organisationName }, index) => ({ value: String(index), label: role, hint: organisationName }));
  return {
    title: 'Choose your role',
    hasProblems: found.length > 0,
    body: html`${problems(found)}
<p>Your sign-in works, <strong>${name}</strong>, and names more than one role.</p>
${form('/sign-in/role', [
  options('radio', 'role', 'In which role are you working now?', items, 'You see what this organisation may see. Patients read your role and organisation in their access log.', problemOf(found, 'role')),
], 'Continue', { kept: { 'sign-in': id } })}`,
  };
}

/** What was typed into the form for access, by field. */
export type AccessDraft = Readonly<Record<'organisationName' | 'organisation' | 'role' | 'workEmail' | 'why' | 'confirmer', string>>;

export interface AskPage {
  readonly id: string;
  readonly name: string;
  readonly draft: AccessDraft;
  readonly problems: readonly Problem[];
  /** Whether the desk ended this person's access before. */
  readonly left: boolean;
}

/** REG-6: the sign-in works and names no organisation that we know: the desk may give access. */
export function askPage({ id, name, draft, problems: found, left }: AskPage): Page {
  const problem = (field: keyof AccessDraft): string | undefined => problemOf(found, field);
  return {
    title: left ? 'Your access has ended' : 'Ask for access',
    hasProblems: found.length > 0,
    body: html`${problems(found)}
${left
  ? html`<p>The support desk closed the access of <strong>${name}</strong>, as it does when somebody leaves an organisation. You are not signed in.</p>
<p>If you work somewhere else now, or this is a mistake, ask for access again.</p>`
  : html`<p>Your sign-in works, <strong>${name}</strong>, but it names no role at an organisation that the exchange knows. You are not signed in.</p>
<p>If you work for a hospital trust, the registration authority of your organisation can add your role: sign in again afterwards. If you work for a GP practice or another care provider, tell us about it here.</p>`}
${form('/sign-in/ask-access', [
  field({ name: 'organisationName', label: 'Where do you work?', hint: 'Name of the practice or organisation', value: draft.organisationName, problem: problem('organisationName') }),
  field({ name: 'organisation', label: 'ODS code, if you know it', hint: 'For example E87001 for a GP practice', value: draft.organisation, problem: problem('organisation'), width: 10 }),
  field({ name: 'role', label: 'Your role there', hint: 'For example practice nurse', value: draft.role, problem: problem('role') }),
  field({ name: 'workEmail', label: 'Work email address', hint: 'We write to you here. We do not use it for anything else.', type: 'email', inputmode: 'email', autocomplete: 'email', value: draft.workEmail, problem: problem('workEmail') }),
  longField({ name: 'why', label: 'What do you need the exchange for?', hint: 'Do not write about a patient here', value: draft.why, problem: problem('why') }),
  longField({ name: 'confirmer', label: 'Who can confirm that you work there?', hint: 'Name, role and telephone number, for example of the practice manager', value: draft.confirmer, problem: problem('confirmer') }),
], 'Ask for access', { kept: { 'sign-in': id } })}`,
  };
}

/** After the request. */
export const askedPage = (reference: string): Page => ({
  title: 'We have your request',
  body: html`<p>The support desk checks where you work and answers by email.</p>
<div class="nhsuk-inset-text"><p>Your reference is <strong>${reference}</strong>. Quote it if you ask us about your request.</p></div>
<p>You are not signed in. Once you have our answer, sign in as you did now.</p>
<p><a href="/">Go to the home page</a></p>`,
});
