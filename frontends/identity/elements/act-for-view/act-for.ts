import { heading } from '@cie/web-kit/controls/headings.ts';
import { field, longField, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { facts } from '@cie/web-kit/controls/list.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { TagColour } from '@cie/web-kit/controls/status-tag.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ProxyRequest } from '../../data/act-for.ts';
import type { ProxyBasis, ProxyState } from '../../data/operations.ts';
import { words } from '../../language/act-for.en.ts';
import { patientFields } from '../find-patient-view/patient-fields.ts';
import type { PatientDraft } from '../find-patient-view/patient-fields.ts';

export const bases: readonly ProxyBasis[] = ['PARENTAL_RESPONSIBILITY', 'WRITTEN_CONSENT', 'POWER_OF_ATTORNEY', 'COURT_APPOINTMENT'];

export interface ActForContent {
  readonly requests: readonly ProxyRequest[];
  /** What was filled in, kept while it is being corrected. */
  readonly draft: PatientDraft;
  readonly basis: ProxyBasis | null;
  readonly relationship: string;
  readonly evidence: string;
  readonly problems: readonly (readonly [field: string, text: string])[];
}

const colours: Readonly<Record<ProxyState, TagColour>> = { REQUESTED: 'yellow', ACTIVE: 'green', SUSPENDED: 'orange', ENDED: 'grey', REFUSED: 'grey' };

/** Reasons that the exchange tells to who asked; of any other it says only that there is one. */
const told = (reason: ProxyRequest['reason']): reason is keyof typeof words.reasons => reason !== null && Object.hasOwn(words.reasons, reason);

function whyNot({ state, reason }: ProxyRequest): TemplateResult | typeof nothing {
  if (state === 'REQUESTED' || state === 'ACTIVE') return nothing;
  return html`<p class="cie-list__about">${told(reason) ? words.reasons[reason] : words.unexplained}</p>`;
}

/** What a 16th birthday stopped does not begin again. */
const shownState = ({ state, reason }: ProxyRequest): ProxyState => (reason === 'AGE_16' ? 'ENDED' : state);

const requestView = (request: ProxyRequest): TemplateResult => html`<li class="cie-list__item">
  <div>
    <p class="cie-list__title">${request.relationship ?? words.somebody}</p>
    <p class="cie-list__about">
      ${facts([words.born(day(request.birthDate)), words.asked(day(request.requestedAt)), request.until === null ? null : words.until(lastDay(request.until))])}
    </p>
    ${whyNot(request)}
  </div>
  <div class="cie-list__notes">${statusTag(words.states[shownState(request)], colours[shownState(request)])}</div>
</li>`;

const requestsView = (requests: readonly ProxyRequest[]): TemplateResult => html`<h2 class="nhsuk-heading-m">${words.yours}</h2>
  <ul class="cie-list" role="list">${requests.map(requestView)}</ul>
  ${requests.some(({ state }) => state === 'ACTIVE') ? html`<p><a href="/record?view=records">${words.open}</a></p>` : nothing}`;

/** ACC-4: asks to act for somebody, and says how far earlier requests are. */
export function actForView({ requests, draft, basis, relationship, evidence, problems: found }: ActForContent): TemplateResult {
  const problemOf = (name: string): string | undefined => found.find(([each]) => each === name)?.[1];
  return html`${heading(words.title)} ${words.text.map((text) => html`<p>${text}</p>`)} ${requests.length === 0 ? nothing : requestsView(requests)}
    <form class="cie-form" data-act="request" method="post" novalidate>
      ${problems(words.problem, found)}
      <h2 class="nhsuk-heading-m">${words.formTitle}</h2>
      <p>${words.formText}</p>
      ${patientFields(draft, found, { number: words.number, birthDate: words.birthDate })}
      ${field({ name: 'relationship', label: words.relationship, hint: words.relationshipHint, value: relationship })}
      ${options(
        'radio',
        'basis',
        words.basis,
        bases.map((each) => ({ value: each, label: words.bases[each][0], hint: words.bases[each][1], checked: each === basis })),
        undefined,
        problemOf('basis-0'),
      )}
      ${longField({ name: 'evidence', label: words.evidence, hint: words.evidenceHint, problem: problemOf('evidence'), value: evidence })} ${submit(words.send)}
    </form>`;
}
