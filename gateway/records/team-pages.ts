import { proxyLabels, type ProxyLabel } from '@cie/kit/proxies.ts';
import { requestLists, type LabelCount, type RequestList, type RequestPage, type StaffRequest, type StaffReview } from '@cie/kit/records-requests.ts';
import { labelWords } from '../desk/proxy-words.ts';
import { dateTime, day, dayAt, lastDay, nhsNumber } from '../desk/shown.ts';
import { summary, table } from '../desk/staff-parts.ts';
import { html, type Html } from '../pages/html.ts';
import { basisWords, extensionWords, fileStateWords, listWords, refusalWords, withholdWords } from './records-words.ts';
import { sizeText } from './request-pages.ts';

const urgencyWords: Readonly<Record<StaffRequest['urgency'], string>> = { none: '', soon: ' – soon', overdue: ' – overdue' };

/** GET /records: requests in the order in which they are due. */
export function queueBody({ requests, counts, next }: RequestPage, list: RequestList): Html {
  const numbers: Readonly<Record<RequestList, string>> = {
    open: ` (${counts.open}${counts.overdue === 0 ? '' : `, ${counts.overdue} overdue`})`, evidence: ` (${counts.evidence})`, closed: '',
  };
  return html`<nav class="cie-filters" aria-label="Which list"><ul>
${requestLists.map((each) => html`<li><a href="/records?list=${each}"${each === list ? html` aria-current="true"` : null}>${listWords[each]}${numbers[each]}</a></li>`)}
</ul></nav>
${requests.length === 0 ? html`<p>${list === 'open' ? 'No request waits for an answer.' : 'There is nothing here.'}</p>` : table(
    listWords[list],
    ['Request', 'From', 'By what right', list === 'open' ? 'Answer by' : list === 'evidence' ? 'Asked' : 'Answered', 'Where it stands'],
    requests.map((each) => [
      html`<a href="/records/${each.id}">${each.reference}</a>`, each.requester.name, basisWords[each.basis].staff, whenOf(each, list), standing(each),
    ]),
  )}
${next === null ? null : html`<p><a href="/records?list=${list}&amp;after=${encodeURIComponent(next)}">Next page</a></p>`}`;
}

function whenOf({ dueDay, urgency, receivedAt, decided }: StaffRequest, list: RequestList): Html | string {
  if (list === 'closed') return decided === null ? '' : dayAt(decided.at);
  if (dueDay === null) return dayAt(receivedAt);
  return urgency === 'none' ? day(dueDay) : html`<strong>${day(dueDay)}${urgencyWords[urgency]}</strong>`;
}

/** What has to be done next. */
function standing(found: StaffRequest): string {
  const isToAnswer = found.state === 'open' || found.state === 'approved';
  return found.accountClosed && isToAnswer ? `${nextStep(found)} (account closed: answer by post)` : nextStep(found);
}

function nextStep({ state, checked, review, accountClosed }: StaffRequest): string {
  if (state === 'evidence') return accountClosed ? 'Nothing can come: the account is closed' : 'Waits for evidence';
  if (state === 'approved') return accountClosed ? 'To be sent' : 'To be collected';
  if (state === 'collected') return 'Collected';
  if (state === 'lapsed') return 'Not collected in time';
  if (state === 'refused') return 'Refused';
  if (state === 'withdrawn') return 'Taken back';
  if (checked === null) return 'Look at the evidence';
  if (review === null) return 'Ask a health professional';
  if (review.isLate) return 'Not read in time: ask somebody else';
  if (review.answeredAt === null) return `With ${review.reviewer}`;
  return checked.byReader ? 'A colleague decides: you looked at the evidence' : 'Decide';
}

/** GET /records/<id>: what is known, and what can be done now. */
export function teamRequestBody(found: StaffRequest): Html {
  const { id } = found;
  const step = (name: string, text: string): Html => html`<li><a href="/records/${id}/${name}">${text}</a></li>`;
  const steps = stepsOf(found).map(([name, text]) => step(name, text));
  return html`${found.accountClosed ? html`<div class="nhsuk-inset-text"><p>Account closed: answer by post. Who asked has left the exchange, or has another account now: they cannot read messages about this request or collect a copy here. Send the answer, and the copy from the hospital’s own system, to the address that the evidence or that system gives.</p></div>` : null}
${summary(facts(found))}
${found.files.length === 0 ? null : html`<h2 class="nhsuk-heading-m">Evidence</h2>
<ul class="nhsuk-list nhsuk-list--bullet">${found.files.map(({ id: file, name, size, state }) => html`<li>${state === 'clean' ? html`<a href="/records/${id}/evidence/${file}">${name}</a> (${sizeText(size)})${found.checked !== null ? null : found.openedByReader.includes(file) ? ', opened by you' : html`, <strong>not opened by you yet</strong>`}` : html`${name}: ${fileStateWords[state]}`}</li>`)}</ul>`}
${steps.length === 0 ? null : html`<h2 class="nhsuk-heading-m">What to do</h2><ul class="cie-actions">${steps}</ul>`}
${found.opened.length === 0 ? null : html`<h2 class="nhsuk-heading-m">Who opened the evidence</h2>
<ul class="nhsuk-list nhsuk-list--bullet">${found.opened.map(({ file, who, at }) => html`<li>${dateTime(at)}: ${who}, ${file ?? 'a file that was deleted since'}</li>`)}</ul>`}
<p><a href="/records">Back to the list</a></p>`;
}

