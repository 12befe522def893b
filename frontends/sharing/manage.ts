import { textOf } from '@cie/web-kit/controls/typed.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Done, Reading } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Content } from './area.ts';
import { fetchInvitations } from './data/fetch-invitations.ts';
import { fetchProxies, resumeProxy, suspendProxy } from './data/fetch-proxies.ts';
import { invite } from './data/invite.ts';
import { revokeInvitation } from './data/revoke-invitation.ts';
import { proxies } from './elements/proxies-view/proxies.ts';
import { emptyDraft, inviteForm, readInvite } from './elements/sharing-view/invite-form.ts';
import { words as inviteWords } from './language/invite.en.ts';
import { words as proxyWords } from './language/proxies.en.ts';

/** What the page of sharing has beside what a frame shows: all that changes something. */
export { fetchProxies };

/** People who act for the reader (ACC-4), and whom else to invite (ACS-3). */
export const manageView = (content: Content): TemplateResult => html`<h2 class="nhsuk-heading-m">${proxyWords.title}</h2>
  ${proxies(content.proxies)}
  <p>${proxyWords.actForText} <a href="/act-for">${proxyWords.actFor}</a></p>
  ${inviteForm(content.draft ?? emptyDraft)}`;

/** Carries out what the reader decides about who may see their record. */
export async function act({ ask, page }: Reading, content: Content, action: string, filled: FormData): Promise<Done<Content>> {
  const record = openRecord(page.patient);
  const [id, who] = [textOf(filled, 'id'), textOf(filled, 'who')];
  const withPeople = async (): Promise<Content> => ({ ...content, people: found(await fetchInvitations(ask, record)), draft: null });
  const withProxies = async (): Promise<Content> => ({ ...content, proxies: found(await fetchProxies(ask, record)) });
  switch (action) {
    case 'suspend-proxy':
      await suspendProxy(ask, id);
      return { content: await withProxies(), said: proxyWords.suspended(who) };
    case 'resume-proxy': {
      const state = await resumeProxy(ask, id);
      return { content: await withProxies(), said: (state === 'SUSPENDED' ? proxyWords.stillClosed : proxyWords.resumed)(who) };
    }
    case 'revoke':
      await revokeInvitation(ask, id);
      return { content: await withPeople(), said: inviteWords.stopped(who) };
    default:
  }
  const draft = readInvite(filled, page.now);
  if (draft.problems.length > 0) return { content: { ...content, draft } };
  try {
    await invite(ask, draft.input);
  } catch (error) {
    if (!(error instanceof AskError) || error.message === '') throw error;
    return { content: { ...content, draft: { ...draft, problems: [['email', error.message]] } } };
  }
  return { content: await withPeople(), said: inviteWords.sent(draft.input.email) };
}
