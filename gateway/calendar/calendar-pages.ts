import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isProvedPatient } from '@cie/kit/access-context.ts';
import { Label } from '@cie/kit/names.ts';
import { field, form, options, problemOf, problems, type Problem } from '../pages/controls.ts';
import { dayAndTime, dayOf } from '../pages/dates.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { requireOwnForm } from '../pages/own-origin.ts';
import type { Session } from '../sign-in/sessions.ts';
import type { CalendarParts } from './calendar-parts.ts';
import { mostFeeds, type CalendarFeed, type FeedChoice } from './feed.store.ts';

const details: Readonly<Record<FeedChoice['detail'], readonly [label: string, hint: string]>> = {
  general: ['Only “Hospital appointment”', 'With the hospital and the time. For a calendar that others may see.'],
  clinic: ['The name of the clinic too', 'With the place in the hospital. Whoever sees your calendar sees which clinic it is.'],
};

/** Labels beside general, which every feed shows. */
const moreLabels: readonly (readonly [name: string, label: Label, words: string])[] = [
  ['sexual-health', Label.sexualHealth, 'Sexual health'],
  ['mental-health', Label.mentalHealth, 'Mental health'],
  ['social-care', Label.socialCare, 'Social care'],
];

/** GET /calendar and its forms: addresses from which a person's own calendar fetches their appointments (APT-1). Works without script. */
export function registerCalendarPages(app: FastifyInstance, parts: CalendarParts): void {
  const owned = async (request: FastifyRequest, reply: FastifyReply, act: (session: Session) => Promise<FastifyReply>): Promise<FastifyReply> => {
    const session = await parts.sessions.read(request);
    if (session === null) return reply.redirect('/sign-in?return=%2Fcalendar', 303);
    const { viewer } = session;
    if (!isProvedPatient(viewer) || viewer.patientId === null) {
      reply.callNotFound();
      return reply;
    }
    return act(session);
  };
  const show = async (reply: FastifyReply, session: Session, shown: Shown): Promise<FastifyReply> =>
    parts.pages.send(reply, (shown.problems ?? []).length > 0 ? 422 : 200, {
      title: 'Appointments in your calendar',
      reader: session.viewer,
      hasProblems: (shown.problems ?? []).length > 0,
      body: body(await parts.feeds.list(session.viewer.accountId), shown),
    });

  app.get<{ Querystring: { done?: string } }>('/calendar', (request, reply) =>
    owned(request, reply, (session) => show(reply, session, request.query.done === 'ended' ? { said: 'That address does not work any more.' } : {})));

  app.post('/calendar/feeds', (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    return owned(request, reply, async (session) => {
      const { choice, found } = readChoice(request);
      if (choice === null) return show(reply, session, { problems: found, choice: typedChoice(request) });
      const token = await parts.feeds.create(session.viewer, choice, parts.clock());
      if (token === null) return show(reply, session, { problems: [['name', `You have ${mostFeeds} addresses already. Stop one that you do not need`]], choice });
      return show(reply, session, { made: `${parts.ownOrigin}/calendar/feed/${token}.ics` });
    });
  });

  app.post('/calendar/feeds/end', (request, reply) => {
    requireOwnForm(request, parts.ownOrigin);
    return owned(request, reply, async (session) => {
      await parts.feeds.end(session.viewer.accountId, formOf(request).text('id', 36));
      return reply.redirect('/calendar?done=ended', 303);
    });
  });
}

interface Shown {
  readonly said?: string;
  /** The address just made, which is shown this once. */
  readonly made?: string;
  readonly problems?: readonly Problem[];
  readonly choice?: FeedChoice;
}

const newChoice: FeedChoice = { name: '', detail: 'general', labels: [Label.general] };

function typedChoice(request: FastifyRequest): FeedChoice {
  const typed = formOf(request);
  const ticked = typed.all('labels');
  return {
    name: typed.text('name', 60),
    detail: typed.text('detail') === 'clinic' ? 'clinic' : 'general',
    labels: [Label.general, ...moreLabels.filter(([name]) => ticked.includes(name)).map(([, label]) => label)],
  };
}

function readChoice(request: FastifyRequest): { readonly choice: FeedChoice | null; readonly found: readonly Problem[] } {
  const choice = typedChoice(request);
  const found: readonly Problem[] = choice.name === '' ? [['name', 'Say which calendar this is for']] : [];
  return { choice: found.length > 0 ? null : choice, found };
}

function body(feeds: readonly CalendarFeed[], { said, made, problems: found = [], choice = newChoice }: Shown): Html {
  return html`<div class="nhsuk-u-reading-width">
${problems(found)}
${said === undefined ? null : html`<div class="nhsuk-inset-text cie-done" role="status" tabindex="-1"><p>${said}</p></div>`}
${made === undefined ? null : madeBody(made)}
<p>A calendar on your phone or computer can fetch your hospital appointments by itself, and change them when a hospital does. It fetches them from an address that is yours alone.</p>
<p><strong>Whoever has the address can see what it shows</strong>, without signing in. Give it to your calendar only. You can stop it here at any time.</p>
${feeds.length === 0 ? null : html`<h2 class="nhsuk-heading-m">Your calendar addresses</h2>
<ul class="cie-sign-ins" role="list">${feeds.map(feedItem)}</ul>`}
<h2 class="nhsuk-heading-m">Make a new address</h2>
${form('/calendar/feeds', [
    field({ name: 'name', label: 'Which calendar is it for?', hint: 'For example: my phone', value: choice.name, problem: problemOf(found, 'name') }),
    options('radio', 'detail', 'What should the calendar show?', (['general', 'clinic'] as const).map((value) => ({ value, label: details[value][0], hint: details[value][1], checked: choice.detail === value }))),
    options('checkbox', 'labels', 'Show these appointments as well?', moreLabels.map(([value, label, words]) => ({ value, label: words, checked: choice.labels.includes(label) })), 'They are left out unless you choose them.'),
  ], 'Make an address')}
<p><a href="/record?view=appointments">Back to your appointments</a></p>
</div>`;
}

function madeBody(address: string): Html {
  return html`<div class="nhsuk-inset-text cie-done" id="made" role="status" tabindex="-1">
<h2 class="nhsuk-heading-s">Your new address</h2>
<label class="nhsuk-label nhsuk-label--s" for="address">Address of your calendar</label>
<input class="nhsuk-input" id="address" type="text" value="${address}" readonly autocomplete="off" spellcheck="false">
<p>Copy it now: it is not shown again. In your calendar, choose to add or subscribe to a calendar by its address (URL), and paste it there.</p>
<p><a href="${address.replace(/^https?:/, 'webcal:')}">Open it in the calendar of this device</a></p>
</div>`;
}

function feedItem({ id, name, detail, labels, createdAt, fetchedAt }: CalendarFeed): Html {
  const others = moreLabels.filter(([, label]) => labels.includes(label)).map(([, , words]) => words.toLowerCase());
  return html`<li class="cie-sign-in">
<p class="cie-sign-in__name"><strong>${name}</strong></p>
<p>Shows ${detail === 'clinic' ? 'the name of the clinic' : 'only “Hospital appointment”'}${others.length === 0 ? '' : `, also for ${others.join(', ')}`}.</p>
<p>Made on ${dayOf(createdAt)}. ${fetchedAt === null ? 'No calendar has asked for it yet.' : `Last fetched on ${dayAndTime(fetchedAt)}.`}</p>
<form action="/calendar/feeds/end" method="post"><input type="hidden" name="id" value="${id}">
<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">Stop<span class="nhsuk-u-visually-hidden"> ${name}</span></button></form>
</li>`;
}