/** Steps that are possible now, the next one first. */
export function stepsOf({ state, checked, review, requester, mayExtend, mayBeReadAgain }: StaffRequest): readonly (readonly [name: string, text: string])[] {
  const refuse = ['refuse', state === 'approved' ? 'Stop the copy' : 'Refuse the request'] as const;
  if (state === 'evidence' || state === 'approved') return [refuse];
  if (mayBeReadAgain) return [['review', 'Ask for the record to be read again, so that the copy can be collected']];
  if (state !== 'open') return [];
  const extend = mayExtend ? [['extend', 'Take more time'] as const] : [];
  if (checked === null) return [['check', 'Say whose record it is, on this evidence'], ...(requester.proved ? [] : [['more', 'Ask for more evidence'] as const]), ...extend, refuse];
  const ask = ['review', review === null ? 'Ask a health professional to read it' : 'Ask another health professional'] as const;
  return review === null || review.answeredAt === null ? [ask, ...extend, refuse] : [...(checked.byReader ? [] : [['approve', 'Decide what the copy holds'] as const]), ask, ...extend, refuse];
}

function reading({ askedAt, until, answeredAt, isLate }: StaffReview): string {
  if (answeredAt !== null) return dateTime(answeredAt);
  return `asked on ${dayAt(askedAt)}, ${isLate ? 'not read in time: ask somebody else' : `may read until ${lastDay(until)}`}`;
}

const harmOf = (harmful: readonly ProxyLabel[]): string => (harmful.length === 0 ? 'Nothing' : harmful.map((each) => labelWords[each]).join(', '));

type Fact = readonly [name: string, value: Html | string];

function facts(found: StaffRequest): readonly Fact[] {
  const { requester, checked, review, refused, decided, extended, withheld, released, urgency, objected } = found;
  const given = (name: string, value: string | null): Fact[] => (value === null || value === '' ? [] : [[name, html`<span class="cie-lines">${value}</span>`]]);
  return [
    ['From', html`${requester.name}${requester.email === null ? null : html`, ${requester.email}`}${requester.proved ? ' (identity proved by the sign-in)' : null}`],
    ['By what right', basisWords[found.basis].staff],
    ['Records of', html`${found.name}, NHS number ${nhsNumber(found.nhsNumber)}, born ${day(found.birthDate)}`],
    ...given('Who that is to them', found.relationship),
    ...given('What they need', found.wanted),
    ['Asked', dateTime(found.receivedAt)],
    ['Where it stands', standing(found)],
    ...given('The patient objects', objected === null ? null : `${dateTime(objected.at)}\n${objected.text ?? 'They did not say why.'}`),
    ...(found.dueDay === null ? [] : [['Answer by', html`${day(found.dueDay)}${urgency === 'none' ? null : html`<strong>${urgencyWords[urgency]}</strong>`}`] as const]),
    ...given('More time was taken', extended === null ? null : `${extensionWords[extended.reason]}. ${extended.text ?? ''}`),
    ...given('Asked for', found.evidenceWanted),
    ...given('Evidence seen', checked === null ? null : `${checked.how}\n${checked.by}, ${dateTime(checked.at)}`),
    ...found.earlier.map(({ reviewer, at, harmful, text }): Fact => ['Read before by', html`<span class="cie-lines">${reviewer}, ${dateTime(at)}\nCould do serious harm: ${harmOf(harmful)}${text === null ? null : html`\n${text}`}</span>`]),
    ...given('Read by', review === null ? null : `${review.reviewer}, ${reading(review)}`),
    ...(review === null || review.answeredAt === null ? [] : [['Could do serious harm', harmOf(review.harmful)] as const]),
    ...given('In their words', review?.text ?? null),
    ...(decided === null ? [] : [['Decided', `${decided.by}, ${dateTime(decided.at)}`] as const]),
    ...(released.length === 0 ? [] : [['The copy holds', released.map((each) => labelWords[each]).join(', ')] as const]),
    ...withheld.map(({ label, reason, text }): Fact => [`Left out: ${labelWords[label]}`, `${withholdWords[reason]}${text === null ? '' : `. ${text}`}`]),
    ...(found.collectUntil === null ? [] : [['Can be collected until', `the end of ${lastDay(found.collectUntil)}`] as const]),
    ...given('Refused', refused === null ? null : `${refusalWords[refused.reason]}. ${refused.text ?? ''}`),
  ];
}

/** How many items of each label there are, summed over the rooms. */
export function previewTable(counts: readonly (readonly [room: string, counts: readonly LabelCount[]])[]): Html {
  const cell = (found: LabelCount | undefined): string => {
    if (found === undefined || found.items === 0) return 'none';
    return found.waiting === 0 ? String(found.items) : `${found.items}, of which ${found.waiting} not yet readable and not in the copy`;
  };
  return table('What the record holds', ['Part', ...counts.map(([room]) => room)], proxyLabels.map((label) => [labelWords[label], ...counts.map(([, each]) => cell(each.find((one) => one.label === label)))]));
}
