import { currentAgreement } from '@cie/kit/agreement.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { html, type Html } from '../pages/html.ts';
import type { PageSender } from '../pages/page.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { agreementText, agreementTexts } from './agreement-text.ts';

const day = (version: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${version}T00:00:00Z`));

/** Earlier versions, for who wants to read what they agreed to. */
function versions(path: string, shown: string): Html | null {
  const others = agreementTexts.filter(({ version }) => version !== shown);
  if (others.length === 0) return null;
  return html`<h2 class="nhsuk-heading-m">Other versions</h2>
<ul class="nhsuk-list nhsuk-list--bullet">${others.map(({ version }) => html`<li><a href="${path}?version=${version}">From ${day(version)}</a></li>`)}</ul>`;
}

const documents = [
  { path: '/agreement', title: 'User agreement', part: 'agreement' },
  { path: '/privacy', title: 'Privacy policy', part: 'privacy' },
] as const;

/** The two texts that people agree to, for everybody to read, signed in or not. */
export function registerAgreementPages(app: FastifyInstance, { pages, sessions }: { readonly pages: PageSender; readonly sessions: Sessions }): void {
  for (const { path, title, part } of documents) {
    app.get(path, { config: { policy: 'public' } }, async (request, reply) => {
      const text = agreementText(versionOf(request));
      if (text === undefined) return reply.callNotFound();
      const reader = (await sessions.read(request))?.viewer ?? null;
      return pages.send(reply, 200, {
        title,
        reader,
        body: html`<div class="nhsuk-u-reading-width">${text[part]}
<p class="nhsuk-body-s">Version from ${day(text.version)}</p>${versions(path, text.version)}</div>`,
      });
    });
  }
}

function versionOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://query.invalid').searchParams.get('version') ?? currentAgreement;
}
