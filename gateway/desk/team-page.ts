import type { DeskTeam, TeamAction, TeamPage, TeamProfessional } from '@cie/kit/teams.ts';
import { field, form, problemOf, type Problem } from '../pages/controls.ts';
import { html, type Html } from '../pages/html.ts';
import { dateTime, dayAt, organisation } from './shown.ts';
import { summary, table } from './staff-parts.ts';

const actionWords: Readonly<Record<TeamAction, string>> = {
  added: 'Added the team',
  closed: 'Closed the team',
  'member-added': 'Added a member',
  'member-removed': 'Took a member out',
  'member-left': 'A member left: their access was ended',
};

/** All open teams, by name. */
export function teamListBody({ teams, next }: TeamPage): Html {
  return html`<p>Patients find these teams by name and invite them. Every member who is signed in for the team’s organisation can then see what the patient chose.</p>
<p><a class="nhsuk-button nhsuk-button--secondary" href="/desk/teams/new" role="button">Add a team</a></p>
${teams.length === 0 ? html`<p>There is no team yet.</p>` : table(
    'Teams', ['Team', 'Where', 'Treats', 'Members'],
    teams.map((each) => [html`<a href="/desk/teams/${each.id}">${each.name}</a>`, organisation(each.organisation), each.about, String(each.members)]),
  )}
${next === null ? null : html`<p><a href="/desk/teams?after=${next}">Next page</a></p>`}
<p><a href="/desk">Back to the queue</a></p>`;
}

/** A button's text with whom it is about, for readers who hear only buttons. */
const named = (text: string, name: string): Html => html`${text}<span class="nhsuk-u-visually-hidden"> ${name}</span>`;

/** A step that a second page confirms, about one professional. */
const step = (id: string, name: string, text: string, { professionalId, name: who }: TeamProfessional): Html =>
  form(`/desk/teams/${id}/${name}`, [], named(text, who), { kept: { professionalId, name: who }, kind: 'secondary' });

/** What was searched among the professionals of the team's organisation; null before a search. */
export interface Found {
  readonly text: string;
  readonly professionals: readonly TeamProfessional[] | null;
}

/** One team: what patients read of it, who belongs to it, and what was done. */
export function teamBody(team: DeskTeam, { text, professionals }: Found, items: readonly Problem[]): Html {
  const isOpen = team.closedAt === null;
  return html`${summary([
    ['Where', organisation(team.organisation)],
    ['Treats', team.about],
    ['Mailbox', html`<span class="cie-lines">${team.mailbox}</span>`],
    ['Since', dateTime(team.createdAt)],
    ...(team.closedAt === null ? [] : [['Closed', dateTime(team.closedAt)] as const]),
  ])}
<h2 class="nhsuk-heading-m">Members (${team.members.length})</h2>
${team.members.length === 0 ? html`<p>Nobody belongs to this team: an invitation opens nothing to anybody.</p>` : table(
    'Members', ['Name', 'Role', 'Since', 'Take out'],
    team.members.map((each) => [each.name, each.role, dayAt(each.since), step(team.id, 'remove', 'Take out', each)]),
  )}
${isOpen ? html`<h2 class="nhsuk-heading-m">Add a member</h2>
${form(`/desk/teams/${team.id}/find`, [field({
    name: 'text', label: 'Name of a professional', value: text, problem: problemOf(items, 'text'),
    hint: 'At least 3 letters. Only who has signed in, and last for the team’s organisation, can be added',
  })], 'Find')}
${professionals === null ? null : foundTable(team, professionals)}` : null}
<h2 class="nhsuk-heading-m">What was done</h2>
${table('What was done', ['When', 'What', 'By', 'How it was confirmed'], team.events.map(({ at, action, member, who, how }) => [
    dateTime(at), `${actionWords[action]}${member === null ? '' : `: ${member}`}`, who, html`<span class="cie-lines">${how ?? ''}</span>`,
  ]))}
${isOpen ? html`<ul class="cie-actions"><li><a href="/desk/teams/${team.id}/close">Close this team</a></li></ul>` : null}
<p><a href="/desk/teams">Back to the teams</a></p>`;
}

function foundTable({ id }: DeskTeam, professionals: readonly TeamProfessional[]): Html {
  if (professionals.length === 0) return html`<p role="status">Nobody of this name works there and is not in the team yet. They have to sign in once before they can be added.</p>`;
  return table('Professionals found', ['Name', 'Role', 'Add'], professionals.map((each) => [each.name, each.role, step(id, 'add', 'Add', each)]));
}
