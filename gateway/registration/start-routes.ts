import type { FastifyInstance } from 'fastify';
import { html } from '../pages/html.ts';
import type { RegistrationParts } from './registration-parts.ts';

const button = (address: string, label: string, kind = ''): ReturnType<typeof html> => html`<div><a class="nhsuk-button${kind}" href="${address}">${label}</a></div>`;

/** Where a person finds the way to register that fits (REG-1, REG-4, REG-5). */
export function registerStartRoutes(app: FastifyInstance, { pages }: Pick<RegistrationParts, 'pages'>): void {
  app.get('/register', { config: { policy: 'public' } }, (_request, reply) =>
    pages.send(reply, 200, {
      title: 'Register',
      reader: null,
      body: html`<div class="cie-readable"><p>Register to see your results, letters and appointments from hospitals in north-west London. There are three ways.</p>
<h2 class="nhsuk-heading-m">With NHS login</h2>
<p>The quickest way. If you use the NHS App you have an NHS login already. If not, you create one on the next page: you need an email address, a mobile phone and photo identity.</p>
${button('/sign-in/nhs-login?return=/record', 'Continue to NHS login')}
<h2 class="nhsuk-heading-m">With an invitation</h2>
<p>Your hospital or GP practice may have invited you.</p>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>If you have an email and a text message from us, open the link in the email. It asks for the access code in the text message.</li>
<li>If you have a letter, <a href="/register/letter">enter the reference number and access code of your letter</a>.</li>
<li>If you have only one of the two messages, <a href="/register/one-message">find out what to do</a>.</li>
</ul>
<h2 class="nhsuk-heading-m">Ask for access</h2>
<p>If you can use neither, <a href="/request-access">ask the support desk for access</a>. The desk checks who you are, and then invites you.</p></div>`,
    }),
  );

  app.get('/register/one-message', { config: { policy: 'public' } }, (_request, reply) =>
    pages.send(reply, 200, {
      title: 'If you have only one of the two messages',
      reader: null,
      body: html`<div class="cie-readable"><p>An invitation is an email with a link, and a text message with an access code. You need both.</p>
<h2 class="nhsuk-heading-m">If the text message is missing</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>Wait a few minutes. Check that your phone is switched on and has reception.</li>
<li>Think whether your hospital or practice has your present mobile number.</li>
</ul>
<h2 class="nhsuk-heading-m">If the email is missing</h2>
<ul class="nhsuk-list nhsuk-list--bullet">
<li>Look in your junk or spam folder.</li>
<li>Think whether your hospital or practice has your present email address.</li>
</ul>
<h2 class="nhsuk-heading-m">If it does not arrive</h2>
<p>The support desk checks who you are and sends both messages again, to the right address and number. The messages from before then no longer work.</p>
${button('/contact?topic=cannot-sign-in', 'Contact the support desk')}
<p>The desk never asks you to tell it an access code or a password.</p></div>`,
    }),
  );
}
