import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CieError } from '@cie/kit/errors.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { teamTexts, type DeskTeam, type TeamPage, type TeamProfessional } from '@cie/kit/teams.ts';
import { field, form, problemOf, type Problem } from '../pages/controls.ts';
import { formOf } from '../pages/form-body.ts';
import { html, type Html } from '../pages/html.ts';
import { confirmationControls, confirmationProblems, notConfirmed, readConfirmation, type Confirmation } from './confirmation.ts';
import { deskReader } from './desk-guard.ts';
import { askOf, type Ask } from './desk-link.ts';
import { teamBody, teamListBody, type Found } from './team-page.ts';
import { adviceOf, nameIn, queryOf, sendStaffPage, type StaffParts } from './staff-parts.ts';

type Params = { readonly Params: { readonly id: string } };

export interface TeamParts extends StaffParts {
  readonly rooms: Pick<RoomLinks, 'sharing'>;
}

const doneWords = {
  added: 'The team was added. Patients can find it once it is complete: add its members.',
  member: 'This person belongs to the team now, and sees what patients share with it.',
  removed: 'This person belongs to the team no more, and sees nothing by it from their next request on.',
  closed: 'The team is closed. Nobody sees anything by it any more.',
} as const;
const doneNames = ['added', 'member', 'removed', 'closed'] as const;

const whomAsked = 'Whom you asked, and through what number or address that you looked up yourself, for example: ward manager, by telephone';

/** Teams that patients can invite (ACS-3): who belongs to them decides who sees records, so that every change is confirmed and kept. */
export function registerTeamRoutes(app: FastifyInstance, parts: TeamParts): void {
  const ask = askOf(parts.rooms.sharing);

  app.get('/desk/teams', async (request, reply) => {
    const after = queryOf(request).get('after');
    const page = await ask<TeamPage>('teams', { after: after !== null && isRecordId(after) ? after : null }, deskReader(request).access);
    return sendStaffPage(parts, request, reply, 200, { title: 'Teams', body: teamListBody(page) });
  });

  registerNewTeam(app, parts, ask);

  app.get<Params>('/desk/teams/:id', async (request, reply) => {
    const team = await teamOf(ask, request, reply);
    return team === null ? reply : showTeam(parts, request, reply, 200, team, { text: '', professionals: null });
  });

  // Posted, so that a name is in no address, history or log.
  app.post<Params>('/desk/teams/:id/find', async (request, reply) => {
    const team = await teamOf(ask, request, reply);
    if (team === null) return reply;
    const text = formOf(request).text('text');
    try {
      const { professionals } = await ask<{ professionals: readonly TeamProfessional[] }>('find-team-professionals', { id: team.id, text }, deskReader(request).access);
      return showTeam(parts, request, reply, 200, team, { text, professionals });
    } catch (error) {
      return showTeam(parts, request, reply, 422, team, { text, professionals: null }, [['text', adviceOf(error).text]]);
    }
  });

  for (const change of memberChanges) registerMemberChange(app, parts, ask, change);
  registerClosing(app, parts, ask);
}

function showTeam(parts: TeamParts, request: FastifyRequest, reply: FastifyReply, status: number, team: DeskTeam, found: Found, items: readonly Problem[] = []): FastifyReply {
  const done = nameIn(doneNames, queryOf(request).get('done'));
  return sendStaffPage(parts, request, reply, status, { title: team.name, items, body: teamBody(team, found, items), done: done === null ? undefined : doneWords[done] });
}

const teamFields = ['organisation', 'name', 'about', 'mailbox'] as const;
type TypedTeam = Readonly<Record<(typeof teamFields)[number], string>> & Confirmation;
const fieldOfCode: Readonly<Record<string, string>> = {
  ORGANISATION_INVALID: 'organisation', TEAM_NAME: 'name', TEAM_TWICE: 'name', TEAM_ABOUT: 'about', TEAM_MAILBOX: 'mailbox', NOTE_MISSING: 'how',
};

function registerNewTeam(app: FastifyInstance, parts: TeamParts, ask: Ask): void {
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, typed: TypedTeam, items: readonly Problem[] = []): FastifyReply => {
    const line = (name: (typeof teamFields)[number], label: string, hint: string, width?: number): Html =>
      field({ name, label, hint, value: typed[name], problem: problemOf(items, name), ...(width === undefined ? {} : { width }) });
    return sendStaffPage(parts, request, reply, status, {
      title: 'Add a team', items,
      body: html`<p>Patients read the first three. Name the team as patients know it, from letters and signs, and a GP practice with the practice’s own name.</p>
${form('/desk/teams/new', [
  line('organisation', 'ODS code of the organisation', 'For example RYJ for a trust, E87001 for a GP practice', 10),
  line('name', 'Name of the team', 'For example: Diabetes team, St Mary’s Hospital'),
  line('about', 'What it treats', 'In plain words, for example: type 1 and type 2 diabetes in adults'),
  line('mailbox', 'Address of the team’s shared mailbox', 'It is told that a record was shared, never whose'),
  ...confirmationControls(typed, 'The organisation told me that this is a team of theirs, and that the mailbox is the team’s', whomAsked, items),
], 'Add team')}
<p><a href="/desk/teams">Back to the teams</a></p>`,
    });
  };

  app.get('/desk/teams/new', (request, reply) => show(request, reply, 200, { organisation: '', name: '', about: '', mailbox: '', ...notConfirmed }));

  app.post('/desk/teams/new', async (request, reply) => {
    const body = formOf(request);
    const typed: TypedTeam = {
      organisation: body.text('organisation', 20), name: body.text('name', teamTexts.name.most + 1), about: body.text('about', teamTexts.about.most + 1),
      mailbox: body.text('mailbox', 255), ...readConfirmation(body),
    };
    const items = confirmationProblems(typed);
    if (items.length > 0) return show(request, reply, 422, typed, items);
    try {
      const { confirmed: _confirmed, ...team } = typed;
      const { id } = await ask<DeskTeam>('add-team', team, deskReader(request).access);
      return reply.redirect(`/desk/teams/${encodeURIComponent(id)}?done=added`, 303);
    } catch (error) {
      const { code, text } = adviceOf(error);
      return show(request, reply, 422, typed, [[fieldOfCode[code] ?? 'organisation', text]]);
    }
  });
}

