import { facts } from '@cie/web-kit/controls/list.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { OpenRecord } from '../../data/fetch-record.ts';
import type { Door } from '../../data/operations.ts';
import { words } from '../../language/identity.en.ts';

export const nameOf = (person: { readonly prefix: string | null; readonly givenName: string | null; readonly familyName: string | null } | null): string => {
  const name = [person?.prefix, person?.givenName, person?.familyName].filter((part) => part).join(' ');
  return name === '' ? words.unnamed : name;
};

/** The widest door that is open; the one a reader must know about first. */
const widest: readonly Door[] = ['EMERGENCY', 'SELF', 'PROXY', 'INVITED', 'OWN_ORGANISATION'];

/** 3-3-4 as people read it (ACC-1). */
const spaced = (number: string): string => number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');

/**
 * Whose record this is and by which door it stands open, above everything that is read in it. The NHS
 * number is shown to professionals only: NHS login asks partners not to show it back to the person.
 */
export function recordBanner({ demographics, doors, until }: OpenRecord, page: Page): TemplateResult {
  const door = widest.find((each) => doors.includes(each));
  const professional = page.reader?.kind === 'professional';
  const number = demographics?.nhsNumber;
  return html`<div class="cie-banner ${door === 'EMERGENCY' ? 'cie-banner--emergency' : ''}">
    <p class="cie-banner__name">${nameOf(demographics)}</p>
    <p class="cie-banner__facts">
      ${facts([
        demographics?.birthDate ? words.born(day(demographics.birthDate)) : null,
        professional && number ? words.nhsNumber(spaced(number)) : null,
      ])}
    </p>
    ${door === undefined || door === 'SELF'
      ? nothing
      : html`<p class="cie-banner__door">${words.doors[door]}${until === null || door === 'EMERGENCY' ? nothing : html`, ${words.until(lastDay(until))}`}</p>`}
    ${door === 'EMERGENCY' && until !== null
      ? html`<div class="cie-banner__end">
          <cie-emergency-countdown .until=${until}></cie-emergency-countdown>
          <form data-act="end-emergency" method="post"><button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.end}</button></form>
        </div>`
      : nothing}
    ${professional ? html`<p class="cie-banner__other"><a href=${link(page.display, { view: page.route.view })} data-go>${words.another}</a></p>` : nothing}
  </div>`;
}
