import { invitableKinds, type CaseEvent, type CaseRecord } from '@cie/kit/desk.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import type { Viewer } from '@cie/kit/access-context.ts';
import { form } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import { dateTime, day, nhsNumber, organisation, waiting } from './shown.ts';
import { summary, table } from './staff-parts.ts';
import { actionWords, detailWords, evidenceWords, kindWords, languageWords, methodWords, noRecord, openedByWords, reasonCodeWords, referralWords, stateWords, topicWords } from './words.ts';

/** What was asked, what to do, what was done. */
export function caseBody(found: CaseRecord, viewer: Viewer, now: Date): Html {
  const { reference, openedAt, closedAt, holder, state, records } = found;
  const standing = holder === null ? stateWords[state] : `${stateWords[state]}, ${holder.name}`;
  return html`<p class="cie-case-line"><strong class="cie-reference">${reference}</strong> · ${standing} · ${closedAt === null ? `waiting for ${waiting(openedAt, now)}` : `closed ${dateTime(closedAt)}`}</p>
${closedAt === null ? holding(found, viewer) : null}
<h2 class="nhsuk-heading-m">What was asked</h2>
${found.kind === 'merge-review' ? null : html`<p>As it was written. Nothing of it has been checked.</p>`}
${asked(found)}
${records.length === 0 ? null : compared(records)}
${invitableKinds.includes(found.kind) ? identity(found) : null}
${closedAt === null ? actions(found) : null}
<h2 class="nhsuk-heading-m">History</h2>
${history(found)}
<p><a href="/desk">Back to the queue</a></p>`;
}

export const caseTitle = ({ kind, details }: CaseRecord): string => {
  const topic = Object.entries(topicWords).find(([name]) => name === details['topic'])?.[1];
  return topic === undefined ? kindWords[kind] : `${kindWords[kind]}: ${topic}`;
};

/** Whose case it is, and the buttons to take it or put it back. */
function holding({ id, holder }: CaseRecord, viewer: Viewer): Html {
  const mine = holder?.accountId === viewer.accountId;
  if (mine) return html`<div class="cie-buttons">${form(`/desk/cases/${id}/put-back`, [], 'Put back for others', { kind: 'secondary' })}</div>`;
  const text = holder === null ? 'Take this case' : `Take over from ${holder.name}`;
  return html`<div class="cie-buttons">${form(`/desk/cases/${id}/take`, [], text, { kept: { holder: holder?.accountId ?? '' }, kind: 'secondary' })}</div>`;
}

type Row = readonly [name: string, value: Html | string];

function asked(found: CaseRecord): Html {
  const { kind, contact, details } = found;
  if (kind === 'invitation-referral') return referred(found);
  return summary([
    ['Name', contact.name ?? 'Not given'],
    ['Email address', contact.email ?? 'Not given'],
    ['Mobile phone', contact.mobile ?? 'Not given'],
    ...detailRows(details),
    ...came(found),
  ]);
}

/** Two people are in a referral: who invites is a professional, and nothing of theirs may be taken for the patient's. */
function referred(found: CaseRecord): Html {
  const { contact, details } = found;
  const { organisation: code, reason, ...patient } = details;
  return html`<h3 class="nhsuk-heading-s">Why it came to the desk</h3>
<p>${reason === undefined ? 'Not given' : detail('reason', reason)}</p>
<h3 class="nhsuk-heading-s">The patient, as the professional says</h3>
${summary([...detailRows(patient, referralWords)])}
<h3 class="nhsuk-heading-s">The professional who invites</h3>
${summary([
  ['Name', contact.name ?? 'Not given'],
  ['Work email address', contact.email ?? 'Not given'],
  ...(code === undefined || code === '' ? [] : [['Organisation', detail('organisation', code)] as const]),
  ...came(found),
])}`;
}

const detailRows = (details: CaseRecord['details'], words: Readonly<Record<string, string>> = detailWords): readonly Row[] =>
  inOrder(details).flatMap(([name, value]): Row[] => (value === '' || unseenDetails.has(name) ? [] : [[words[name] ?? detailWords[name] ?? name, detail(name, value)]]));

