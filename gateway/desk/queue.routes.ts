import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessContext } from '@cie/kit/access-context.ts';
import { caseKinds, caseViews, type CaseKind, type CasePage, type CaseSummary, type CaseView } from '@cie/kit/desk.ts';
import { errorKind } from '@cie/kit/errors.ts';
import type { ProxyPage } from '@cie/kit/proxies.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { html, type Html } from '../pages/html.ts';
import { deskReader } from './desk-guard.ts';
import { askOf } from './desk-link.ts';
import { dateTime, waiting } from './shown.ts';
import { nameIn, queryOf, sendStaffPage, table, type StaffParts } from './staff-parts.ts';
import { kindWords, stateWords, topicWords } from './words.ts';

const viewWords: Readonly<Record<CaseView, string>> = { open: 'Open', mine: 'Mine', closed: 'Closed' };

export interface QueueParts extends StaffParts {
  readonly rooms: { readonly sharing: Pick<RoomLink, 'command'> };
}

/** The desk's queue: what waits, oldest first. */
export function registerQueueRoutes(app: FastifyInstance, parts: QueueParts): void {
  app.get('/desk', async (request, reply) => {
    const query = queryOf(request);
    const view = nameIn(caseViews, query.get('view')) ?? 'open';
    const kind = nameIn(caseKinds, query.get('kind'));
    const { access } = deskReader(request);
    const [page, proxies] = await Promise.all([parts.desk.list(view, kind, query.get('after'), access), countProxies(parts, request, access)]);
    return sendStaffPage(parts, request, reply, 200, {
      title: 'Support desk',
      body: html`${otherWork(proxies)}
${filters(page, view, kind)}
${casesTable(page, view, kind, parts.clock())}
${page.next === null ? null : html`<p><a href="${queueAddress(view, kind, page.next)}">Next page</a></p>`}`,
    });
  });
}

/** How many requests and reviews wait in sharing; null when it does not answer, which keeps nobody from the queue. */
async function countProxies({ rooms }: QueueParts, request: FastifyRequest, access: AccessContext): Promise<ProxyPage['counts'] | null> {
  try {
    return (await askOf(rooms.sharing)<ProxyPage>('proxy-requests', { list: 'requested' }, access)).counts;
  } catch (error) {
    request.log.error(errorKind(error), 'the number of waiting requests to act for patients is not known');
    return null;
  }
}

const otherWork = (proxies: ProxyPage['counts'] | null): Html => html`<nav class="cie-tasks" aria-label="Other work of the desk"><ul>
<li><a href="/desk/proxies">People who act for patients${proxies === null ? null : ` (${proxies.requested} to verify, ${proxies.reviews} to review)`}</a></li>
<li><a href="/desk/professionals">Professionals</a></li>
<li><a href="/desk/teams">Teams</a></li>
<li><a href="/desk/merges">Records joined</a></li>
</ul></nav>`;

export function queueAddress(view: CaseView, kind: CaseKind | null, after: string | null = null): string {
  const query = new URLSearchParams({ ...(view === 'open' ? {} : { view }), ...(kind === null ? {} : { kind }), ...(after === null ? {} : { after }) });
  return query.size === 0 ? '/desk' : `/desk?${query.toString()}`;
}

/** Which cases are shown; the one chosen is a link too, marked as where the reader is. */
function filters({ counts, mine }: CasePage, view: CaseView, kind: CaseKind | null): Html {
  const all = caseKinds.reduce((sum, each) => sum + counts[each], 0);
  const numbers: Readonly<Record<CaseView, number | null>> = { open: all, mine, closed: null };
  const link = (address: string, text: string, isCurrent: boolean): Html => html`<li><a href="${address}"${isCurrent ? html` aria-current="true"` : null}>${text}</a></li>`;
  return html`<nav class="cie-filters" aria-label="Which cases">
<ul>${caseViews.map((each) => link(queueAddress(each, kind), numbered(viewWords[each], numbers[each]), each === view))}</ul>
<ul>${link(queueAddress(view, null), 'All kinds', kind === null)}
${caseKinds.map((each) => link(queueAddress(view, each), numbered(kindWords[each], view === 'open' ? counts[each] : null), each === kind))}</ul>
</nav>`;
}

const numbered = (text: string, number: number | null): string => (number === null ? text : `${text} (${number})`);

function casesTable({ cases }: CasePage, view: CaseView, kind: CaseKind | null, now: Date): Html {
  const caption = `${viewWords[view]} cases${kind === null ? '' : `: ${kindWords[kind]}`}`;
  if (cases.length === 0) return html`<p>${view === 'open' ? 'Nothing waits here.' : 'There are no cases here.'}</p>`;
  return table(
    caption,
    ['Case', 'From', view === 'closed' ? 'Closed' : 'Waiting', 'State'],
    cases.map((each) => [caseLink(each), each.name ?? 'No name given', view === 'closed' ? closedAt(each) : waited(each, now), standing(each)]),
  );
}

const caseLink = ({ id, kind, topic, reference }: CaseSummary): Html => html`<a href="/desk/cases/${id}">${kindWords[kind]}${topicOf(topic)}</a> <span class="cie-quiet">${reference}</span>`;

function topicOf(topic: string | null): string {
  const known = Object.entries(topicWords).find(([name]) => name === topic)?.[1];
  return known === undefined ? '' : `: ${known}`;
}

const waited = ({ openedAt }: CaseSummary, now: Date): Html => html`<time datetime="${openedAt}" title="${dateTime(openedAt)}">${waiting(openedAt, now)}</time>`;
const closedAt = ({ closedAt: at }: CaseSummary): string => (at === null ? '' : dateTime(at));
const standing = ({ state, holder }: CaseSummary): string => (holder === null ? stateWords[state] : `${stateWords[state]}, ${holder.name}`);
