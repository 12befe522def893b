import { facts } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Invitation } from '../../data/fetch-invitations.ts';
import type { InvitationState } from '../../data/operations.ts';
import { words } from '../../language/sharing.en.ts';

const colours: Readonly<Record<InvitationState, TagColour>> = { PENDING: 'yellow', ACCEPTED: 'green', REVOKED: 'grey', ENDED: 'grey' };

const nameOf = ({ name, email }: Invitation): string => name ?? email;

const stop = (invitation: Invitation): TemplateResult => html`<form data-act="revoke" method="post">
  <input type="hidden" name="id" value=${invitation.id} /><input type="hidden" name="who" value=${nameOf(invitation)} />
  <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.stop}${words.stopWith(nameOf(invitation))}</button>
</form>`;

const person = (invitation: Invitation, mayChange: boolean): TemplateResult => {
  const { email, name, organisation, labels, state, createdAt, until } = invitation;
  const open = state === 'PENDING' || state === 'ACCEPTED';
  return html`<li class="cie-list__item">
    <div>
      <p class="cie-list__title">${nameOf(invitation)}</p>
      <p class="cie-list__about">${facts([name === null ? null : email, organisation?.name])}</p>
      <p class="cie-list__about">${`${words.sees}: ${labels.map((label) => words.labels[label]).join(', ')}`}</p>
      <p class="cie-list__about">${words.invitedOn(day(createdAt))}, ${until === null ? words.noEnd : words.untilDay(lastDay(until))}</p>
    </div>
    <div class="cie-list__notes">${statusTag(words.states[state], colours[state])} ${open && mayChange ? stop(invitation) : nothing}</div>
  </li>`;
};

/** ACS-3: everybody who was invited, those who can see the record first. */
export function invitations(all: readonly Invitation[], mayChange: boolean): TemplateResult {
  if (all.length === 0) return empty(words.nobody[0], words.nobody[1]);
  const order: readonly InvitationState[] = ['ACCEPTED', 'PENDING', 'REVOKED', 'ENDED'];
  const sorted = all.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return html`<ul class="cie-list" role="list">${sorted.map((each) => person(each, mayChange))}</ul>`;
}
