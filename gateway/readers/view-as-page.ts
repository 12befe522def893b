import { lastDayOf, timeOfDay } from '../pages/dates.ts';
import { html, type Html } from '../pages/html.ts';
import type { RecordReadersQuery } from './data/operations.ts';
import { words as all } from './words.ts';

export type ShownReader = NonNullable<NonNullable<RecordReadersQuery['patient']>['readers']>[number];

const { viewAs: words } = all;

/** GET /view-as: everybody through whose eyes the patient may look (ACS-7). */
export function viewAsBody(readers: readonly ShownReader[], now: Date): Html {
  const has = (door: ShownReader['doors'][number]) => (each: ShownReader) => each.doors.includes(door);
  const actFor = readers.filter(has('PROXY'));
  const invited = readers.filter((each) => has('INVITED')(each) && !has('PROXY')(each) && grantOf(each) !== 'review');
  const care = readers.filter(({ id }) => id.startsWith('organisation-'));
  const rest = readers.filter((each) => ![actFor, invited, care].some((known) => known.includes(each)));
  return html`<div class="nhsuk-u-reading-width">
<p>${words.intro}</p>
${readers.length === 0 ? html`<p>${words.none}</p>` : null}
${part(words.invited, null, invited, now)}${part(words.actFor, null, actFor, now)}${part(words.care, words.careText, care, now)}${part(words.shortly, null, rest, now)}
<p><a href="/sharing">${words.back}</a></p>
</div>`;
}

/** What gave the right: the beginning of its name. */
const grantOf = ({ id }: Pick<ShownReader, 'id'>): string => id.split('-')[0] ?? '';

function part(title: string, text: string | null, readers: readonly ShownReader[], now: Date): Html | null {
  if (readers.length === 0) return null;
  return html`<h2 class="nhsuk-heading-m">${title}</h2>
${text === null ? null : html`<p>${text}</p>`}
<ul class="cie-sign-ins" role="list">${readers.map((each) => reader(each, now))}</ul>`;
}

function reader({ id, name, role, team, organisation, basis, labels, ownGroup, until }: ShownReader, now: Date): Html {
  const why = grantOf({ id });
  const about = [why === 'emergency' || why === 'review' ? words.why[why] : null, team ? all.team : role, basis === null ? null : all.bases[basis], id.startsWith('organisation-') ? null : (organisation?.name ?? null)].filter((each) => each !== null);
  const sees = [
    ...(labels.length === 0 ? [words.ownGroup] : [words.labels(labels.map((label) => all.labels[label]).join(', ')), ...(ownGroup ? [words.andOwnGroup] : [])]),
    ...(until === null ? [] : [end(until, now)]),
  ];
  return html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${name}</strong></p>
${about.length === 0 ? null : html`<p>${about.join(', ')}</p>`}
<p>${sees.join(', ')}.</p>
<p><a href="/record?as=${encodeURIComponent(id)}">${words.see}<span class="nhsuk-u-visually-hidden">: ${name}</span></a></p>
</li>`;
}

/** What ends soon ends at a time, the rest with a day. */
function end(until: string, now: Date): string {
  const isToday = new Date(until).getTime() - now.getTime() < 86_400_000;
  return isToday ? words.untilTime(timeOfDay(new Date(until))) : words.until(lastDayOf(until));
}
