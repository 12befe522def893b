import { facts } from '@cie/web-kit/controls/list.ts';
import { field, problems, submit } from '@cie/web-kit/controls/form.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { DirectoryEntry } from '../../data/search-directory.ts';
import { words } from '../../language/invite.en.ts';
import type { InviteDraft } from './invite-form.ts';

const entry = ({ id, name, about, organisation }: DirectoryEntry): TemplateResult => html`<li class="cie-list__item">
  <div>
    <p class="cie-list__title">${name}</p>
    <p class="cie-list__about">${facts([about, organisation.name])}</p>
  </div>
  <div class="cie-list__notes">
    <form data-act="choose" method="post">
      <input type="hidden" name="id" value=${id} />
      <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">${words.choose}<span class="nhsuk-u-visually-hidden"> ${name}</span></button>
    </form>
  </div>
</li>`;

function results({ found, focus }: InviteDraft): TemplateResult | typeof nothing {
  if (found === null) return nothing;
  const { entries, hasMore } = found;
  return html`<div role="status" tabindex="-1" ?data-focus=${focus === 'found'}><p>${entries.length === 0 ? words.nothingFound : words.found(entries.length)}</p></div>
    ${entries.length === 0 ? nothing : html`<ul class="cie-list" role="list">${entries.map(entry)}</ul>`}
    ${hasMore ? html`<p>${words.more}</p>` : nothing}`;
}

/** ACS-3: a search for teams and professionals. */
export function findWhom(draft: InviteDraft): TemplateResult {
  const wrong = draft.problems.filter(([name]) => name === 'search');
  return html`<form class="cie-form" data-act="search" method="post" role="search" novalidate>
      ${problems(words.problem, wrong)}
      <h3 class="nhsuk-heading-s">${words.teamTitle}</h3>
      ${field({ name: 'search', label: words.search, hint: words.searchHint, problem: wrong[0]?.[1], value: draft.search })} ${submit(words.find, 'secondary')}
    </form>
    ${results(draft)}`;
}
