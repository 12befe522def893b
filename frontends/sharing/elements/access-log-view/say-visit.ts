import type { AccessAction } from '../../data/operations.ts';
import { words } from '../../language/log.en.ts';
import type { Visit } from './group-entries.ts';

/** `one`, `one and another`, `one, another and a third`. */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${words.and} ${parts.at(-1) ?? ''}`;

const areaNames = (areas: Visit['areas']): string => (areas.length === 0 ? words.recordOpened : listed(areas.map((each) => words.areas[each])));

/** Actions that a door had to stand open for. */
const throughDoor: ReadonlySet<AccessAction> = new Set<AccessAction>(['READ', 'DOWNLOADED', 'CHANGED', 'INVITATION_ACCEPTED', 'REQUEST_DELIVERED']);

/** By what right, as the end of a sentence; empty for the patient's own, and where nothing was opened. */
function because({ doors, own, teams, copy, action }: Visit['entry']): string {
  if (own || !throughDoor.has(action)) return '';
  const invited = copy === null ? (teams.length > 0 ? words.because.TEAM(listed(teams)) : words.because.INVITED) : words.because[copy];
  const rights = doors.map((door) => (door === 'INVITED' ? invited : words.because[door]));
  return rights.length === 0 ? '' : ` ${words.becauseOf} ${listed(rights)}`;
}

/** Actions whose sentence says the reason itself. */
const saysReason: ReadonlySet<AccessAction> = new Set<AccessAction>(['VIEWED_AS', 'EMERGENCY_ANSWERED']);

/** What somebody did, as a sentence after their name (ACS-6). */
export function what({ entry, areas, afterEmergency }: Visit): string {
  if (afterEmergency) return words.refusedAfterEmergency;
  const { action, purpose, reason, invitee } = entry;
  const done = action === 'CHANGED' && purpose !== null ? words.changes[purpose] : words.actions[action]({ areas: areaNames(areas), invitee: invitee ?? words.somebody, reason: reason ?? '' });
  return done + because(entry);
}

const isEmergency = (text: string): text is keyof typeof words.emergencies => Object.hasOwn(words.emergencies, text);

/**
 * The reason that was given, as a sentence. It is written as `category: own words`; the category is said in words too. Null where the
 * sentence about the visit says it, or there is none.
 */
export function why({ reason, action }: Visit['entry']): string | null {
  if (reason === null || saysReason.has(action)) return null;
  // Who opens a summary gives none: the entry says what their name is worth.
  if (action === 'SUMMARY_OPENED') return words.nameUnchecked;
  // What the exchange found, not what somebody said.
  if (action === 'REFUSED' || action === 'SUMMARY_STOPPED') return reason;
  const [, category = '', text = ''] = /^([a-z-]+): (.*)$/s.exec(reason) ?? [];
  return isEmergency(category) ? `${words.emergencies[category]}. ${words.why}: ${text}` : `${words.why}: ${reason}`;
}

/** The rights that it was done by, as short as a tag. */
export const rights = ({ doors, own, action }: Visit['entry']): readonly string[] =>
  own ? [] : action === 'SUMMARY_OPENED' ? [words.withCode] : doors.map((door) => words.doors[door]);

/** From where; null where it was not said. */
export const whence = ({ from }: Visit['entry']): string | null => (from === null ? null : words.places[from.place](from.site));