const came = ({ account, openedAt, openedBy }: CaseRecord): readonly Row[] => [
  ...(account === null ? [] : [['Signed in as', `${account.name}, a ${account.kind}`] as const]),
  ['Came', `${dateTime(openedAt)}, through ${openedByWords[openedBy] ?? organisationName(openedBy)}`],
];

/** Known answers in the order of their words, then whatever else there is: the database keeps them in an order of its own. */
function inOrder(details: CaseRecord['details']): readonly (readonly [name: string, value: string])[] {
  const names = Object.keys(detailWords);
  const place = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.entries(details).toSorted(([one], [other]) => place(one) - place(other));
}

/** Ids that say nothing to a person: the records themselves are shown. */
const unseenDetails: ReadonlySet<string> = new Set(['survivingRecord', 'retiredRecord']);

/** One answer as its reader needs it: days and numbers in words, texts with their line breaks. All of it is text, whatever it looks like. */
function detail(name: string, value: string): Html | string {
  switch (name) {
    case 'topic':
      return Object.entries(topicWords).find(([each]) => each === value)?.[1] ?? value;
    case 'reason':
      return reasonCodeWords[value] ?? html`<span class="cie-lines">${value}</span>`;
    case 'channel':
      return value === 'letter' ? 'A letter' : 'Email and text message';
    case 'language':
      return languageWords[value] ?? value;
    case 'birthDate':
      return day(value);
    case 'nhsNumber':
      return nhsNumber(value);
    case 'organisation':
      return organisation(value);
    default:
      return html`<span class="cie-lines">${value}</span>`;
  }
}

const compared = (records: CaseRecord['records']): Html => html`<h2 class="nhsuk-heading-m">Records to compare</h2>
${table('Records to compare', ['Name', 'NHS number', 'Date of birth'], records.map((each) => [each.name, nhsNumber(each.nhsNumber), day(each.birthDate)]))}`;

function identity({ id, kind, check, closedAt }: CaseRecord): Html {
  const link = html`${closedAt === null ? html`<p><a href="/desk/cases/${id}/check">${check === null ? 'Check who the person is' : 'Check again'}</a></p>` : null}
${check === null ? null : html`<p><a href="/desk/cases/${id}/invitations">Invitations of this person</a></p>`}`;
  if (check === null) return html`<h2 class="nhsuk-heading-m">Identity</h2><p>${kind === 'contact' ? 'Not checked. Check it before you do anything about somebody’s access.' : 'Not checked yet. Nobody can be invited before that.'}</p>${link}`;
  return html`<h2 class="nhsuk-heading-m">Identity</h2>
${summary([
  ['Checked', `${dateTime(check.at)}, by ${check.who}`],
  ['How', methodWords[check.method]],
  ['Shown', check.evidence.map((each) => evidenceWords[each]).join(', ')],
  ['Name on the record', check.recordName ?? noRecord],
  ['NHS number', nhsNumber(check.nhsNumber)],
  ['Date of birth', day(check.birthDate)],
  ...(check.note === null ? [] : ([['Note', html`<span class="cie-lines">${check.note}</span>`]] as const)),
])}${link}`;
}

function actions({ id, kind, check }: CaseRecord): Html {
  const step = (name: string, text: string): Html => html`<li><a href="/desk/cases/${id}/${name}">${text}</a></li>`;
  return html`<h2 class="nhsuk-heading-m">What to do</h2>
<ul class="cie-actions">
${check === null ? null : step('invite', 'Invite the person')}
${kind === 'professional-request' ? html`${step('approve', 'Approve with organisation and role')}${step('decline', 'Decline')}` : null}
${kind === 'merge-review' ? html`<li><a href="/desk/merges/new">Join two records</a></li>` : null}
${step('answer', 'Answer the person')}
${step('note', 'Add a note')}
${step('finish', 'Finish')}
${kind === 'professional-request' ? null : step('refuse', 'Refuse')}
</ul>`;
}

function history({ events, openedAt }: CaseRecord): Html {
  return html`<ol class="cie-history">
<li><span class="cie-quiet">${dateTime(openedAt)}</span> Case opened</li>
${events.map(event)}
</ol>`;
}

const event = ({ at, who, action, note }: CaseEvent): Html => html`<li><span class="cie-quiet">${dateTime(at)} · ${who}</span> ${actionWords[action]}
${note === null ? null : html`<div class="cie-lines">${note}</div>`}</li>`;
