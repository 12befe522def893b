import { nhsNumber } from '@cie/web-kit/controls/nhs-number.ts';
import { day, lastDay, time } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { OpenRecord } from '../../data/fetch-record.ts';
import type { Door, ProxyBasis } from '../../data/operations.ts';
import { words } from '../../language/identity.en.ts';
import { words as personWords } from '../../language/person-details.en.ts';
import { personDetails } from '../person-details/person-details.ts';

export const nameOf = (person: { readonly prefix: string | null; readonly givenName: string | null; readonly familyName: string | null } | null): string => {
  const name = [person?.prefix, person?.givenName, person?.familyName].filter((part) => part).join(' ');
  return name === '' ? words.unnamed : name;
};

/** The widest door that is open; the one a reader must know about first. */
const widest: readonly Door[] = ['EMERGENCY', 'SELF', 'PROXY', 'INVITED', 'OWN_ORGANISATION'];

/** As what a patient looks at somebody else's record; null for professionals' doors, which the banner words in full. */
export const asWhat = (door: Door, basis: ProxyBasis | null): string | null =>
  door === 'PROXY' && basis !== null ? words.asProxy[basis] : door === 'INVITED' ? words.asInvited : null;

/** To the page where a copy to keep is made (REC-1); for whoever may make one, in a window of our own. */
const download = ({ doors, id }: OpenRecord, { framed }: Page): TemplateResult | typeof nothing => {
  const own = doors.includes('SELF');
  if (!own && !doors.includes('PROXY')) return nothing;
  return html`<a href=${own ? '/download' : `/download?patient=${id}`} target=${framed ? '_blank' : nothing} rel=${framed ? 'noopener' : nothing}>${words.download}</a>`;
};

/**
 * Whose it is, and as what one looks, in a sentence; a person who acts for others must never be in doubt. On our own pages the links
 * load the page anew, whose title says whose record it is as well.
 */
function sentence(record: OpenRecord, page: Page): TemplateResult {
  const { demographics, doors, proxyBasis, until } = record;
  const as = asWhat(doors.includes('PROXY') ? 'PROXY' : 'INVITED', proxyBasis);
  const { reader, display, route, framed } = page;
  return html`<p class="cie-banner__door">${words.recordOf}</p>
    <p class="cie-banner__name">${nameOf(demographics)}</p>
    <p class="cie-banner__door">${as}${until === null ? nothing : html`, ${words.until(lastDay(until))}`}</p>
    <p class="cie-banner__facts">${demographics?.birthDate ? words.born(day(demographics.birthDate)) : nothing}</p>
    <p class="cie-banner__other">
      ${reader?.ownRecord ? html`<a href=${link(display, { view: route.view })} ?data-go=${framed}>${words.backToOwn}</a>` : nothing}
      <a href=${framed ? link(display, { view: 'records' }) : '/record?view=records'} ?data-go=${framed}>${words.switchLink}</a>
      ${download(record, page)}
    </p>`;
}

/**
 * Whose record this is and by which door it stands open, above everything that is read in it. The NHS
 * number is shown to professionals only: NHS login asks partners not to show it back to the person.
 */
export function recordBanner(record: OpenRecord, page: Page): TemplateResult {
  const { demographics, doors, until, emergencyUntil } = record;
  if (page.reader?.kind === 'patient' && !doors.includes('SELF')) return html`<div class="cie-banner cie-banner--other">${sentence(record, page)}</div>`;
  const door = widest.find((each) => doors.includes(each));
  const professional = page.reader?.kind === 'professional';
  // Of doors that are open for minutes: an emergency's, or a stated reason's.
  const closes = door === 'EMERGENCY' ? emergencyUntil : door === 'OWN_ORGANISATION' ? until : null;
  const number = demographics?.nhsNumber;
  return html`<div class="cie-banner ${door === 'EMERGENCY' ? 'cie-banner--emergency' : ''}">
    <p class="cie-banner__name">${nameOf(demographics)}</p>
    <p class="cie-banner__facts">
      ${demographics?.birthDate ? words.born(day(demographics.birthDate)) : nothing}${professional && number ? html` · ${words.nhsNumber} ${nhsNumber(number)}` : nothing}
    </p>
    ${door === undefined || door === 'SELF'
      ? nothing
      : html`<p class="cie-banner__door">${words.doors[door]}${until === null || door === 'EMERGENCY' || door === 'OWN_ORGANISATION' ? nothing : html`, ${words.until(lastDay(until))}`}</p>`}
    ${closes !== null
      ? html`<div class="cie-banner__end">
          <span>${words.openUntil(time(closes))}</span> <cie-emergency-countdown .until=${closes}></cie-emergency-countdown>
          ${door === 'EMERGENCY'
            ? html`<form data-act="end-emergency" method="post"><button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.end}</button></form>`
            : nothing}
        </div>`
      : nothing}
    ${demographics && (professional || (door === 'SELF' && page.name === 'record'))
      ? html`<details class="cie-person"><summary>${personWords.show}</summary>${personDetails(demographics, professional ? 'professional' : 'patient')}</details>`
      : nothing}
    ${door === 'SELF' ? html`<p class="cie-banner__other">${download(record, page)}</p>` : nothing}
    ${professional ? html`<p class="cie-banner__other"><a href=${link(page.display, { view: page.route.view })} data-go>${words.another}</a></p>` : nothing}
  </div>`;
}
