import type { FastifyInstance } from 'fastify';
import { html } from '../pages/html.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { accountVisit, signInFirst, type AccountSection, type Said } from './account-section.ts';
import { credentialSaid, credentialSection, registerCredentialForms } from './credential-forms.ts';
import { detailsSection } from './details-section.ts';
import { languageSaid, languageSection, registerLanguageForm } from './language-section.ts';
import { optOutSection, registerOptOutPages } from './opt-out-pages.ts';
import { registerSignInsForms, signInsSaid, signInsSection } from './sign-ins-section.ts';

/** What the forms of all sections may have said at the top of the page. */
const said: Said = { ...credentialSaid, ...signInsSaid, ...languageSaid };

/** GET /account and its forms: what a patient or professional decides about their own account. Works without script. */
export function registerAccount(app: FastifyInstance, parts: SignInParts): void {
  const sections: readonly AccountSection[] = [detailsSection(parts), credentialSection(parts), signInsSection(parts), languageSection(parts), optOutSection];
  registerCredentialForms(app, parts);
  registerSignInsForms(app, parts);
  registerLanguageForm(app, parts);
  registerOptOutPages(app, parts);

  app.get<{ Querystring: { done?: string } }>('/account', async (request, reply) => {
    const visit = await accountVisit(parts, request);
    if (visit === null) return signInFirst(reply);
    const shown = await Promise.all(sections.map(async (section) => ({ section, content: await section.content(visit) })));
    const { done } = request.query;
    const text = done !== undefined && Object.hasOwn(said, done) ? said[done] : undefined;
    return parts.pages.send(reply, 200, {
      title: 'Your account',
      reader: visit.session.viewer,
      current: 'account',
      body: html`<div class="nhsuk-u-reading-width">
${text === undefined ? null : html`<div class="nhsuk-inset-text" role="status"><p>${text}</p></div>`}
${shown.map(({ section, content }) => (content === null ? html`` : html`<section class="cie-account" id="${section.id}" aria-labelledby="${section.id}-title"><h2 class="nhsuk-heading-m" id="${section.id}-title">${section.title}</h2>
${content}</section>`))}
</div>`,
    });
  });
}
