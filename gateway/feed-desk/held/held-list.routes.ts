import type { FastifyInstance } from 'fastify';
import { organisationName } from '@cie/kit/organisations.ts';
import { dateTime, waiting } from '../../desk/shown.ts';
import { nameIn, queryOf, table } from '../../desk/staff-parts.ts';
import { listSenders } from '../../feeds/sender.store.ts';
import { form } from '../../pages/controls.ts';
import { html, type Html } from '../../pages/html.ts';
import { feedReader } from '../feed-guard.ts';
import { sendFeedPage, type FeedDeskParts } from '../feed-pages.ts';
import { bandOf, bands, countHeld, listHeldPage, sendersOf, type Band, type HeldCount, type HeldFilter, type HeldList, type HeldRow } from './held-list.store.ts';
import { bandWords, codeWord } from './held-words.ts';
import { senderKey, senderNamer, type SenderNamer } from './sender-names.ts';

/** Senders that the filter offers: those with most that waits. */
const MOST_SENDERS = 20;

/** What waits for a person (ING-4): how many for each reason and how long, filters, and the messages, oldest first. */
export function registerHeldListRoutes(app: FastifyInstance, parts: FeedDeskParts): void {
  app.get('/feeds/held', async (request, reply) => {
    const { scope } = feedReader(request);
    const query = queryOf(request);
    const now = parts.clock();
    const state = nameIn(['held', 'closed'] as const, query.get('state')) ?? 'held';
    const [counts, senders, registered] = await Promise.all([countHeld(parts.database, scope, now), sendersOf(parts.database, scope, state), listSenders(parts.database)]);
    const filter = filterOf(query, state, senders);
    const list = await listHeldPage(parts.database, scope, filter, query.get('after'), now);
    const nameOf = senderNamer(registered);
    return sendFeedPage(parts, request, reply, 200, 'held', {
      title: filter.state === 'held' ? 'Held messages' : 'Closed messages',
      body: html`<p>Messages that could not be applied wait here. Nothing that was received is lost.</p>
${countsTable(counts, filter)}
${filters(filter, counts, senders, nameOf)}
${listTable(list, filter, nameOf, now)}
${list.next === null ? null : html`<p><a href="${heldAddress(filter, { after: list.next })}">Next page</a></p>`}
${filter.state === 'held' && filter.code !== null && filter.sender !== null && list.rows.length > 0 ? replayAll(filter.code, filter.sender, nameOf) : null}`,
    });
  });
}

function filterOf(query: URLSearchParams, state: HeldFilter['state'], senders: readonly string[]): HeldFilter {
  const code = query.get('reason');
  const sender = senders.find((each) => senderKey(each) === query.get('sender')) ?? null;
  return { state, code: code !== null && /^[a-z0-9-]{1,60}$/.test(code) ? code : null, sender, band: nameIn(bands, query.get('waiting')) };
}

/** The address of the list under a filter. */
export function heldAddress({ state, code, sender, band }: HeldFilter, { after }: { readonly after?: string } = {}): string {
  const query = new URLSearchParams({
    ...(state === 'held' ? {} : { state }), ...(code === null ? {} : { reason: code }), ...(sender === null ? {} : { sender: senderKey(sender) }),
    ...(band === null ? {} : { waiting: band }), ...(after === undefined ? {} : { after }),
  });
  return query.size === 0 ? '/feeds/held' : `/feeds/held?${query.toString()}`;
}

