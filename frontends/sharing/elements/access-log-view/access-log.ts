import { facts, showMore } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { time, weekday } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { AccessLog } from '../../data/fetch-access-log.ts';
import { words } from '../../language/sharing.en.ts';
import { groupEntries } from './group-entries.ts';
import type { Visit } from './group-entries.ts';

function areaNames(areas: Visit['areas']): string {
  const names = areas.map((each) => words.areas[each]);
  if (names.length === 0) return words.recordOpened;
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} ${words.and} ${names.at(-1) ?? ''}`;
}

const what = ({ entry, areas }: Visit): string =>
  entry.action === 'CHANGED' && entry.purpose !== null ? words.changes[entry.purpose] : words.actions[entry.action](areaNames(areas));

const isEmergency = (text: string): text is keyof typeof words.emergencies => Object.hasOwn(words.emergencies, text);

/** A reason is written as `category: own words`; the category is said in words too. */
function why(reason: string): string {
  const [, category = '', text = ''] = /^([a-z-]+): (.*)$/s.exec(reason) ?? [];
  return isEmergency(category) ? `${text} (${words.emergencies[category]})` : reason;
}

const when = ({ from, to }: Visit): string => (time(from) === time(to) ? time(to) : `${time(from)} ${words.to} ${time(to)}`);

const visitView = (visit: Visit): TemplateResult => {
  const { who, role, organisation, doors, action, reason } = visit.entry;
  const own = doors.includes('SELF');
  const remarkable = action === 'REFUSED' || doors.includes('EMERGENCY');
  return html`<li class="cie-list__item">
    <div>
      <p class="cie-list__title">${own ? words.you : who}</p>
      ${own ? nothing : html`<p class="cie-list__about">${facts([role, organisation?.name])}</p>`}
      <p class="cie-list__about">${what(visit)}${visit.count > 1 && action !== 'DOWNLOADED' ? html` <span class="cie-quiet">(${words.times(visit.count)})</span>` : nothing}</p>
      ${reason === null ? nothing : html`<p class="cie-list__about">${words.why}: ${why(reason)}</p>`}
    </div>
    <div class="cie-list__notes">
      <span class="cie-quiet">${when(visit)}</span>
      ${own ? nothing : doors.map((door) => statusTag(words.doors[door], remarkable ? 'orange' : 'grey'))}
    </div>
  </li>`;
};

/** ACS-6: who looked, when, by which door, at which areas and why, day by day. */
export function accessLog({ entries, next }: AccessLog, page: Page): TemplateResult {
  if (entries.length === 0) return empty(words.logEmpty[0], words.logEmpty[1]);
  const byDay = Map.groupBy(groupEntries(entries), ({ entry }) => weekday(entry.at));
  return html`${[...byDay].map(
      ([title, visits]) => html`${page.name === 'access-log' ? html`<h2 class="cie-day">${title}</h2>` : html`<h3 class="cie-day">${title}</h3>`}
        <ul class="cie-list" role="list">
          ${visits.map(visitView)}
        </ul>`,
    )}
    ${showMore(next === null ? null : link(page.display, { view: page.route.view, after: next }))}`;
}
