/**
 * What sharing and the desk's pages of the gateway have in common about teams that patients can invite (ACS-3). Times are ISO 8601.
 * Commands of sharing, each for viewers with the duty support-desk:
 *
 * - `teams` {after?} → TeamPage
 * - `team` {id} → DeskTeam
 * - `add-team` {organisation, name, about, mailbox, how} → DeskTeam
 * - `close-team` {id, how} → DeskTeam
 * - `find-team-professionals` {id, text} → {professionals: TeamProfessional[]}
 * - `add-team-member` and `remove-team-member` {id, professionalId, how} → DeskTeam
 *
 * Errors: DESK_ONLY, TEAM_UNKNOWN, and those that say what to correct: ORGANISATION_INVALID, TEAM_NAME, TEAM_TWICE, TEAM_ABOUT, TEAM_MAILBOX,
 * TEAM_SEARCH, TEAM_CLOSED, TEAM_FULL, PROFESSIONAL_UNKNOWN, PROFESSIONAL_ELSEWHERE, NOTE_MISSING.
 */

/** Most members of a team: who invites it lets all of them read. */
export const mostMembers = 200;

/** Characters of what the desk writes about a team. */
export const teamTexts = { name: { least: 3, most: 80 }, about: { least: 3, most: 200 }, how: { least: 1, most: 1000 } } as const;

export interface TeamProfessional {
  readonly professionalId: string;
  readonly name: string;
  readonly role: string;
}

export const teamActions = ['added', 'closed', 'member-added', 'member-removed', 'member-left'] as const;
export type TeamAction = (typeof teamActions)[number];

/** Something that was done to a team. */
export interface TeamEvent {
  readonly at: string;
  /** Who did it: a person of the desk. */
  readonly who: string;
  readonly action: TeamAction;
  /** The member it was about. */
  readonly member: string | null;
  /** How it was confirmed. */
  readonly how: string | null;
}

export interface DeskTeam {
  readonly id: string;
  /** ODS code. */
  readonly organisation: string;
  readonly name: string;
  /** What it treats; patients read it. */
  readonly about: string;
  /** Its shared mailbox, which is told when a patient invites it. */
  readonly mailbox: string;
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly members: readonly (TeamProfessional & { readonly since: string })[];
  /** Newest first. */
  readonly events: readonly TeamEvent[];
}

export interface TeamPage {
  readonly teams: readonly (Pick<DeskTeam, 'id' | 'organisation' | 'name' | 'about'> & { readonly members: number })[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}
