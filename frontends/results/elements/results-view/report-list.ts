import { choices, heading } from '@cie/web-kit/controls/headings.ts';
import { list, showMore } from '@cie/web-kit/controls/list.ts';
import { empty, notice } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import { preciseDay } from '@cie/web-kit/language/precise.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ReportInList, ReportList, WaitingReport } from '../../data/fetch-reports.ts';
import { words } from '../../language/results.en.ts';
import { flagSummary, statusNote } from './flag.ts';

/** RES-3: that something waits and from when it can be read, never what it is. Professionals read it at once, and learn that the patient does not. */
const waitingNotice = (waiting: readonly WaitingReport[], professional: boolean): TemplateResult =>
  professional
    ? notice(waiting.map(({ organisation, availableFrom }) => html`<p>${words.waitingForPatient(organisation.name, day(availableFrom))}</p>`))
    : notice(html`${waiting.map(
      ({ organisation, availableFrom }) => html`<p><strong>${words.waiting(organisation.name)}</strong> ${words.waitingFrom(day(availableFrom))}</p>`,
    )}
    <p>${words.waitingWhy}</p>`);

function notes({ observations, corrected, status }: ReportInList): readonly TemplateResult[] {
  const correction = corrected || status === 'CORRECTED' ? statusTag(words.corrected, 'blue') : null;
  return [flagSummary(observations), correction, statusNote(status)].filter((note) => note !== null);
}

/** All reports, newest first. */
export function reportList({ reports, next, waiting }: ReportList, page: Page): TemplateResult {
  const { view, patient, kind } = page.route;
  const kinds = (['all', 'LABORATORY', 'RADIOLOGY'] as const).map((each) => ({
    text: words.kinds[each],
    href: link(page.display, { view, patient, kind: each === 'all' ? undefined : each }),
    current: (kind ?? 'all') === each,
  }));
  const items = reports.map((report) => ({
    title: report.name,
    href: link(page.display, { view, patient, kind, report: report.id }),
    about: [report.plainName === null || report.plainName.toLowerCase() === report.name.toLowerCase() ? null : report.plainName, preciseDay(report.issuedAt, report.issuedAtText), report.site ?? report.organisation.name],
    notes: notes(report),
  }));
  return html`${heading(words.title)}
    ${waiting.length === 0 ? nothing : waitingNotice(waiting, page.reader?.kind === 'professional')}
    ${choices(words.kinds.label, 'cie-choices', kinds)}
    ${items.length === 0 ? empty(words.empty[0], words.empty[1]) : list(items)}
    ${showMore(next === null ? null : link(page.display, { view, patient, kind, after: next }))}`;
}
