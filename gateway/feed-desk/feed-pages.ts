import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { RoomLinks } from '@cie/kit/room.ts';
import { problems } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import type { PageSender } from '../pages/page.ts';
import type { StaffPage } from '../desk/staff-parts.ts';
import { feedReader } from './feed-guard.ts';
import type { FeedRights } from './feed-rights.ts';

/** What the staff pages of feeds work with. */
export interface FeedDeskParts {
  readonly database: Pool;
  readonly rooms: Pick<RoomLinks, 'results'>;
  readonly pages: PageSender;
  readonly clock: () => Date;
  readonly isSandbox: boolean;
}

type FeedPageName = 'held' | 'senders' | 'delays';

const areas: readonly (readonly [name: FeedPageName, href: string, text: string])[] = [
  ['held', '/feeds/held', 'Held messages'],
  ['senders', '/feeds/senders', 'Senders'],
  ['delays', '/feeds/delays', 'Delays'],
];

/** Links between the pages of feeds; settings only for who may set them. */
function feedMenu({ settings }: FeedRights, current: FeedPageName): Html {
  const shown = areas.filter(([name]) => name === 'held' || settings !== null);
  if (shown.length < 2) return html``;
  return html`<nav class="cie-filters" aria-label="Feeds"><ul>
${shown.map(([name, href, text]) => html`<li><a href="${href}"${name === current ? html` aria-current="true"` : null}>${text}</a></li>`)}
</ul></nav>`;
}

/** Sends a page of the feeds with their menu, what was done or what is wrong. */
export function sendFeedPage({ pages }: FeedDeskParts, request: FastifyRequest, reply: FastifyReply, status: number, area: FeedPageName, { title, body, items = [], done }: StaffPage): FastifyReply {
  const { viewer, rights } = feedReader(request);
  return pages.send(reply, status, {
    title,
    hasProblems: items.length > 0,
    reader: viewer,
    current: 'feeds',
    body: html`${feedMenu(rights, area)}
${problems(items)}
${done === undefined ? null : html`<div class="cie-done" role="status"><p>${done}</p></div>`}
${body}`,
  });
}
