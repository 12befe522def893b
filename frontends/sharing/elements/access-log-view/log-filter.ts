import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words as kit } from '@cie/web-kit/language/kit.en.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import type { AccessLogContents } from '../../data/fetch-access-log.ts';
import { words } from '../../language/log.en.ts';
import { monthsSince, personPrefix, subjects } from './read-filter.ts';

const monthName = (month: string): string => `${kit.months[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;

const option = (value: string, text: string, chosen: string | undefined): TemplateResult => html`<option value=${value} ?selected=${value === (chosen ?? '')}>${text}</option>`;

/** ACS-6: what to show of a long log. A form of its own address, so that it works without script and can be kept as a bookmark. */
export function logFilter({ people, since }: AccessLogContents, { route: { kind, when }, now }: Page): TemplateResult {
  return html`<form class="cie-log-filter" method="get" action="/access-log">
    <div class="nhsuk-form-group">
      <label class="nhsuk-label" for="log-kind">${words.show}</label>
      <select class="nhsuk-select" id="log-kind" name="kind">
        ${option('', words.everything, kind)} ${Object.keys(subjects).map((each) => option(each, words.subjects[each] ?? each, kind))}
        ${people.length === 0
          ? ''
          : html`<optgroup label=${words.onePerson}>
              ${people.map(({ id, name, organisation }) => option(`${personPrefix}${id}`, organisation === null ? name : `${name}, ${organisation.name}`, kind))}
            </optgroup>`}
      </select>
    </div>
    <div class="nhsuk-form-group">
      <label class="nhsuk-label" for="log-when">${words.month}</label>
      <select class="nhsuk-select" id="log-when" name="when">
        ${option('', words.allMonths, when)} ${monthsSince(since, now).map((each) => option(each, monthName(each), when))}
      </select>
    </div>
    <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.apply}</button>
  </form>`;
}