/** Taking somebody into a team, or out of it: the first press shows whom it is about, the second brings what was made sure of. */
interface MemberChange {
  readonly path: 'add' | 'remove';
  readonly command: 'add-team-member' | 'remove-team-member';
  readonly done: keyof typeof doneWords;
  title(name: string): string;
  readonly intro: string;
  readonly statement: string;
  readonly button: string;
}

const memberChanges: readonly MemberChange[] = [
  {
    path: 'add', command: 'add-team-member', done: 'member', title: (name) => `Add ${name} to the team`, button: 'Add to the team',
    intro: 'They will see the records of all patients who invited this team, in the parts that each patient chose.',
    statement: 'The organisation told me that this person works in this team',
  },
  {
    path: 'remove', command: 'remove-team-member', done: 'removed', title: (name) => `Take ${name} out of the team`, button: 'Take out of the team',
    intro: 'From their next request on they see nothing by this team. What they looked at stays in the patients’ access logs.',
    statement: 'The organisation or the person told me that they have left this team',
  },
];

function registerMemberChange(app: FastifyInstance, parts: TeamParts, ask: Ask, change: MemberChange): void {
  app.post<Params>(`/desk/teams/:id/${change.path}`, async (request, reply) => {
    const team = await teamOf(ask, request, reply);
    if (team === null) return reply;
    const body = formOf(request);
    const about = { professionalId: body.text('professionalId', 40), name: body.text('name') };
    const typed = readConfirmation(body);
    const show = (status: number, items: readonly Problem[]): FastifyReply =>
      sendStaffPage(parts, request, reply, status, {
        title: change.title(about.name), items,
        body: html`<p>${team.name}. ${change.intro}</p>
${form(`/desk/teams/${team.id}/${change.path}`, confirmationControls(typed, change.statement, whomAsked, items), change.button, { kept: { ...about, asked: 'yes' } })}
<p><a href="/desk/teams/${team.id}">Back to the team</a></p>`,
      });
    if (body.text('asked') !== 'yes') return show(200, []);
    const items = confirmationProblems(typed);
    if (items.length > 0) return show(422, items);
    try {
      await ask(change.command, { id: team.id, professionalId: about.professionalId, how: typed.how }, deskReader(request).access);
    } catch (error) {
      return show(422, [['how', adviceOf(error).text]]);
    }
    return reply.redirect(`/desk/teams/${encodeURIComponent(team.id)}?done=${change.done}`, 303);
  });
}

function registerClosing(app: FastifyInstance, parts: TeamParts, ask: Ask): void {
  const path = '/desk/teams/:id/close';
  const show = (request: FastifyRequest, reply: FastifyReply, team: DeskTeam, status: number, typed: Confirmation, items: readonly Problem[] = []): FastifyReply =>
    sendStaffPage(parts, request, reply, status, {
      title: 'Close a team', items,
      body: html`<p>${team.name}. Its members see nothing by it from their next request on, and patients find it no more. Whoever invited it reads that it ended. It cannot be opened again.</p>
${form(`/desk/teams/${team.id}/close`, confirmationControls(typed, 'The organisation told me that there is no such team any more', whomAsked, items), 'Close team', { kind: 'warning' })}
<p><a href="/desk/teams/${team.id}">Back to the team</a></p>`,
    });

  app.get<Params>(path, async (request, reply) => {
    const team = await openTeam(ask, request, reply);
    return team === null ? reply : show(request, reply, team, 200, notConfirmed);
  });

  app.post<Params>(path, async (request, reply) => {
    const team = await openTeam(ask, request, reply);
    if (team === null) return reply;
    const typed = readConfirmation(formOf(request));
    const items = confirmationProblems(typed);
    if (items.length > 0) return show(request, reply, team, 422, typed, items);
    await ask('close-team', { id: team.id, how: typed.how }, deskReader(request).access);
    return reply.redirect(`/desk/teams/${encodeURIComponent(team.id)}?done=closed`, 303);
  });
}

async function openTeam(ask: Ask, request: FastifyRequest<Params>, reply: FastifyReply): Promise<DeskTeam | null> {
  const team = await teamOf(ask, request, reply);
  if (team === null || team.closedAt === null) return team;
  reply.callNotFound();
  return null;
}

async function teamOf(ask: Ask, request: FastifyRequest<Params>, reply: FastifyReply): Promise<DeskTeam | null> {
  try {
    if (isRecordId(request.params.id)) return await ask<DeskTeam>('team', { id: request.params.id }, deskReader(request).access);
  } catch (error) {
    if (!(error instanceof CieError) || error.code !== 'TEAM_UNKNOWN') throw error;
  }
  reply.callNotFound();
  return null;
}
