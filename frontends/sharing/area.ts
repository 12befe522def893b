import { heading } from '@cie/web-kit/controls/headings.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import { html } from 'lit/html.js';
import type { AccessLog } from './data/fetch-access-log.ts';
import { fetchInvitations } from './data/fetch-invitations.ts';
import type { Invitation } from './data/fetch-invitations.ts';
import type { Proxy } from './data/fetch-proxies.ts';
import { invitations } from './elements/sharing-view/invitations.ts';
import type { InviteDraft } from './elements/sharing-view/invite-form.ts';
import { words } from './language/sharing.en.ts';

/** Fetched where sharing can be changed: a frame only shows it. */
let manage: typeof import('./manage.ts') | undefined;

/** Fetched where the reader asks who has looked. */
let log: typeof import('./log.ts') | undefined;

export interface Content {
  readonly people: readonly Invitation[];
  /** Who acts for the reader; empty in a frame, which does not show them. */
  readonly proxies: readonly Proxy[];
  /** Who looked; null where the page does not show it. */
  readonly log: AccessLog | null;
  /** Null until something was filled in. */
  readonly draft: InviteDraft | null;
}

/** A page of its own at top level; in a frame, and in a record, one step from the people who were invited. */
const showsLog = ({ name, route }: Page): boolean => name === 'access-log' || route.kind === 'log';

/** Who was invited, who acts for the reader, and who looked (ACS-3, ACC-4, ACS-6). In a frame it shows; on the exchange's own pages it also changes. */
export default area<Content>({
  async prepare(page) {
    if (showsLog(page)) log = await import('./log.ts');
    else if (!page.framed) manage = await import('./manage.ts');
  },

  async load(reading) {
    const { ask, page } = reading;
    const record = openRecord(page.patient);
    if (showsLog(page)) return { people: [], proxies: [], log: found((await log?.loadLog(reading)) ?? null), draft: null };
    const [people, proxies] = await Promise.all([fetchInvitations(ask, record), page.framed ? [] : (manage?.fetchProxies(ask, record) ?? [])]);
    return { people: found(people), proxies: found(proxies), log: null, draft: null };
  },

  more: async (reading, content, next) => (await log?.moreEntries(reading, content, next)) ?? content,

  act: async (reading, content, action, filled) => (await manage?.act(reading, content, action, filled)) ?? {},

  view(content, page) {
    if (content.log !== null) return html`${log?.logView(content.log, page)}`;
    return html`${heading(words.title)}
      <h2 class="nhsuk-heading-m">${words.people}</h2>
      ${page.framed ? invitations(content.people) : manage?.people(content.people)}
      ${page.framed
        ? html`<p><a href="/sharing" target="_blank" rel="noopener">${words.manage}</a></p>
            <p><a href=${link(page.display, { view: page.route.view, kind: 'log' })} data-go>${words.logLink}</a></p>`
        : html`${manage?.manageView(content)}<p><a href="/access-log">${words.logLink}</a></p>`}`;
  },
});
