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
import { searchDirectory } from './data/search-directory.ts';
import { people } from './elements/people-view/people.ts';
import { proxies } from './elements/proxies-view/proxies.ts';
import { emptyDraft, inviteForm, readInvite, type InviteDraft } from './elements/sharing-view/invite-form.ts';
import { words as inviteWords } from './language/invite.en.ts';
import { words as peopleWords } from './language/people.en.ts';
import { words as proxyWords } from './language/proxies.en.ts';

/** What the page of sharing has beside what a frame shows: all that changes something. */
export { fetchProxies, people };

/** People who act for the reader (ACC-4), and whom else to invite (ACS-3). */
export const manageView = (content: Content): TemplateResult => html`${inviteForm(content.draft ?? emptyDraft)}
  <h2 class="nhsuk-heading-m">${proxyWords.title}</h2>
  ${proxies(content.proxies)}
  <p>${proxyWords.actForText} <a href="/act-for">${proxyWords.actFor}</a></p>
  <h2 class="nhsuk-heading-m">${peopleWords.all}</h2>
  <p>${peopleWords.allText} <a href="/view-as">${peopleWords.allLink}</a></p>
  <h2 class="nhsuk-heading-m">${peopleWords.summary}</h2>
  <p>${peopleWords.summaryText} <a href="/share-summary">${peopleWords.summaryLink}</a></p>`;

/** Carries out what the reader decides about who may see their record. */
export async function act({ ask, page }: Reading, content: Content, action: string, filled: FormData): Promise<Done<Content>> {
  const record = openRecord(page.patient);
  const [id, who] = [textOf(filled, 'id'), textOf(filled, 'who')];
  const withPeople = async (): Promise<Content> => ({ ...content, people: found(await fetchInvitations(ask, record)), draft: null });
  const withProxies = async (): Promise<Content> => ({ ...content, proxies: found(await fetchProxies(ask, record)) });
  const draft = content.draft ?? emptyDraft;
  const drafted = (change: Partial<InviteDraft>): Done<Content> => ({ content: { ...content, draft: { ...draft, problems: [], focus: null, ...change } } });
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
      return { content: await withPeople(), said: html`${inviteWords.stopped(who)} <a href="#invite">${inviteWords.inviteAgain}</a>` };
    case 'search': {
      const search = textOf(filled, 'search');
      // The exchange counts letters as people do; what it refuses is said in its words.
      if (search.length < 3) return drafted({ search, found: null, problems: [['search', inviteWords.problemSearch]] });
      const answer = await refusable(() => searchDirectory(ask, search));
      return typeof answer === 'string' ? drafted({ search, found: null, problems: [['search', answer]] }) : drafted({ search, found: answer, focus: 'found' });
    }
    case 'choose': {
      const chosen = draft.found?.entries.find((each) => each.id === id) ?? null;
      return drafted({ chosen, focus: chosen === null ? 'found' : 'chosen' });
    }
    default:
  }
  const { draft: read, input } = readInvite(draft, filled, page.now);
  if (read.problems.length > 0) return { content: { ...content, draft: read } };
  const refused = await refusable(() => invite(ask, input));
  const { chosen } = read;
  if (typeof refused === 'string') return { content: { ...content, draft: { ...read, problems: [[chosen === null ? 'email' : 'labels-0', refused]] } } };
  return { content: await withPeople(), said: chosen === null ? inviteWords.sent(read.email) : (chosen.kind === 'TEAM' ? inviteWords.sentTeam : inviteWords.sent)(chosen.name) };
}

/** What was asked for, or what the exchange says has to be corrected. */
async function refusable<Answer>(work: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AskError) || error.message === '') throw error;
    return error.message;
  }
}
