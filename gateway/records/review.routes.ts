import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { proxyLabels } from '@cie/kit/proxies.ts';
import type { ReviewTask } from '@cie/kit/records-requests.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askOf } from '../desk/desk-link.ts';
import { labelWords } from '../desk/proxy-words.ts';
import { day, dayAt, lastDay, nhsNumber } from '../desk/shown.ts';
import { adviceOf, queryOf, summary, table } from '../desk/staff-parts.ts';
import { form, longField, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import { personOf, type KnownPerson } from './person-of.ts';
import { orNotFound, visitorOf, type RecordsParts, type WithId } from './records-parts.ts';
import { basisWords } from './records-words.ts';

/** A health professional in a session of their own, not one that a patient-record system opened for one chart. */
const isReviewer = ({ kind, duties, onlyPatientId }: Viewer): boolean => kind === 'professional' && duties.length === 0 && onlyPatientId === undefined;

/** The menu's name for these pages. */
const current = 'reviews';

interface Visit {
  readonly viewer: Viewer;
  readonly access: AccessContext;
}

interface TypedReview {
  readonly harm: string;
  readonly harmful: readonly string[];
  readonly text: string;
}

/** Pages of the health professional who reads a record before a copy of it is handed out (SAR-1). */
export function registerReviewRoutes(app: FastifyInstance, parts: RecordsParts): void {
  const ask = askOf(parts.rooms.sharing);
  const visitor = (request: FastifyRequest, reply: FastifyReply) => visitorOf(parts, request, reply, isReviewer);

  app.get('/records-reviews', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const tasks = await ask<readonly ReviewTask[]>('records-reviews', {}, visit.access);
    return parts.pages.send(reply, 200, { title: 'Records to read before a copy is given', reader: visit.viewer, current, body: listBody(tasks, queryOf(request).get('done') === 'answered') });
  });

  const show = async (reply: FastifyReply, { viewer, access }: Visit, task: ReviewTask, typed: TypedReview, items: readonly Problem[]): Promise<FastifyReply> =>
    parts.pages.send(reply, items.length === 0 ? 200 : 422, {
      title: `Request ${task.reference}: could the record do serious harm?`, reader: viewer, current, hasProblems: items.length > 0,
      body: taskBody(task, await personOf(parts.execute, task.patientId, access), typed, items),
    });
  const taskOf = (request: FastifyRequest<WithId>, reply: FastifyReply, access: Parameters<typeof ask>[2]) =>
    orNotFound(reply, request.params.id, () => ask<ReviewTask>('records-review', { id: request.params.id }, access));

  app.get<WithId>('/records-reviews/:id', async (request, reply) => {
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const task = await taskOf(request, reply, visit.access);
    return task === null ? reply : show(reply, visit, task, { harm: '', harmful: [], text: '' }, []);
  });

  app.post<WithId>('/records-reviews/:id', async (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    const visit = await visitor(request, reply);
    if (visit === null) return reply;
    const task = await taskOf(request, reply, visit.access);
    if (task === null) return reply;
    const body = formOf(request);
    const typed = { harm: body.text('harm'), harmful: proxyLabels.filter((each) => body.all('harmful').includes(each)), text: body.text('text', 1000) };
    const items = missing(typed);
    if (items.length > 0) return show(reply, visit, task, typed, items);
    try {
      await ask('answer-records-review', { id: task.id, harmful: typed.harm === 'yes' ? typed.harmful : [], text: typed.text }, visit.access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      // Leads to what is to be done first.
      return show(reply, visit, task, typed, [[code === 'RECORDS_REVIEW_UNREAD' ? 'read' : 'harm-0', text]]);
    }
    return reply.redirect('/records-reviews?done=answered', 303);
  });
}

function missing({ harm, harmful, text }: TypedReview): readonly Problem[] {
  if (harm !== 'yes' && harm !== 'no') return [['harm-0', 'Choose whether anything could do serious harm']];
  if (harm === 'no') return [];
  return [
    ...(harmful.length === 0 ? [['harmful-0', 'Choose which parts could do serious harm'] as const] : []),
    ...(text === '' ? [['text', 'Say what could do serious harm, and to whom'] as const] : []),
  ];
}

function listBody(tasks: readonly ReviewTask[], answered: boolean): Html {
  return html`${answered ? html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>Thank you. The records team has your opinion. The record is closed to you again.</p></div>` : null}
${tasks.length === 0 ? html`<p>Nothing waits for you.</p>` : table('What waits for you', ['Request', 'Asked for by right of', 'Asked', 'Readable for you until'],
    tasks.map(({ id, reference, basis, askedAt, until }) => [html`<a href="/records-reviews/${id}">${reference}</a>`, basisWords[basis].staff, dayAt(askedAt), lastDay(until)]))}`;
}

function taskBody({ id, reference, patientId, basis, relationship, until, dueDay }: ReviewTask, person: KnownPerson | null, typed: TypedReview, items: readonly Problem[]): Html {
  return html`<div class="nhsuk-u-reading-width">
${problems(items)}
${summary([
    ['Request', reference],
    ...(person === null ? [] : [['Whose record', html`${person.name}, NHS number ${nhsNumber(person.nhsNumber)}${person.birthDate === null ? null : `, born ${day(person.birthDate)}`}`] as const]),
    ['By what right', basisWords[basis].staff],
    ...(relationship === null ? [] : [['Who the patient is to them', relationship] as const]),
    ['You can read the record until', `the end of ${lastDay(until)}`],
    ...(dueDay === null ? [] : [['The records team must answer by', day(dueDay)] as const]),
  ])}
<p>The law keeps back what would be likely to cause serious harm to the physical or mental health of the patient or of somebody else (Data Protection Act 2018, schedule 3). Read the record for that alone, and then come back to this page: your opinion is taken once you have opened it. The patient sees in their access log that you were asked, and that you read it.</p>
<p><a class="nhsuk-button nhsuk-button--secondary" id="read" href="/record?patient=${patientId}" role="button" draggable="false">Read the record</a></p>
${form(`/records-reviews/${id}`, [
    options('radio', 'harm', 'Could anything in it do serious harm?', [
      { value: 'no', label: 'No, nothing', checked: typed.harm === 'no' },
      { value: 'yes', label: 'Yes', checked: typed.harm === 'yes' },
    ], undefined, problemOf(items, 'harm-0')),
    options('checkbox', 'harmful', 'If yes: which parts?', proxyLabels.map((value) => ({ value, label: labelWords[value], checked: typed.harmful.includes(value) })), 'What you choose is left out as a whole.', problemOf(items, 'harmful-0')),
    longField({ name: 'text', label: 'If yes: what, and to whom?', hint: 'For the records team. Who asks does not see it.', value: typed.text, problem: problemOf(items, 'text') }),
  ], 'Give this opinion')}
<p><a href="/records-reviews">Back</a></p>
</div>`;
}
