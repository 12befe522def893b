import { privacyLists, privacyOutcomes, privacyTextLength, type PersonForPrivacy, type PrivacyCaseRecord, type PrivacyList, type PrivacyOutcome, type PrivacyPage, type PrivacySummary } from '@cie/kit/privacy.ts';
import { dateTime, day, lastDay, nhsNumber, organisation, waiting } from '../desk/shown.ts';
import { summary, table } from '../desk/staff-parts.ts';
import { form, longField, options, problemOf, type Problem } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import { category, kindWords, listWords, outcomeWords, seenWords } from './words.ts';

/** The queue: what patients wait for stands apart from the rest, by deadline. */
export function queueBody({ cases, counts, next }: PrivacyPage, list: PrivacyList, now: Date): Html {
  const numbers: Readonly<Record<PrivacyList, number | null>> = { disputed: counts.disputed, open: counts.open, closed: null };
  return html`<nav class="cie-tasks" aria-label="Other work of the privacy officer"><ul><li><a href="/privacy-officer/flags">Specially protected records</a></li></ul></nav>
<nav class="cie-filters" aria-label="Which cases"><ul>
${privacyLists.map((each) => html`<li><a href="/privacy-officer?list=${each}"${each === list ? html` aria-current="true"` : null}>${listWords[each]}${numbers[each] === null ? null : ` (${numbers[each]})`}</a></li>`)}
</ul></nav>
${counts.overdue === 0 ? null : html`<div class="nhsuk-inset-text" role="status"><p><strong>${counts.overdue === 1 ? '1 answer is overdue' : `${counts.overdue} answers are overdue`}</strong></p></div>`}
${cases.length === 0 ? html`<p>${list === 'disputed' ? 'No patient waits for an answer.' : 'There is nothing here.'}</p>` : table(
    listWords[list],
    ['What', 'Who', 'When', list === 'disputed' ? 'Answer by' : list === 'open' ? 'Waiting' : 'Found'],
    cases.map((each) => [caseLink(each), whoIs(each), dateTime(each.openedAt), standing(each, list, now)]),
  )}
${next === null ? null : html`<p><a href="/privacy-officer?list=${list}&amp;after=${encodeURIComponent(next)}">Next page</a></p>`}`;
}

const caseLink = (each: PrivacySummary): Html =>
  html`<a href="/privacy-officer/cases/${each.id}">${kindWords[each.kind]}: ${category(each)}</a>${each.ownRecord ? html` <strong>Their own record</strong>` : null}`;

const whoIs = ({ who, role, organisation: code }: PrivacySummary): Html => html`${who}<br><span class="cie-quiet">${[role, code === null ? null : organisation(code)].filter((each) => each !== null).join(', ')}</span>`;

function standing({ dispute, outcome, openedAt }: PrivacySummary, list: PrivacyList, now: Date): Html | string {
  if (outcome !== null) return outcomeWords[outcome];
  if (list === 'disputed' && dispute !== null) return dispute.overdue ? html`<strong>Overdue since ${lastDay(dispute.answerBy)}</strong>` : lastDay(dispute.answerBy);
  return waiting(openedAt, now);
}

export interface TypedDecision {
  readonly outcome: PrivacyOutcome | null;
  readonly note: string;
  readonly answer: string;
}

export const nothingDecided: TypedDecision = { outcome: null, note: '', answer: '' };

/** A case: who, whose record, why, what was opened, what the patient says, and what was or is to be decided. */
export function caseBody(found: PrivacyCaseRecord, person: PersonForPrivacy | null, typed: TypedDecision, items: readonly Problem[]): Html {
  const { id, dispute, disputeText, decisions, outcome, kind } = found;
  return html`${summary(facts(found, person))}
${kind === 'alert' ? null : seenTable(found)}
${dispute === null ? null : html`<h2 class="nhsuk-heading-m">What the patient says</h2>
<p class="cie-quiet">${dateTime(dispute.at)}</p><div class="nhsuk-inset-text"><p class="cie-lines">${disputeText}</p></div>
${outcome === null ? html`<p>Answer them by <strong>the end of ${lastDay(dispute.answerBy)}</strong>${dispute.overdue ? ': this is overdue' : null}.</p>` : null}`}
${decisions.length === 0 ? null : html`<h2 class="nhsuk-heading-m">What was decided</h2>${decisions.map((each) => summary([
    ['Found', outcomeWords[each.outcome]], ['When, and by whom', `${dateTime(each.at)}, ${each.by}`], ['Note', html`<span class="cie-lines">${each.note}</span>`],
    ...(each.answer === null ? [] : [['Answer to the patient', html`<span class="cie-lines">${each.answer}</span>`] as const]),
  ]))}`}
${outcome === null ? html`<h2 class="nhsuk-heading-m">Decide</h2>${decisionForm(id, dispute !== null, typed, items)}` : null}
<p><a href="/privacy-officer">Back to the list</a></p>`;
}

function decisionForm(id: string, isDisputed: boolean, { outcome, note, answer }: TypedDecision, items: readonly Problem[]): Html {
  return form(`/privacy-officer/cases/${id}`, [
    options('radio', 'outcome', 'What did you find?', privacyOutcomes.map((value) => ({ value, label: outcomeWords[value], checked: value === outcome })), undefined, problemOf(items, 'outcome-0')),
    longField({ name: 'note', most: privacyTextLength, label: 'What did you look into, and with whom?', hint: 'For the privacy officer alone. The patient does not see it.', value: note, problem: problemOf(items, 'note') }),
    isDisputed
      ? longField({ name: 'answer', most: privacyTextLength, label: 'Your answer to the patient', hint: 'They get a message that you have answered, and read this after signing in. Write plainly, and say what happens next.', value: answer, problem: problemOf(items, 'answer') })
      : null,
  ], isDisputed ? 'Decide and answer the patient' : 'Decide');
}

type Fact = readonly [name: string, value: Html | string];

function facts(found: PrivacyCaseRecord, person: PersonForPrivacy | null): readonly Fact[] {
  const { kind, who, role, organisation: code, ownRecord, reason, openedAt, until, patientId } = found;
  return [
    ['What', `${kindWords[kind]}: ${category(found)}`],
    ['Who', [who, role, code === null ? null : organisation(code)].filter((each) => each !== null).join(', ')],
    ...(patientId === null ? [] : [['Whose record', whose(person)] as const]),
    ...(ownRecord ? [['Own record', 'It is their own record'] as const] : []),
    ...(reason === null ? [] : [['Why, in their words', html`<span class="cie-lines">${reason}</span>`] as const]),
    [kind === 'alert' ? 'When' : 'Opened', dateTime(openedAt)],
    ...(until === null ? [] : [['Open until', dateTime(until)] as const]),
  ];
}

/** Without identity the case can be read all the same. */
const whose = (person: PersonForPrivacy | null): Html | string =>
  person === null ? 'Not available right now' : html`${[person.givenName, person.familyName].filter((each) => each !== null).join(' ')}, NHS number ${nhsNumber(person.nhsNumber)}, born ${day(person.birthDate)}`;

/** Times and areas, as the access log has them: what was there, this page does not know. */
function seenTable({ seen, seenMore }: PrivacyCaseRecord): Html {
  return html`<h2 class="nhsuk-heading-m">What was opened</h2>
${seen.length === 0 ? html`<p>Nothing was looked at while it stood open.</p>` : table('What was opened', ['When', 'What'], seen.map(({ at, action, areas }) => [dateTime(at), seenWords(action, areas)]))}
${seenMore ? html`<p>There was more than this list holds.</p>` : null}`;
}
