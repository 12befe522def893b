import type { AccessContext } from '@cie/kit/access-context.ts';
import { readCommandInput, type CommandInput } from '@cie/kit/command-input.ts';
import { CieError } from '@cie/kit/errors.ts';
import type { KnownProfessional } from '@cie/kit/notices/notice.ts';
import { isRecordId } from '@cie/kit/record-id.ts';
import type { Command } from '@cie/kit/room.ts';
import { addTeam, addTeamMember, closeTeam, findForTeam, listTeams, readTeam, removeTeamMember, type TeamStore } from '../domain/teams.ts';
import type { ProfessionalKeeper } from '../store/directory.store.ts';
import { asking } from './command-reading.ts';

/** What the support desk does about teams (kit/teams.ts says what each takes), and what identity tells of professionals, by way of the courier. */
export function teamsCommands(teams: TeamStore, directory: ProfessionalKeeper): Readonly<Record<string, Command>> {
  /** A command of the desk. */
  const desk = (work: (access: AccessContext, read: CommandInput) => Promise<unknown>): Command => async (input, access) =>
    work(asking(access), readCommandInput(input));
  const given = (read: CommandInput, name: string): string => read.optionalText(name) ?? '';
  return {
    teams: desk((access, read) => listTeams(access, teams, checkedCursor(read.optionalText('after')))),
    team: desk((access, read) => readTeam(access, teams, read.text('id'))),
    'add-team': desk((access, read) =>
      addTeam(access, teams, {
        organisation: given(read, 'organisation'), name: given(read, 'name'), about: given(read, 'about'), mailbox: given(read, 'mailbox'), how: given(read, 'how'),
      })),
    'close-team': desk((access, read) => closeTeam(access, teams, { id: read.text('id'), how: given(read, 'how') })),
    'find-team-professionals': desk(async (access, read) => ({ professionals: await findForTeam(access, teams, { id: read.text('id'), text: given(read, 'text') }) })),
    'add-team-member': desk((access, read) => addTeamMember(access, teams, { id: read.text('id'), professionalId: read.text('professionalId'), how: given(read, 'how') })),
    'remove-team-member': desk((access, read) => removeTeamMember(access, teams, { id: read.text('id'), professionalId: read.text('professionalId'), how: given(read, 'how') })),
    'know-professional': async (input) => {
      await directory.know(readProfessional(input));
      return null;
    },
  };
}

function readProfessional(input: unknown): KnownProfessional {
  const read = readCommandInput(input);
  const works: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, 'works') : undefined;
  const accountId = read.text('accountId');
  if (!isRecordId(accountId)) throw new CieError('COMMAND_INPUT_INVALID', 'The command\'s field "accountId" must be an id.');
  const at = read.moment('at').toISOString();
  if (works === null) return { accountId, at, works };
  const work = readCommandInput(works);
  return { accountId, at, works: { name: work.text('name'), role: work.text('role'), organisation: work.text('organisation') } };
}

function checkedCursor(after: string | null): string | null {
  if (after !== null && !isRecordId(after)) throw new CieError('CURSOR_INVALID', 'Go back to the first page.');
  return after;
}
