import { endOfDay } from '@cie/kit/days.ts';
import { dateField, problems, type Problem } from '../pages/controls.ts';
import type { GivenDay } from '../pages/date-problem.ts';
import { dayOf, isoDayOf, timeOfDay } from '../pages/dates.ts';
import { html, type Html } from '../pages/html.ts';
import { table } from '../desk/staff-parts.ts';
import type { ItemSightQuery } from './data/operations.ts';
import type { HeldItem, ItemKind } from './seen-item.ts';
import { words as all } from './words.ts';

export type Sight = NonNullable<NonNullable<ItemSightQuery['patient']>['sight']>;

/** One item on one day. */
export interface ShownSight {
  readonly kind: ItemKind;
  readonly id: string;
  readonly item: HeldItem;
  /** ISO date, and what it is compared with. */
  readonly day: string;
  readonly today: string;
  readonly sight: Sight;
  readonly typed: GivenDay['typed'];
  readonly problem: string | null;
}

const { sight: words } = all;

/** GET /who-saw/kind/id: who else could, and who did, see an item on a day (ACS-8). */
export function sightBody(shown: ShownSight): Html {
  const { item, day, today, sight, problem } = shown;
  const found: readonly Problem[] = problem === null ? [] : [['day', problem]];
  return html`<div class="nhsuk-u-reading-width">
${problems(found)}
<p class="nhsuk-body-l">${item.name}</p>
<h2 class="nhsuk-heading-m">${day === today ? `${words.today}, ${dayOf(day)}` : words.on(dayOf(day))}</h2>
<p>${onThatDay(shown)}</p>
<p>${steps(shown)}</p>
<h3 class="nhsuk-heading-s">${words.could}</h3>
${sight.could.length === 0 ? html`<p>${words.nobodyCould}</p>` : table(words.could, [words.who, words.how, words.when], sight.could.map((each) => [whoOf(each), rightOf(each), spansOf(each, day === today)]))}
<h3 class="nhsuk-heading-s">${words.did}</h3>
${sight.did.length === 0 ? html`<p>${words.nobodyDid}</p>` : table(words.did, [words.who, words.how, words.when], visits(sight.did))}
<p class="nhsuk-body-s">${words.didText}</p>
${sight.more ? html`<p>${words.more}</p>` : null}
${chooseDay(shown)}
<p><a href="/access-log">${words.log}</a></p>
<p><a href="${item.address}">${words.back}</a></p>
</div>`;
}

/** Its label of the day, where it was moved to on that day, and whether the patient could see it. */
function onThatDay({ item: { labels, availableFrom }, day }: ShownSight): string {
  const at = ({ since }: HeldItem['labels'][number]): string => isoDayOf(since);
  const before = labels.findLast((each) => at(each) < day);
  const changes = labels.filter((each) => at(each) === day);
  const [came] = before === undefined ? changes : [];
  const held = before ?? came;
  if (held === undefined) return words.notYet;
  const moves = changes.filter((each) => each !== came).map((each) => words.moved(all.labels[each.label], timeOfDay(new Date(each.since)), each.by));
  return [...(came === undefined ? [] : [words.came(timeOfDay(new Date(came.since)))]), words.label(all.labels[held.label], held.by), ...moves, ownSight(availableFrom, day, came?.since ?? null)].join(' ');
}

/** Whether the patient could see it themself on the day, and from when where that was within it. */
function ownSight(availableFrom: string | null, day: string, came: string | null): string {
  if (availableFrom === null || isoDayOf(availableFrom) < day) return words.you;
  if (isoDayOf(availableFrom) > day) return words.youNot(dayOf(availableFrom));
  const [release, midnight] = [new Date(availableFrom), endOfDay(dayBeside(day, -1))];
  return release <= midnight || (came !== null && release <= new Date(came)) ? words.you : words.youFrom(timeOfDay(release));
}

function whoOf({ id, name, role, team, organisation }: Sight['could'][number]): Html {
  if (id.startsWith('organisation-')) return html`${all.staff(name)}`;
  if (id.startsWith('copy-')) return html`${all.copy(name)}`;
  const about = [team ? all.team : role, organisation?.name ?? null].filter((each) => each !== null);
  return html`${name}${about.length === 0 ? null : html`<br><span class="nhsuk-body-s">${about.join(', ')}</span>`}`;
}

function rightOf({ id, doors }: Sight['could'][number]): string {
  if (id.startsWith('review-')) return words.grants.review;
  return id.startsWith('copy-') ? words.grants.copy : doors.map((door) => words.doors[door]).join('; ');
}

/** Every while of the day: who could before and after a break could not in it. */
function spansOf({ spans }: Sight['could'][number], isToday: boolean): string {
  const told = spans.map(({ from, to }) => {
    const start = from === null ? words.midnight : timeOfDay(new Date(from));
    if (to !== null) return words.between(start, timeOfDay(new Date(to)));
    return from === null ? (isToday ? words.soFar : words.allDay) : words.since(start);
  });
  const last = told.at(-1) ?? '';
  return told.length < 2 ? last : words.spans(told.slice(0, -1).join(', '), last);
}

/** One row for each person and right, with all times of the day. */
function visits(entries: Sight['did']): readonly (readonly (Html | string)[])[] {
  const byVisitor = Map.groupBy(entries, ({ who, role, organisation, doors, own, action, reason }) => JSON.stringify([who, role, organisation?.name, doors, own, action === 'VIEWED_AS' ? reason : null]));
  return [...byVisitor.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { who, role, organisation, doors, own, action, reason } = first;
    const about = own ? [] : [role, organisation?.name ?? null].filter((each) => each !== null);
    const as = action === 'VIEWED_AS' && reason !== null ? ` ${words.as(reason)}` : '';
    const times = [...new Set(same.map(({ at }) => timeOfDay(new Date(at))))];
    return [[html`${own ? words.self : who}${as}${about.length === 0 ? null : html`<br><span class="nhsuk-body-s">${about.join(', ')}</span>`}`, doors.map((door) => words.doors[door === 'SELF' && !own ? 'JOINED' : door]).join('; '), times.join(', ')]];
  });
}

const addressOf = ({ kind, id }: ShownSight): string => `/who-saw/${kind}/${id}`;

function steps(shown: ShownSight): Html {
  const { day, today } = shown;
  const [before, next] = [dayBeside(day, -1), dayBeside(day, 1)];
  return html`<a href="${addressOf(shown)}?on=${before}">${words.before}</a>${next > today ? null : html` · <a href="${addressOf(shown)}?on=${next}">${words.after}</a>`}`;
}

/** ISO date so many days on. */
export function dayBeside(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const noDay = { day: '', month: '', year: '' } as const;

const chooseDay = (shown: ShownSight): Html => html`<form action="${addressOf(shown)}" method="get" novalidate>
${dateField({ legend: words.choose, hint: words.hint, value: shown.problem === null ? noDay : shown.typed, problem: shown.problem ?? undefined })}
<button class="nhsuk-button nhsuk-button--secondary" type="submit">${words.show}</button>
</form>`;
