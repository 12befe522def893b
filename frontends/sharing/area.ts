import { heading } from '@cie/web-kit/controls/headings.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import { fetchAccessLog } from './data/fetch-access-log.ts';
import type { AccessLog } from './data/fetch-access-log.ts';
import { fetchInvitations } from './data/fetch-invitations.ts';
import type { Invitation } from './data/fetch-invitations.ts';
import type { Proxy } from './data/fetch-proxies.ts';
import { accessLog } from './elements/access-log-view/access-log.ts';
import { invitations } from './elements/sharing-view/invitations.ts';
import type { InviteDraft } from './elements/sharing-view/invite-form.ts';
import { words } from './language/sharing.en.ts';

/** Fetched where sharing can be changed: a frame only shows it. */
let manage: typeof import('./manage.ts') | undefined;

export interface Content {
  readonly people: readonly Invitation[];
  /** Who acts for the reader; empty in a frame, which does not show them. */
  readonly proxies: readonly Proxy[];
  readonly log: AccessLog;
  /** Null until something was filled in. */
  readonly draft: InviteDraft | null;
}

/** Who was invited, who acts for the reader, and who looked (ACS-3, ACC-4, ACS-6). In a frame it shows; on the exchange's own pages it also changes. */
export default area<Content>({
  async prepare({ framed }) {
    if (!framed) manage = await import('./manage.ts');
  },

  async load({ ask, page: { name, framed, patient, route } }) {
    const record = openRecord(patient);
    const [people, proxies, log] = await Promise.all([
      fetchInvitations(ask, record),
      framed || name === 'access-log' ? [] : (manage?.fetchProxies(ask, record) ?? []),
      fetchAccessLog(ask, record, route.after ?? null),
    ]);
    return { people: found(people), proxies: found(proxies), log: found(log), draft: null };
  },

  async more({ ask, page: { patient } }, content, { after }) {
    const { entries, next } = found(await fetchAccessLog(ask, openRecord(patient), after ?? null));
    return { ...content, log: { entries: [...content.log.entries, ...entries], next } };
  },

  act: async (reading, content, action, filled) => (await manage?.act(reading, content, action, filled)) ?? {},

  view(content, page) {
    const { people, log } = content;
    if (page.name === 'access-log') return html`${heading(words.logTitle)}<p>${words.logIntro}</p>${accessLog(log, page)}`;
    return html`${heading(words.title)}
      <h2 class="nhsuk-heading-m">${words.people}</h2>
      ${invitations(people, !page.framed)}
      ${page.framed
        ? html`<p><a href="/sharing" target="_blank" rel="noopener">${words.manage}</a></p>
            <h2 class="nhsuk-heading-m">${words.logTitle}</h2>
            <p>${words.logIntro}</p>
            ${accessLog(log, page)}`
        : html`${manage?.manageView(content)}<p><a href="/access-log">${words.logLink}</a></p>`}`;
  },
});
