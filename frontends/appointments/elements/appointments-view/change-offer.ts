import { notice } from '@cie/web-kit/controls/notices.ts';
import { dayAndTime } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Content } from '../../area.ts';
import type { Appointment } from '../../data/fetch-appointments.ts';
import { words } from '../../language/appointments.en.ts';

/** What the booking team was asked for and what it has said; nothing once the appointment shows it by itself. */
export function requestNote({ request, status }: Appointment): TemplateResult | typeof nothing {
  if (request === null || request.askedAt === null || (request.state === 'DONE' && status !== 'BOOKED')) return nothing;
  const asked = words.asked[request.kind](dayAndTime(request.askedAt));
  return notice(html`<p><strong>${asked}</strong></p><p>${words.requestStates[request.state][request.kind]}</p>`);
}

/** Fetched when somebody wants to ask; until then it costs a page nothing. */
const formFor = (appointment: Appointment, { form, draft }: Content): TemplateResult | typeof nothing =>
  form === undefined || draft === null || draft.id !== appointment.id ? nothing : form.requestForm(draft);

/**
 * A way to ask for a change, or why there is none. In a frame it leads to a page of ours: a host page could lay something over
 * a form and have an appointment cancelled by a click that was meant for something else.
 */
export function changeOffer(appointment: Appointment, when: string, content: Content, { reader, framed, patient, route }: Page): TemplateResult | typeof nothing {
  if (reader?.kind !== 'patient') return nothing;
  const { noRequest, id } = appointment;
  if (noRequest === 'PHONE' || noRequest === 'TOO_LATE') return html`<p class="cie-quiet">${words.call[noRequest]}</p>`;
  if (noRequest !== null) return nothing;
  const label = html`${words.change}<span class="nhsuk-u-visually-hidden"> ${when}</span>`;
  if (framed) {
    const href = `/record${link({}, { view: 'appointments', patient: patient === reader.ownRecord ? undefined : (route.patient ?? undefined) })}`;
    return html`<p><a href=${href} target="_blank" rel="noopener">${label}</a></p>`;
  }
  const form = formFor(appointment, content);
  return form !== nothing
    ? form
    : html`<form data-act="open-request" method="post">
        <input type="hidden" name="id" value=${id} />
        <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${label}</button>
      </form>`;
}
