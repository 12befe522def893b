import { facts } from '@cie/web-kit/controls/list.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Invitation } from '../../data/fetch-invitations.ts';
import { words } from '../../language/people.en.ts';
import { words as sharing } from '../../language/sharing.en.ts';
import { seeAs } from './see-as.ts';
import { invitations, isOpen, nameOf } from '../sharing-view/invitations.ts';

const controls = (invited: Invitation): TemplateResult => html`${seeAs(`invitation-${invited.id}`, nameOf(invited))}
  <form data-act="revoke" method="post">
    <input type="hidden" name="id" value=${invited.id} /><input type="hidden" name="who" value=${nameOf(invited)} />
    <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.stop}${words.stopWith(nameOf(invited))}</button>
  </form>`;

/** Why it is over, with the day where it is known. */
function ending({ kind, state, revokedAt, goneAt, until }: Invitation): string {
  if (state === 'REVOKED') return words.stoppedOn(revokedAt === null ? '' : day(revokedAt));
  // The earlier of the two is what ended it.
  if (goneAt !== null && (until === null || goneAt < until)) return (kind === 'TEAM' ? words.closedOn : words.leftOn)(day(goneAt));
  return until === null ? sharing.states.ENDED : words.endedOn(day(until));
}

const past = (invited: Invitation): TemplateResult => html`<li class="cie-list__item">
  <div>
    <p class="cie-list__title">${nameOf(invited)}</p>
    <p class="cie-list__about">${facts([invited.about, invited.organisation?.name])}</p>
    <p class="cie-list__about">${`${words.saw}: ${invited.labels.map((label) => sharing.labels[label]).join(', ')}`}</p>
    <p class="cie-list__about">${sharing.invitedOn(day(invited.createdAt))}, ${ending(invited)}</p>
  </div>
</li>`;

/** ACS-3: everybody who can see the record by invitation, what can be done about it, and who could in the past. */
export function people(all: readonly Invitation[]): TemplateResult {
  const earlier = all.filter((each) => !isOpen(each));
  return html`${all.some(isOpen) ? html`<p>${words.byCare}</p>` : nothing} ${invitations(all, controls)}
    ${earlier.length === 0
      ? nothing
      : html`<details class="nhsuk-details">
          <summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">${words.earlier(earlier.length)}</span></summary>
          <div class="nhsuk-details__text"><ul class="cie-list" role="list">${earlier.map(past)}</ul></div>
        </details>`}`;
}
