import { proxyLists, type DeskProxy, type ProxyList, type ProxyPage } from '@cie/kit/proxies.ts';
import { html, type Html } from '../pages/html.ts';
import { basisWords, consentWords, labelWords, listWords, proxyStateWords, reasonWords } from './proxy-words.ts';
import { dateTime, day, dayAt, lastDay, nhsNumber, waiting } from './shown.ts';
import { summary, table } from './staff-parts.ts';

/** The lists of requests and proxies, and one of them. */
export function proxyListBody({ proxies, counts, next }: ProxyPage, list: ProxyList, now: Date): Html {
  const numbers: Readonly<Record<ProxyList, number | null>> = { ...counts, active: null };
  return html`<nav class="cie-filters" aria-label="Which list"><ul>
${proxyLists.map((each) => html`<li><a href="/desk/proxies?list=${each}"${each === list ? html` aria-current="true"` : null}>${listWords[each]}${numbers[each] === null ? null : ` (${numbers[each]})`}</a></li>`)}
</ul></nav>
${proxies.length === 0 ? html`<p>${list === 'requested' ? 'No request waits.' : 'There is nobody here.'}</p>` : table(
    listWords[list],
    ['Who acts', 'For', 'By what right', list === 'requested' ? 'Waiting' : 'Until'],
    proxies.map((each) => [
      html`<a href="/desk/proxies/${each.id}">${each.proxy.name}</a>`,
      html`${nhsNumber(each.nhsNumber)}, ${each.age} years old`,
      basisWords[each.basis],
      list === 'requested' ? waiting(each.requestedAt, now) : untilOf(each),
    ]),
  )}
${next === null ? null : html`<p><a href="/desk/proxies?list=${list}&amp;after=${encodeURIComponent(next)}">Next page</a></p>`}
<p><a href="/desk">Back to the queue</a></p>`;
}

const untilOf = ({ until }: DeskProxy): string => (until === null ? 'No end' : dateTime(until));

/** A request or a proxy: who, for whom, by what right, on what evidence, and what can be done now. */
export function proxyBody(found: DeskProxy): Html {
  const { id, state } = found;
  const step = (name: string, text: string): Html => html`<li><a href="/desk/proxies/${id}/${name}">${text}</a></li>`;
  const steps = state === 'requested' ? [step('verify', 'Verify and open the record'), step('refuse', 'Refuse the request')]
    : state === 'active' || state === 'suspended' ? [step('continue', 'Review, and let it continue'), step('suspend', 'Suspend'), step('end', 'End for good')]
      : [];
  return html`${summary(facts(found))}
${steps.length === 0 ? null : html`<h2 class="nhsuk-heading-m">What to do</h2><ul class="cie-actions">${steps}</ul>`}
<p><a href="/desk/proxies">Back to the list</a></p>`;
}

type Fact = readonly [name: string, value: Html | string];

function facts(found: DeskProxy): readonly Fact[] {
  const { proxy, reason, reasonText, checked, verifier, consent, consentBy, reviewedAt, startedAt } = found;
  const given = (name: string, value: string | null): Fact[] => (value === null || value === '' ? [] : [[name, html`<span class="cie-lines">${value}</span>`]]);
  return [
    ['Who acts', html`${proxy.name}${proxy.email === null ? null : html`, ${proxy.email}`}`],
    ['For the patient with', html`NHS number ${nhsNumber(found.nhsNumber)}, born ${day(found.birthDate)}, ${found.age} years old`],
    ['Record', found.patientId === null ? 'Nobody with these details has a record' : 'There is a record'],
    ['By what right', basisWords[found.basis]],
    ...given('In their words', found.relationship),
    ...given('What they say they can show', found.evidence),
    ['Asked', dateTime(found.requestedAt)],
    ['State', `${proxyStateWords[found.state]}${reason === null ? '' : `: ${reasonWords[reason]}`}`],
    ...given('Why', reasonText),
    ...(found.labels.length === 0 ? [] : [['Parts of the record', found.labels.map((each) => labelWords[each]).join(', ')] as const]),
    ...given('Started', startedAt === null ? null : dateTime(startedAt)),
    ...(found.until === null ? [] : untilFacts(found)),
    ...given('What was shown', checked),
    ...given('Verified by', verifier),
    ...given('The patient’s own answer', consent === null ? null : consentWords[consent]),
    ...given('Heard or assessed by', consentBy),
    ...given('Last reviewed', reviewedAt === null ? null : dateTime(reviewedAt)),
  ];
}

/** The day that was agreed, and the review before it without which nothing opens any more. */
const untilFacts = ({ longestUntil, reviewDue }: DeskProxy): readonly Fact[] => [
  ['Until', `the end of ${lastDay(longestUntil)}`],
  ...(reviewDue === null ? [] : [['Review due', `${dayAt(reviewDue)}, the child’s 13th birthday. From then on nothing opens until the review is made`] as const]),
];
