import { facts } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Invitation } from '../../data/fetch-invitations.ts';
import type { InvitationState } from '../../data/operations.ts';
import { words } from '../../language/sharing.en.ts';

const colours: Readonly<Record<InvitationState, TagColour>> = { PENDING: 'yellow', ACCEPTED: 'green', REVOKED: 'grey', ENDED: 'grey' };

/** What people call whom they invited. */
export const nameOf = ({ name, email }: Pick<Invitation, 'name' | 'email'>): string => name ?? email ?? '';

/** Who was invited, to what, and until when; `more` is what can be done about it. */
export const invitation = (invited: Invitation, more?: unknown): TemplateResult => {
  const { email, name, about, organisation, labels, state, createdAt, until } = invited;
  return html`<li class="cie-list__item">
    <div>
      <p class="cie-list__title">${nameOf(invited)}</p>
      <p class="cie-list__about">${facts([name === null ? null : email, about, organisation?.name])}</p>
      <p class="cie-list__about">${`${words.sees}: ${labels.map((label) => words.labels[label]).join(', ')}`}</p>
      <p class="cie-list__about">${words.invitedOn(day(createdAt))}, ${until === null ? words.noEnd : words.untilDay(lastDay(until))}</p>
    </div>
    <div class="cie-list__notes">${statusTag(words.states[state], colours[state])} ${more}</div>
  </li>`;
};

/** Whether it lets somebody in, or will when they come. */
export const isOpen = ({ state }: Pick<Invitation, 'state'>): boolean => state === 'ACCEPTED' || state === 'PENDING';

/** ACS-3: everybody who can see the record by invitation, those who have seen it first. */
export function invitations(all: readonly Invitation[], more: (invited: Invitation) => unknown = () => undefined): TemplateResult {
  const sorted = all.filter(isOpen).toSorted((one, other) => one.state.localeCompare(other.state));
  return sorted.length === 0 ? empty(words.nobody[0], words.nobody[1]) : html`<ul class="cie-list" role="list">${sorted.map((each) => invitation(each, more(each)))}</ul>`;
}
