import { summary } from '@cie/web-kit/controls/details.ts';
import { back, heading } from '@cie/web-kit/controls/headings.ts';
import { list } from '@cie/web-kit/controls/list.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import { preciseDay } from '@cie/web-kit/language/precise.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Route } from '@cie/web-kit/page/route.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Folder, Pregnancy } from '../../data/fetch-folder.ts';
import { words as documents } from '../../language/documents.en.ts';
import { words } from '../../language/maternity.en.ts';
import { documentDay } from '../documents-view/document-facts.ts';
import { states } from '../documents-view/document-parts.ts';

const parts = ['ANTENATAL', 'BIRTH', 'POSTNATAL'] as const;

/** One pregnancy as one folder (DOC-3): dates, documents by part, appointments and results of the time. */
export function folderView({ pregnancy, appointments, reports }: Folder, page: Page): TemplateResult {
  const { patient } = page.route;
  const within = (route: Route): string => link(page.display, { patient, ...route });
  // On the page of the whole record every section can be reached; elsewhere only this one.
  const isRecord = page.route.view !== undefined;
  return html`${back(link(page.display, { view: page.route.view, patient }), documents.backToList)}
    ${heading(words.title)}
    <h2 class="nhsuk-heading-m">${words.dates}</h2>
    ${summary([
      [words.from, day(pregnancy.from)],
      [words.expected, pregnancy.expected === null ? null : day(pregnancy.expected)],
      [words.born, pregnancy.born === null ? null : day(pregnancy.born)],
      [words.to, day(pregnancy.to)],
    ])}
    ${parts.map((part) => partOf(pregnancy, part, (id) => within({ view: page.route.view, document: id })))}
    <h2 class="nhsuk-heading-m">${words.appointments}</h2>
    ${appointments === null
      ? html`<p>${words.unavailable}</p>`
      : appointments.length === 0
        ? html`<p>${words.noAppointments}</p>`
        : list(appointments.map(({ start, startText, clinic, place, status, organisation }) => ({
            title: clinic ?? words.appointments,
            about: [preciseDay(start, startText), place ?? organisation.name, status === null ? null : words.statuses[status]],
          })))}
    <h2 class="nhsuk-heading-m">${words.results}</h2>
    ${reports === null
      ? html`<p>${words.unavailable}</p>`
      : reports.length === 0
        ? html`<p>${words.noResults}</p>`
        : list(reports.map(({ id, name, issuedAt, issuedAtText, site, organisation }) => ({
            title: name,
            ...(isRecord ? { href: within({ view: 'results', report: id }) } : {}),
            about: [preciseDay(issuedAt, issuedAtText), site ?? organisation.name],
          })))}`;
}

function partOf({ documents: all }: Pregnancy, part: (typeof parts)[number], href: (id: string) => string): TemplateResult | typeof nothing {
  const found = all.filter((each) => each.part === part).map(({ document }) => document);
  if (found.length === 0) return nothing;
  return html`<h2 class="nhsuk-heading-m">${words.parts[part]}</h2>
    ${list(found.map((document) => ({ title: document.title, href: href(document.id), about: [documentDay(document), document.site ?? document.organisation.name, document.author], notes: states(document) })))}`;
}
