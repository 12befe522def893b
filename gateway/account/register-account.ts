import type { FastifyInstance } from 'fastify';
import { html, type Html } from '../pages/html.ts';
import { declarePolicy } from '../server/route-policy.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { accountVisit, signInFirst, type AccountSection } from './account-section.ts';
import { credentialSection, registerCredentialForms } from './credential-forms.ts';
import { detailsSection } from './details-section.ts';
import { languageSection, registerLanguageForm } from './language-section.ts';
import { optOutSection, registerOptOutPages } from './opt-out-pages.ts';
import { registerSignInsForms, signInsSection } from './sign-ins-section.ts';

/** What a form of the section just did; null when it was none of its. */
function messageOf({ said = {} }: AccountSection, done: string | undefined): Html | null {
  const text = done !== undefined && Object.hasOwn(said, done) ? said[done] : undefined;
  return text === undefined ? null : html`<div class="nhsuk-inset-text cie-done" id="done" role="status" tabindex="-1"><p>${text}</p></div>`;
}

/** GET /account and its forms: what a patient or professional decides about their own account. Works without script. */
export function registerAccount(app: FastifyInstance, parts: SignInParts): void {
  const sections: readonly AccountSection[] = [detailsSection(parts), credentialSection(parts), signInsSection(parts), languageSection(parts), optOutSection];
  declarePolicy(app, 'signed-in');
  registerCredentialForms(app, parts);
  registerSignInsForms(app, parts);
  registerLanguageForm(app, parts);
  registerOptOutPages(app, parts);

  app.get<{ Querystring: { done?: string } }>('/account', async (request, reply) => {
    const visit = await accountVisit(parts, request);
    if (visit === null) return signInFirst(reply);
    const shown = await Promise.all(sections.map(async (section) => ({ section, content: await section.content(visit) })));
    const { done } = request.query;
    return parts.pages.send(reply, 200, {
      title: 'Your account',
      reader: visit.session.viewer,
      current: 'account',
      body: html`<div class="nhsuk-u-reading-width">
${shown.map(({ section, content }) => (content === null ? html`` : html`<section class="cie-account" id="${section.id}" aria-labelledby="${section.id}-title"><h2 class="nhsuk-heading-m" id="${section.id}-title">${section.title}</h2>
${messageOf(section, done)}${content}</section>`))}
</div>`,
    });
  });
}
