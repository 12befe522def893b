import { askLine } from '@cie/web-kit/controls/ask.ts';
import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { showMore } from '@cie/web-kit/controls/list.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Content } from '../../area.ts';
import type { Appointment } from '../../data/fetch-appointments.ts';
import type { AppointmentStatus } from '../../data/operations.ts';
import { words } from '../../language/appointments.en.ts';
import { changeOffer, requestNote } from './change-offer.ts';
import { byMonth, groupTimeline } from './group-timeline.ts';
import { momentOf, momentText } from './when.ts';

type Shown = Exclude<AppointmentStatus, 'NOT_SAID'>;
const colours: Readonly<Record<Shown, TagColour>> = { BOOKED: 'blue', CANCELLED: 'grey', ATTENDED: 'green', DID_NOT_ATTEND: 'grey' };

/** Headings of entries stand below that of their section, or of their month in it. */
type Level = 3 | 4;
const entryHeading = (level: Level, content: TemplateResult): TemplateResult =>
  level === 3 ? html`<h3 class="cie-appointment__when">${content}</h3>` : html`<h4 class="cie-appointment__when">${content}</h4>`;

const isOwn = ({ patient, reader }: Page): boolean => patient === reader?.ownRecord;

/** A page of ours at top level, where a host page cannot overlay it. */
const topLink = ({ framed }: Page, href: string, text: TemplateResult): TemplateResult => html`<a href=${href} target=${framed ? '_blank' : nothing} rel=${framed ? 'noopener' : nothing}>${text}</a>`;

const status = ({ status: given }: Appointment, page: Page): TemplateResult =>
  given === 'NOT_SAID' ? html`<p class="cie-quiet">${words.notSaid[isOwn(page) ? 'own' : 'other']}</p>` : html`<p class="cie-appointment__status">${statusTag(words.statuses[given], colours[given])}</p>`;

/** The address is of the building; the map is a page of another website, which learns of nothing until somebody follows the link. */
const where = ({ place, site }: Appointment): TemplateResult | string | null =>
  site === null ? place : html`${place}<br />${site.address}<br /><a href=${site.mapUrl} target="_blank" rel="noopener noreferrer">${words.map(site.name)}</a>`;

const isAhead = ({ status: given }: Appointment): boolean => given === 'BOOKED';

/** A day has a place in a calendar; a month or a year has none. */
const calendarLink = ({ id, startText }: Appointment, when: string, { patient }: Page): TemplateResult | typeof nothing =>
  startText === null || startText.length < 'yyyy-mm-dd'.length || patient === null
    ? nothing
    : html`<p><a href="/calendar/appointment/${patient}/${id}.ics">${words.addToCalendar}<span class="nhsuk-u-visually-hidden"> ${when}</span></a></p>`;

/** ACS-1: the way to the page that says who sees an appointment, and moves it to another privacy label. */
const privacyLink = ({ id }: Appointment, when: string, page: Page): TemplateResult | typeof nothing =>
  isOwn(page) && page.display.as === undefined ? html`<p>${topLink(page, `/label/appointment/${id}`, html`${words.privacy}<span class="nhsuk-u-visually-hidden"> ${when}</span>`)}</p>` : nothing;

const entry = (appointment: Appointment, level: Level, content: Content, page: Page): TemplateResult => {
  const { start, startText, status: given, movedFrom, movedFromText, clinic, clinician, reason, instructions, organisation, ask } = appointment;
  const moment = start === null ? null : momentOf(start, startText);
  const when = start === null ? words.noTime : momentText(start, startText);
  return html`<li class="cie-appointment ${given === 'CANCELLED' ? 'cie-appointment--cancelled' : ''}" id="appointment-${appointment.id}">
    ${entryHeading(level, moment === null ? html`${words.noTime}` : html`<span class="cie-appointment__day">${moment.day}</span> ${moment.time === null ? nothing : html`<span>${moment.time}</span>`}`)}
    ${status(appointment, page)} ${movedFrom === null ? nothing : html`<p class="cie-quiet">${words.movedFrom(momentText(movedFrom, movedFromText))}</p>`}
    ${requestNote(appointment)}
    ${summary([
      [words.clinic, clinic],
      [words.with, clinician],
      [words.place, where(appointment)],
      [words.hospital, organisation.name],
      [words.reason, reason],
    ])}
    ${instructions === null || given === 'CANCELLED' ? nothing : html`<p><strong>${words.instructions}</strong></p>${plainText(instructions)}`}
    ${isAhead(appointment) ? html`${calendarLink(appointment, when, page)} ${changeOffer(appointment, when, content, page)}` : nothing}
    ${askLine(ask)} ${privacyLink(appointment, when, page)}
  </li>`;
};

const months = (appointments: readonly Appointment[], content: Content, page: Page): readonly TemplateResult[] =>
  [...byMonth(appointments)].map(
    ([month, entries]) => html`<h3 class="cie-day">${month === '' ? words.noTime : month}</h3>
      <ol class="cie-timeline" role="list">${entries.map((each) => entry(each, 4, content, page))}</ol>`,
  );

/** Links to the next page of a list work without JavaScript too. */
const more = (after: string | null, when: 'UPCOMING' | 'PAST', { display, route }: Page) =>
  showMore(after === null ? null : link(display, { view: route.view, patient: route.patient, when, after }));

/** Feeds are made at top level, where a host page cannot overlay them. */
const calendarNote = (page: Page): TemplateResult | typeof nothing =>
  isOwn(page) && page.patient !== null
    ? html`<p class="cie-quiet">${words.feed} ${topLink(page, '/calendar', html`${words.feedLink}`)}</p>`
    : nothing;

/** All hospitals on one timeline: what is next, what comes later, what was. */
export function appointments(content: Content, page: Page): TemplateResult {
  const { next, later, past } = groupTimeline(content);
  return html`${heading(words.title)}
    <section>
      <h2 class="nhsuk-heading-m">${words.next}</h2>
      ${next === null
        ? html`<p class="cie-quiet">${words.noUpcoming[isOwn(page) ? 'own' : 'other']}</p>`
        : html`<ol class="cie-timeline" role="list">${entry(next, 3, content, page)}</ol>`}
      ${calendarNote(page)}
    </section>
    ${later.length === 0 ? nothing : html`<section><h2 class="nhsuk-heading-m">${words.later}</h2>${months(later, content, page)}</section>`}
    ${more(content.upcoming.next, 'UPCOMING', page)}
    <section>
      <h2 class="nhsuk-heading-m">${words.past}</h2>
      ${past.length === 0 ? html`<p class="cie-quiet">${words.noPast}</p>` : months(past, content, page)} ${more(content.past.next, 'PAST', page)}
    </section>`;
}
