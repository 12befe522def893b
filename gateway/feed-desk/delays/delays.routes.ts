import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { organisationName, organisations } from '@cie/kit/organisations.ts';
import { askOf } from '../../desk/desk-link.ts';
import { dateTime } from '../../desk/shown.ts';
import { adviceOf, nameIn, queryOf, table } from '../../desk/staff-parts.ts';
import { form, type Problem } from '../../pages/controls.ts';
import { formOf } from '../../pages/form-body.ts';
import { html, type Html } from '../../pages/html.ts';
import { feedReader } from '../feed-guard.ts';
import { sendFeedPage, type FeedDeskParts } from '../feed-pages.ts';
import { looksAfter, type FeedArea } from '../feed-rights.ts';
import { delayForm, delayProblems, every, newDelay, ruleWords, taskForm, typedDelayIn, whatWords, type DelayPolicy, type Policies, type TaskPolicy, type TypedDelay, type TypedTask } from './delay-form.ts';

const doneWords = {
  saved: 'The rule is saved. It applies to what is filed from now on.', removed: 'The rule is removed. A more general rule applies from now on, if there is one.', task: 'Saved. It applies from now on.',
} as const;

/** Controls that the refusals of results are about. */
const controlOf: Readonly<Record<string, string>> = { DELAY_DAYS_INVALID: 'days', TEST_CODE_INVALID: 'testCode', TASK_DAYS_INVALID: 'days', EMAIL_INVALID: 'email' };

/** How long results wait before patients read them (RES-3), and who is told of those that nobody has opened (RES-4). */
export function registerDelayRoutes(app: FastifyInstance, parts: FeedDeskParts): void {
  const ask = askOf(parts.rooms.results);
  const policiesFor = (request: FastifyRequest): Promise<Policies> => ask<Policies>('delay-policies', {}, feedReader(request).access);

  app.get('/feeds/delays', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const done = nameIn(['saved', 'removed', 'task'] as const, queryOf(request).get('done'));
    return sendFeedPage(parts, request, reply, 200, 'delays', { title: 'Delays', body: listBody(await policiesFor(request), area), done: done === null ? undefined : doneWords[done] });
  });

  const showForm = (request: FastifyRequest, reply: FastifyReply, status: number, area: FeedArea, typed: TypedDelay, isNew: boolean, items: readonly Problem[] = []): FastifyReply =>
    sendFeedPage(parts, request, reply, status, 'delays', {
      title: isNew ? 'Add a delay' : 'Change a delay', items,
      body: html`${isNew ? null : html`<p>For ${ruleWords({ ...typed, kind: typed.kind === 'radiology' ? 'radiology' : 'laboratory' })}</p>`}
${fromNowOn}
${delayForm(typed, area, isNew, items)}
${isNew ? null : form('/feeds/delays/remove', [], 'Remove this rule', { kept: { organisation: typed.organisation, kind: typed.kind, testCode: typed.testCode }, kind: 'secondary' })}
${back}`,
    });

  app.get('/feeds/delays/new', (request, reply) => {
    const area = areaOf(request, reply);
    return area === null ? reply : showForm(request, reply, 200, area, { ...newDelay, organisation: area === 'every' ? '' : area.organisation }, true);
  });

  app.get('/feeds/delays/change', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const query = queryOf(request);
    const rule = (await policiesFor(request)).policies.find(({ organisation, kind, testCode }) => organisation === query.get('organisation') && kind === query.get('kind') && testCode === query.get('test'));
    // Rules for every organisation stand in a trust's list, and are not theirs to change.
    if (rule === undefined || !looksAfter(area, rule.organisation)) return reply.callNotFound();
    return showForm(request, reply, 200, area, { ...rule, days: String(rule.days) }, false);
  });

  app.post('/feeds/delays/save', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const [typed, isNew] = [typedDelayIn(formOf(request)), formOf(request).text('form') !== 'change'];
    const items = delayProblems(typed);
    if (items.length > 0) return showForm(request, reply, 422, area, typed, isNew, items);
    // Another organisation's rules are none of the reader's, whatever a form says (abuse case 22).
    if (!looksAfter(area, typed.organisation)) return reply.callNotFound();
    try {
      await ask('save-delay-policy', { ...typed, days: Number(typed.days) }, feedReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return showForm(request, reply, 422, area, typed, isNew, [[controlOf[code] ?? 'days', text]]);
    }
    return reply.redirect('/feeds/delays?done=saved', 303);
  });

  registerRemoval(app, parts);
  registerTask(app, parts);
}

/** Whose policies this reader sets; null after the answer that there is nothing here. */
function areaOf(request: FastifyRequest, reply: FastifyReply): FeedArea | null {
  const { settings } = feedReader(request).rights;
  if (settings === null) reply.callNotFound();
  return settings;
}

const back = html`<p><a href="/feeds/delays">Back to the delays</a></p>`;
const fromNowOn = html`<p>A change applies to what is filed from now on. Reports that are waiting keep their date, unless a new version of them comes.</p>`;

