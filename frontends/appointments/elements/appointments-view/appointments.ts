import { plainText, summary } from '@cie/web-kit/controls/details.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { showMore } from '@cie/web-kit/controls/list.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { time, weekday } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Appointment, AppointmentList, AppointmentLists } from '../../data/fetch-appointments.ts';
import type { AppointmentStatus } from '../../data/operations.ts';
import { words } from '../../language/appointments.en.ts';

const colours: Readonly<Record<AppointmentStatus, TagColour>> = { BOOKED: 'blue', CANCELLED: 'grey', ATTENDED: 'green', DID_NOT_ATTEND: 'grey' };

const entry = (appointment: Appointment): TemplateResult => {
  const { start, status, clinic, clinician, place, reason, instructions, organisation } = appointment;
  const cancelled = status === 'CANCELLED';
  return html`<li class="cie-appointment ${cancelled ? 'cie-appointment--cancelled' : ''}">
    <h3 class="cie-appointment__when">
      ${start === null ? words.noTime : html`<span class="cie-appointment__day">${weekday(start)}</span> <span>${words.at(time(start))}</span>`}
    </h3>
    <p class="cie-appointment__status">${statusTag(words.statuses[status], colours[status])}</p>
    ${summary([
      [words.clinic, clinic],
      [words.with, clinician],
      [words.place, place],
      [words.hospital, organisation.name],
      [words.reason, reason],
    ])}
    ${instructions === null ? nothing : html`<h4 class="nhsuk-heading-xs">${words.instructions}</h4>${plainText(instructions)}`}
  </li>`;
};

const section = (title: string, none: string, { appointments, next }: AppointmentList, when: 'UPCOMING' | 'PAST', page: Page): TemplateResult => html`<section>
  <h2 class="nhsuk-heading-m">${title}</h2>
  ${appointments.length === 0 ? html`<p class="cie-quiet">${none}</p>` : html`<ol class="cie-timeline" role="list">${appointments.map(entry)}</ol>`}
  ${showMore(next === null ? null : link(page.display, { view: page.route.view, patient: page.route.patient, when, after: next }))}
</section>`;

/** All hospitals on one timeline: what comes first, what was after it. */
export const appointments = ({ upcoming, past }: AppointmentLists, page: Page): TemplateResult => html`${heading(words.title)}
  ${section(words.upcoming, words.noUpcoming, upcoming, 'UPCOMING', page)}
  ${upcoming.appointments.length === 0 ? nothing : html`<p class="cie-quiet">${words.change}</p>`}
  ${section(words.past, words.noPast, past, 'PAST', page)}`;
