import { facts, showMore } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { time, weekday } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { AccessLog } from '../../data/fetch-access-log.ts';
import { words } from '../../language/log.en.ts';
import { groupEntries } from './group-entries.ts';
import type { Visit } from './group-entries.ts';
import { isFiltered } from './read-filter.ts';
import { rights, what, whence, why } from './say-visit.ts';

const when = ({ from, to }: Visit): string => (time(from) === time(to) ? time(to) : `${time(from)} ${words.to} ${time(to)}`);

/** Entries about an emergency, which the patient can dispute on a page of ours (ACS-5); once they did, or it was looked into, they want to know what came of it. */
const aboutEmergency: ReadonlyMap<string, string> = new Map([['EMERGENCY_STARTED', words.dispute], ['EMERGENCY_DISPUTED', words.outcome], ['EMERGENCY_ANSWERED', words.outcome]]);

/** Entries that are many for one thing done: how many says nothing to a person. */
const notCounted: ReadonlySet<string> = new Set(['DOWNLOADED', 'SUMMARY_SHARED']);

const visitView = (visit: Visit, { framed }: Page): TemplateResult => {
  const { who, role, organisation, doors, own, action } = visit.entry;
  const [reason, place] = [why(visit.entry), whence(visit.entry)];
  const remarkable = action === 'REFUSED' || doors.includes('EMERGENCY');
  return html`<li class="cie-list__item">
    <div>
      <p class="cie-list__title">${own ? words.you : who}</p>
      ${own ? nothing : html`<p class="cie-list__about">${facts([role, organisation?.name])}</p>`}
      <p class="cie-list__about">${what(visit)}${visit.count > 1 && !notCounted.has(action) ? html` <span class="cie-quiet">(${words.times(visit.count)})</span>` : nothing}</p>
      ${reason === null ? nothing : html`<p class="cie-list__about">${reason}</p>`}
      ${place === null ? nothing : html`<p class="cie-list__about cie-quiet">${place}</p>`}
      ${aboutEmergency.has(action)
        ? html`<p class="cie-list__about"><a href="/opened-in-emergency" target=${framed ? '_blank' : nothing} rel=${framed ? 'noopener' : nothing}>${aboutEmergency.get(action)}</a></p>`
        : nothing}
    </div>
    <div class="cie-list__notes">
      <span class="cie-quiet">${when(visit)}</span>
      ${rights(visit.entry).map((right) => statusTag(right, remarkable ? 'orange' : 'grey'))}
    </div>
  </li>`;
};

/** ACS-6: who looked, when, by which door, at which areas and why, day by day. */
export function accessLog({ entries, next }: Pick<AccessLog, 'entries' | 'next'>, page: Page): TemplateResult {
  if (entries.length === 0) return isFiltered(page.route) ? empty(words.noneFound[0], words.noneFound[1]) : empty(words.empty[0], words.empty[1]);
  const byDay = Map.groupBy(groupEntries(entries), ({ entry }) => weekday(entry.at));
  return html`${[...byDay].map(
      ([title, visits]) => html`<h2 class="cie-day">${title}</h2>
        <ul class="cie-list" role="list">
          ${visits.map((visit) => visitView(visit, page))}
        </ul>`,
    )}
    ${showMore(next === null ? null : link(page.display, { ...page.route, after: next }))}`;
}