function listBody({ policies, tasks }: Policies, area: FeedArea): Html {
  return html`<p>How long patients wait before they read a result. Professionals read it at once. An organisation’s own rule counts before one for all, and a rule for one test before one for every test.</p>
${fromNowOn}
<p><a class="nhsuk-button nhsuk-button--secondary" href="/feeds/delays/new">Add a delay</a></p>
${policies.length === 0 ? html`<p>Nothing waits.</p>` : [every, ...organisations.map(({ odsCode }) => odsCode)].map((each) => rulesOf(each, policies, area))}
<h2 class="nhsuk-heading-m">Results that nobody has opened</h2>
<p>Some days before a patient can read a result, its organisation is told if no professional has opened it.</p>
${tasks.length === 0 ? html`<p>No organisation has chosen this.</p>` : table('Who is told of results that nobody has opened', ['Organisation', 'Days before', 'Email', 'Changed'], tasks.map((each) => [organisationName(each.organisation), String(each.days), each.email ?? 'None', changed(each)]))}
<p><a href="/feeds/delays/task">Choose when somebody is told</a></p>`;
}

function changed({ author, at }: Pick<DelayPolicy, 'author' | 'at'>): string {
  return author === null ? 'As the exchange was set up' : `${author}${at === null ? '' : `, ${dateTime(at)}`}`;
}

/** The rules of one organisation; each leads to its page where its reader may change it. */
function rulesOf(organisation: string, policies: readonly DelayPolicy[], area: FeedArea): Html {
  const own = policies.filter((each) => each.organisation === organisation);
  if (own.length === 0) return html``;
  const title = organisation === every ? 'Every organisation that has no rule of its own' : organisationName(organisation);
  const mayChange = looksAfter(area, organisation);
  return html`<h2 class="nhsuk-heading-m">${title}</h2>
${table(`Delays of ${title}`, ['Results', 'Days', 'Notice', 'Changed'], own.map((each) => [
  mayChange ? html`<a href="${changeAddress(each)}">${whatWords(each)}</a>` : whatWords(each), String(each.days), each.showNotice ? 'Patients see that something waits' : 'Patients see nothing', changed(each),
]))}`;
}

const changeAddress = ({ organisation, kind, testCode }: DelayPolicy): string => `/feeds/delays/change?${new URLSearchParams({ organisation, kind, test: testCode }).toString()}`;

/** Removing asks twice: the second press confirms. */
function registerRemoval(app: FastifyInstance, parts: FeedDeskParts): void {
  app.post('/feeds/delays/remove', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const body = formOf(request);
    const { organisation, kind: typedKind, testCode } = typedDelayIn(body);
    const kind = nameIn(['laboratory', 'radiology'] as const, typedKind);
    if (kind === null || !looksAfter(area, organisation)) return reply.callNotFound();
    const show = (status: number, items: readonly Problem[]): FastifyReply => sendFeedPage(parts, request, reply, status, 'delays', {
      title: 'Remove a delay', items,
      body: html`<p>${ruleWords({ organisation, kind, testCode })}</p>
<p>A more general rule applies from then on, if there is one. Otherwise patients read such results at once.</p>
${form('/feeds/delays/remove', [], 'Remove this rule', { kept: { organisation, kind, testCode, confirmed: 'yes' }, kind: 'warning' })}
${back}`,
    });
    if (body.text('confirmed') !== 'yes') return show(200, []);
    try {
      await askOf(parts.rooms.results)('remove-delay-policy', { organisation, kind, testCode }, feedReader(request).access);
    } catch (error) {
      return show(422, [['main', adviceOf(error).text]]);
    }
    return reply.redirect('/feeds/delays?done=removed', 303);
  });
}

function registerTask(app: FastifyInstance, parts: FeedDeskParts): void {
  const ask = askOf(parts.rooms.results);
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, area: FeedArea, typed: TypedTask, items: readonly Problem[] = []): FastifyReply =>
    sendFeedPage(parts, request, reply, status, 'delays', { title: 'Results that nobody has opened', items, body: html`${taskForm(typed, area, items)}\n${back}` });

  app.get('/feeds/delays/task', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const own = area === 'every' ? '' : area.organisation;
    const { tasks } = await ask<Policies>('delay-policies', {}, feedReader(request).access);
    const known: TaskPolicy | undefined = tasks.find(({ organisation }) => organisation === own);
    return show(request, reply, 200, area, { organisation: own, days: String(known?.days ?? 7), email: known?.email ?? '' });
  });

  app.post('/feeds/delays/task', async (request, reply) => {
    const area = areaOf(request, reply);
    if (area === null) return reply;
    const body = formOf(request);
    const typed: TypedTask = { organisation: body.text('organisation', 20), days: body.text('days', 10), email: body.text('email', 254) };
    if (typed.organisation === '') return show(request, reply, 422, area, typed, [['organisation-0', 'Select an organisation']]);
    if (!looksAfter(area, typed.organisation)) return reply.callNotFound();
    try {
      await ask('save-result-task-policy', { organisation: typed.organisation, days: /^\d{1,3}$/.test(typed.days) ? Number(typed.days) : -1, email: typed.email === '' ? null : typed.email }, feedReader(request).access);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(request, reply, 422, area, typed, [[controlOf[code] ?? 'organisation-0', text]]);
    }
    return reply.redirect('/feeds/delays?done=task', 303);
  });
}
