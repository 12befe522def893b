import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import type { Page, Reading } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Route } from '@cie/web-kit/page/route.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Content } from './area.ts';
import { fetchAccessLog, fetchLogContents } from './data/fetch-access-log.ts';
import type { AccessLog } from './data/fetch-access-log.ts';
import { accessLog } from './elements/access-log-view/access-log.ts';
import { logFilter } from './elements/access-log-view/log-filter.ts';
import { filterOf } from './elements/access-log-view/read-filter.ts';
import { words } from './language/log.en.ts';

/** Who has looked (ACS-6), with what there is to choose from on the page of its own: all that the first view of sharing does without. */
export async function loadLog({ ask, page: { name, patient, route } }: Reading): Promise<AccessLog> {
  const record = openRecord(patient);
  const [log, contents] = await Promise.all([
    fetchAccessLog(ask, record, filterOf(route), route.after ?? null),
    name === 'access-log' ? fetchLogContents(ask, record) : null,
  ]);
  return { ...found(log), contents };
}

/** The next entries, joined to those that are shown. */
export async function moreEntries({ ask, page: { patient, route } }: Reading, content: Content, { after }: Route): Promise<Content> {
  const { entries, next } = found(await fetchAccessLog(ask, openRecord(patient), filterOf(route), after ?? null));
  return { ...content, log: { entries: [...(content.log?.entries ?? []), ...entries], next, contents: content.log?.contents ?? null } };
}

/** On the page of its own with what to show of it, and the way to a copy; elsewhere with the way back to the people who were invited. */
export function logView(log: AccessLog, page: Page): TemplateResult {
  const { contents } = log;
  if (contents === null) return html`<p>${back(link(page.display, { view: page.route.view }), words.back)}</p>${heading(words.title)}<p>${words.intro}</p>${accessLog(log, page)}`;
  return html`${heading(words.title)}
    <p>${words.intro}</p>
    <p><a href="/access-log/copy">${words.copy}</a></p>
    ${logFilter(contents, page)} ${accessLog(log, page)}`;
}
