import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { Viewer } from '@cie/kit/access-context.ts';
import { errorKind } from '@cie/kit/errors.ts';
import { organisationName } from '@cie/kit/organisations.ts';
import { resultTasksPath, type ShownResultTask } from '@cie/kit/result-tasks.ts';
import type { RoomLink } from '@cie/kit/room.ts';
import { askOf } from '../desk/desk-link.ts';
import { table } from '../desk/staff-parts.ts';
import { dayOf } from '../pages/dates.ts';
import { html, type Html } from '../pages/html.ts';
import { forbidStoring, PageSender } from '../pages/page.ts';
import type { Sessions } from '../sign-in/sessions.ts';

export interface ResultTasksPlan {
  readonly sessions: Pick<Sessions, 'read'>;
  readonly rooms: { readonly results: Pick<RoomLink, 'command'> };
  /** The machine's own unless a test moves it. */
  readonly clock?: () => Date;
}

const title = 'Results nobody has opened';
const kinds = { laboratory: 'Laboratory report', radiology: 'Radiology report' } as const;

/**
 * The list of results that patients can soon read and that no professional has opened (RES-4), for professionals of the
 * organisations that supplied them. It names no patient: who opens one passes that record's door, which decides and logs.
 */
export async function registerResultTasks(app: FastifyInstance, { sessions, rooms, clock = () => new Date() }: ResultTasksPlan): Promise<void> {
  const pages = new PageSender([]);
  const ask = askOf(rooms.results);
  if (!app.hasDecorator('parseCookie')) await app.register(cookie);

  app.get(resultTasksPath, { config: { policy: 'professional' } }, async (request, reply) => {
    const viewer = (await sessions.read(request))?.viewer ?? null;
    if (viewer === null) return reply.redirect(`/sign-in?return=${encodeURIComponent(resultTasksPath)}`, 303);
    if (!mayHaveTasks(viewer)) return reply.callNotFound();
    forbidStoring(reply);
    const now = clock();
    try {
      const tasks = await ask<readonly ShownResultTask[]>('result-tasks', {}, { requestId: randomUUID(), viewer, now });
      return pages.send(reply, 200, { title, reader: viewer, body: tasksBody(tasks, now) });
    } catch (error) {
      request.log.error(errorKind(error), 'tasks for unopened results cannot be shown');
      return pages.send(reply, 503, { title, reader: viewer, body: html`<p>This list is not available right now. Try again in a minute.</p>` });
    }
  });
}

/** To everybody else there is nothing here. */
function mayHaveTasks({ kind, duties, organisation, onlyPatientId }: Viewer): boolean {
  return kind === 'professional' && duties.length === 0 && organisation !== null && onlyPatientId === undefined;
}

function tasksBody(tasks: readonly ShownResultTask[], now: Date): Html {
  if (tasks.length === 0) return html`<p>Every result that patients can soon read has been opened by a professional.</p>`;
  return html`<p>Patients can read these results soon, or can already, and no professional has opened them here. Open a result to take it off the list.
From the result you can also let the patient read it earlier, or make the delay longer once.</p>
${table('Results nobody has opened', ['Result', 'Asked for by', 'From', 'Patients can read it'], tasks.map((task) => [resultLink(task), task.requester ?? 'Not said', placeOf(task), whenOf(task, now)]))}`;
}

function resultLink({ patientId, reportId, kind }: ShownResultTask): Html {
  const query = new URLSearchParams({ view: 'results', patient: patientId, report: reportId });
  return html`<a href="/record?${query.toString()}">${kinds[kind]}</a>`;
}

const placeOf = ({ site, organisation }: ShownResultTask): string => (site === null ? organisationName(organisation) : `${site}, ${organisationName(organisation)}`);

const whenOf = ({ availableFrom }: ShownResultTask, now: Date): string => (new Date(availableFrom) <= now ? `since ${dayOf(availableFrom)}` : `from ${dayOf(availableFrom)}`);
