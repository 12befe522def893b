import type { AccessContext, Viewer } from '@cie/kit/access-context.ts';
import { CieError } from '@cie/kit/errors.ts';
import { isMailAddress } from '@cie/kit/mail-address.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import { mostMembers, teamTexts, type DeskTeam, type TeamPage, type TeamProfessional } from '@cie/kit/teams.ts';
import { deskOf } from './decide-proxy.ts';
import { isEnough, leastLetters, searchWords } from './search-words.ts';

/** A team as the desk writes it down. */
export interface NewTeam {
  readonly organisation: string;
  readonly name: string;
  readonly about: string;
  readonly mailbox: string;
}

/** Who of the desk does something, when, and how it was confirmed. */
export interface TeamChange {
  readonly at: Date;
  readonly accountId: string;
  readonly who: string;
  readonly how: string;
}

/** Teams; each change and its event are one transaction. */
export interface TeamStore {
  page(after: string | null, most: number): Promise<TeamPage>;
  read(id: string): Promise<DeskTeam | null>;
  /** Null when the organisation has an open team of this name. */
  add(team: NewTeam, change: TeamChange): Promise<string | null>;
  close(id: string, change: TeamChange): Promise<void>;
  /** Professionals of the team's organisation by words, whoever belongs to it already left out. */
  find(id: string, words: readonly string[], most: number): Promise<TeamProfessional[]>;
  addMember(id: string, professionalId: string, change: TeamChange, most: number): Promise<'added' | 'closed' | 'full' | 'unknown' | 'elsewhere'>;
  removeMember(id: string, professionalId: string, change: TeamChange): Promise<void>;
}

const teamsAtOnce = 50;
const professionalsAtOnce = 20;

/** Open teams by name. Throws DESK_ONLY. */
export async function listTeams(access: AccessContext, store: TeamStore, after: string | null): Promise<TeamPage> {
  deskOf(access);
  return store.page(after, teamsAtOnce);
}

/** Throws DESK_ONLY, TEAM_UNKNOWN. */
export async function readTeam(access: AccessContext, store: TeamStore, id: string): Promise<DeskTeam> {
  deskOf(access);
  const found = isRecordId(id) ? await store.read(id) : null;
  if (found === null) throw new CieError('TEAM_UNKNOWN', 'There is no such team.');
  return found;
}

/** ACS-3: a team that patients can find and invite. Throws DESK_ONLY, ORGANISATION_INVALID, TEAM_NAME, TEAM_ABOUT, TEAM_MAILBOX, NOTE_MISSING, TEAM_TWICE. */
export async function addTeam(access: AccessContext, store: TeamStore, wish: NewTeam & { readonly how: string }): Promise<DeskTeam> {
  const viewer = deskOf(access);
  const organisation = wish.organisation.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (!/^[A-Z0-9]{3,10}$/.test(organisation)) throw new CieError('ORGANISATION_INVALID', 'Enter the ODS code of the organisation, for example RYJ for a trust or E87001 for a GP practice.');
  const team = {
    organisation,
    name: written(wish.name, 'name', 'TEAM_NAME', 'Enter the name by which patients know the team'),
    about: written(wish.about, 'about', 'TEAM_ABOUT', 'Enter what the team treats, in plain words'),
    mailbox: wish.mailbox.trim().toLowerCase(),
  };
  if (!isMailAddress(team.mailbox)) throw new CieError('TEAM_MAILBOX', 'Enter the address of the team’s shared mailbox, in the form name@example.nhs.uk.');
  const id = await store.add(team, changeOf(access, viewer, wish.how));
  if (id === null) throw new CieError('TEAM_TWICE', 'This organisation has a team of this name already.');
  return readTeam(access, store, id);
}

/** From the next request on, its members see nothing by it; whoever invited it reads that it ended. Throws DESK_ONLY, TEAM_UNKNOWN, NOTE_MISSING. */
export async function closeTeam(access: AccessContext, store: TeamStore, { id, how }: { id: string; how: string }): Promise<DeskTeam> {
  const viewer = deskOf(access);
  const change = changeOf(access, viewer, how);
  await readTeam(access, store, id);
  await store.close(id, change);
  return readTeam(access, store, id);
}

/** Professionals who work for the team's organisation. Throws DESK_ONLY, TEAM_UNKNOWN, TEAM_SEARCH. */
export async function findForTeam(access: AccessContext, store: TeamStore, { id, text }: { id: string; text: string }): Promise<readonly TeamProfessional[]> {
  await readTeam(access, store, id);
  const words = searchWords(text);
  if (!isEnough(words)) throw new CieError('TEAM_SEARCH', `Enter at least ${leastLetters} letters of a name.`);
  return store.find(id, words, professionalsAtOnce);
}

const refusals = {
  closed: () => new CieError('TEAM_CLOSED', 'This team was closed. Reload the page.'),
  full: () => new CieError('TEAM_FULL', `A team has ${mostMembers} members at the most. Make a smaller team that patients can tell apart.`),
  unknown: () => new CieError('PROFESSIONAL_UNKNOWN', 'There is no such professional any more. Search again.'),
  elsewhere: () => new CieError('PROFESSIONAL_ELSEWHERE', 'This person signed in last for another organisation. They can be added once they have signed in for the team’s own.'),
} as const;

/** Throws DESK_ONLY, TEAM_UNKNOWN, NOTE_MISSING, TEAM_CLOSED, TEAM_FULL, PROFESSIONAL_UNKNOWN, PROFESSIONAL_ELSEWHERE. */
export async function addTeamMember(access: AccessContext, store: TeamStore, wish: { id: string; professionalId: string; how: string }): Promise<DeskTeam> {
  const viewer = deskOf(access);
  const change = changeOf(access, viewer, wish.how);
  await readTeam(access, store, wish.id);
  const outcome = isRecordId(wish.professionalId) ? await store.addMember(wish.id, wish.professionalId, change, mostMembers) : 'unknown';
  if (outcome !== 'added') throw refusals[outcome]();
  return readTeam(access, store, wish.id);
}

/** From their next request on they see nothing by the team. Throws DESK_ONLY, TEAM_UNKNOWN, NOTE_MISSING. */
export async function removeTeamMember(access: AccessContext, store: TeamStore, wish: { id: string; professionalId: string; how: string }): Promise<DeskTeam> {
  const viewer = deskOf(access);
  const change = changeOf(access, viewer, wish.how);
  await readTeam(access, store, wish.id);
  if (isRecordId(wish.professionalId)) await store.removeMember(wish.id, wish.professionalId, change);
  return readTeam(access, store, wish.id);
}

function changeOf(access: AccessContext, { accountId, name }: Viewer, how: string): TeamChange {
  return { at: access.now, accountId, who: name, how: written(how, 'how', 'NOTE_MISSING', 'Enter how this was confirmed') };
}

/** One line of text within its limits. */
function written(text: string, what: keyof typeof teamTexts, code: string, advice: string): string {
  const { least, most } = teamTexts[what];
  const line = text.normalize('NFC').replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (line.length < least || line.length > most) throw new CieError(code, `${advice} (${least} to ${most} characters).`);
  return line;
}