/** How many wait for each reason, by how long; each number leads to those messages. */
function countsTable(counts: readonly HeldCount[], filter: HeldFilter): Html {
  if (counts.length === 0) return html`<p>Nothing is held.</p>`;
  const link = (code: string | null, band: Band | null, count: number): Html =>
    count === 0 ? html`0` : html`<a href="${heldAddress({ ...filter, state: 'held', code, band })}">${count}<span class="nhsuk-u-visually-hidden"> ${code === null ? 'held' : codeWord(code)}${band === null ? '' : `, ${bandWords[band].toLowerCase()}`}</span></a>`;
  const sum = (band: Band): number => counts.reduce((all, each) => all + each.bands[band], 0);
  const rows = counts.map(({ code, count, bands: by }) => [codeWord(code), ...bands.map((band) => link(code, band, by[band])), link(code, null, count)]);
  const total = counts.reduce((all, { count }) => all + count, 0);
  const all: (Html | string)[] = ['All', ...bands.map((band) => link(null, band, sum(band))), link(null, null, total)];
  return html`<h2 class="nhsuk-heading-m">Why they wait, and how long</h2>
${table('How many messages are held, by reason and by how long they have waited', ['Reason', ...bands.map((band) => bandWords[band]), 'All'], counts.length > 1 ? [...rows, all] : rows)}`;
}

function filters(filter: HeldFilter, counts: readonly HeldCount[], senders: readonly string[], nameOf: SenderNamer): Html {
  const link = (change: Partial<HeldFilter>, text: string, isCurrent: boolean): Html => html`<li><a href="${heldAddress({ ...filter, ...change })}"${isCurrent ? html` aria-current="true"` : null}>${text}</a></li>`;
  const codes = new Set([...counts.map(({ code }) => code), ...(filter.code === null ? [] : [filter.code])]);
  const systems = new Set([...senders.slice(0, MOST_SENDERS), ...(filter.sender === null ? [] : [filter.sender])]);
  return html`<h2 class="nhsuk-heading-m">Messages</h2>
<nav class="cie-filters" aria-label="Which messages">
<ul>${link({ state: 'held' }, 'Held', filter.state === 'held')}${link({ state: 'closed' }, 'Closed', filter.state === 'closed')}</ul>
<ul>${link({ code: null }, 'Every reason', filter.code === null)}${[...codes].map((code) => link({ code }, codeWord(code), filter.code === code))}</ul>
<ul>${link({ sender: null }, 'Every sender', filter.sender === null)}${[...systems].map((sender) => link({ sender }, nameOf(sender), filter.sender === sender))}</ul>
<ul>${link({ band: null }, 'However long', filter.band === null)}${bands.map((band) => link({ band }, bandWords[band], filter.band === band))}</ul>
</nav>`;
}

function listTable({ rows }: HeldList, filter: HeldFilter, nameOf: SenderNamer, now: Date): Html {
  if (rows.length === 0) return html`<p>${filter.state === 'held' ? 'Nothing waits here.' : 'Nothing is closed here.'}</p>`;
  return table(
    filter.state === 'held' ? 'Held messages, oldest first' : 'Closed messages, latest first',
    ['Reason', 'Message', 'Sender', filter.state === 'held' ? 'Waiting' : 'Closed'],
    rows.map((row) => [
      html`<a href="/feeds/held/${row.id}">${codeWord(row.code)}</a>${row.isMended ? html` <span class="cie-quiet">Mended before</span>` : null}`,
      html`<span class="cie-reference">${row.event}</span>`,
      html`${nameOf(row.sender)}${row.organisation === null ? null : html` <span class="cie-quiet">${organisationName(row.organisation)}</span>`}`,
      filter.state === 'held' ? age(row, now) : dateTime((row.closedAt ?? row.receivedAt).toISOString()),
    ]),
  );
}

function age({ receivedAt }: HeldRow, now: Date): Html {
  const at = receivedAt.toISOString();
  const band = bandOf(receivedAt, now);
  return html`<time datetime="${at}" title="${dateTime(at)}">${waiting(at, now)}</time>${band === 'today' ? null : html` <span class="cie-quiet">${bandWords[band]}</span>`}`;
}

const replayAll = (code: string, sender: string, nameOf: SenderNamer): Html =>
  html`<h2 class="nhsuk-heading-m">Replay them all</h2>
<p>When what was wrong is mended, for example a sender that is registered now, all messages of ${nameOf(sender)} that wait for this reason can be replayed at once.</p>
${form('/feeds/held/replay-all', [], 'Replay all of these', { kept: { reason: code, sender: senderKey(sender) }, kind: 'secondary' })}`;
