import { html } from '../../pages/html.ts';
import type { Page } from '../../pages/page.ts';

/** The launch worked and no door opens; the same words whether or not the exchange knows the patient. */
export const noRecordPage = (reader: Page['reader']): Page => ({
  title: 'No record opens for this patient',
  ...(reader === undefined ? {} : { reader }),
  body: html`<p>You came from a patient’s chart. No record opens for this patient, for one of these reasons:</p>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>your organisation, or one that shares its record system, has supplied nothing about them</li>
<li>the patient has not invited you</li>
<li>the patient has no record here</li>
</ul>
<p>You can ask the patient to invite you.</p>
<h2 class="nhsuk-heading-m">In an emergency</h2>
<p>If you must see the record now, you can open it for 30 minutes. The patient reads your name and your reason.</p>
<p><a class="nhsuk-button nhsuk-button--secondary" href="/emergency">Open a record in an emergency</a></p>`,
});

/** A launch by a system that nobody registered: it may be somebody's who wants our staff to trust it. */
export const unknownSystemPage: Page = {
  title: 'This system cannot open the exchange',
  body: html`<p>You were sent here by a system that is not registered with the Care Information Exchange. Nothing was opened, and nothing was sent to it.</p>
<p>If you work in a patient-record system of your trust, tell its administrators. If you do not know how you came here, close this window.</p>
<p><a href="/">Go to the home page</a></p>`,
};

/** Everything else that goes wrong on the way from a chart. */
export const launchFailedPage: Page = {
  title: 'The patient’s record could not be opened',
  body: html`<p>The way from the patient’s chart did not work this time. A way from a chart works once, and for a few minutes.</p>
<p>Go back to the chart and open the exchange from there again. If it happens again, tell the support desk the time at which you tried.</p>
<p><a href="/">Go to the home page</a></p>`,
};

export const systemDownPage: Page = {
  title: 'The patient-record system does not answer',
  body: html`<p>We asked the system that you came from who you are and which patient is open. It did not answer.</p>
<p>Try again from the chart in a few minutes, or <a href="/sign-in?return=/record">sign in here</a> and find the patient.</p>`,
};
