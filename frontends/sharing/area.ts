import { textOf } from '@cie/web-kit/controls/typed.ts';
import { heading } from '@cie/web-kit/controls/headings.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import { fetchAccessLog } from './data/fetch-access-log.ts';
import type { AccessLog } from './data/fetch-access-log.ts';
import { fetchInvitations } from './data/fetch-invitations.ts';
import type { Invitation } from './data/fetch-invitations.ts';
import { invite } from './data/invite.ts';
import { revokeInvitation } from './data/revoke-invitation.ts';
import { accessLog } from './elements/access-log-view/access-log.ts';
import { invitations } from './elements/sharing-view/invitations.ts';
import type { InviteDraft } from './elements/sharing-view/invite-form.ts';
import { words } from './language/sharing.en.ts';

/** Fetched where sharing can be changed: a frame only shows it. */
let form: typeof import('./elements/sharing-view/invite-form.ts') | undefined;

interface Content {
  readonly people: readonly Invitation[];
  readonly log: AccessLog;
  /** Null until something was filled in. */
  readonly draft: InviteDraft | null;
}

/** Who was invited and who looked (ACS-3, ACS-6). In a frame it shows; on the exchange's own pages it also changes. */
export default area<Content>({
  async prepare({ framed }) {
    if (!framed) form = await import('./elements/sharing-view/invite-form.ts');
  },

  async load({ ask, page: { patient, route } }) {
    const record = openRecord(patient);
    const [people, log] = await Promise.all([fetchInvitations(ask, record), fetchAccessLog(ask, record, route.after ?? null)]);
    return { people: found(people), log: found(log), draft: null };
  },

  async more({ ask, page: { patient } }, content, { after }) {
    const { entries, next } = found(await fetchAccessLog(ask, openRecord(patient), after ?? null));
    return { ...content, log: { entries: [...content.log.entries, ...entries], next } };
  },

  async act({ ask, page }, content, action, filled) {
    const record = openRecord(page.patient);
    const again = async (): Promise<Content> => ({ ...content, people: found(await fetchInvitations(ask, record)), draft: null });
    if (action === 'revoke') {
      await revokeInvitation(ask, textOf(filled, 'id'));
      return { content: await again(), said: words.stopped(textOf(filled, 'who')) };
    }
    const draft = form?.readInvite(filled, page.now);
    if (draft === undefined) return {};
    if (draft.problems.length > 0) return { content: { ...content, draft } };
    try {
      await invite(ask, draft.input);
    } catch (error) {
      if (!(error instanceof AskError) || error.message === '') throw error;
      return { content: { ...content, draft: { ...draft, problems: [['email', error.message]] } } };
    }
    return { content: await again(), said: words.sent(draft.input.email) };
  },

  view({ people, log, draft }, page) {
    if (page.name === 'access-log') return html`${heading(words.logTitle)}<p>${words.logIntro}</p>${accessLog(log, page)}`;
    return html`${heading(words.title)}
      <h2 class="nhsuk-heading-m">${words.people}</h2>
      ${invitations(people, !page.framed)}
      ${page.framed
        ? html`<p><a href="/sharing" target="_blank" rel="noopener">${words.manage}</a></p>
            <h2 class="nhsuk-heading-m">${words.logTitle}</h2>
            <p>${words.logIntro}</p>
            ${accessLog(log, page)}`
        : html`${form?.inviteForm(draft ?? form.emptyDraft)}<p><a href="/access-log">${words.logLink}</a></p>`}`;
  },
});
