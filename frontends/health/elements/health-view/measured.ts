import { table } from '@cie/web-kit/controls/table.ts';
import { dayAndTime } from '@cie/web-kit/language/dates.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html } from 'lit/html.js';
import type { nothing, TemplateResult } from 'lit/html.js';
import type { Measurement } from '../../data/fetch-health.ts';
import type { MeasurementKind } from '../../data/operations.ts';
import { words } from '../../language/health.en.ts';
import type { OwnParts } from './health.ts';

export const measurementKinds: readonly MeasurementKind[] = ['BLOOD_PRESSURE', 'WEIGHT', 'GLUCOSE', 'OXYGEN', 'TEMPERATURE'];

/** `128/82 mmHg`, `72.50 kg`: as typed. */
export const valueOf = ({ value, secondValue, unit }: Measurement): TemplateResult =>
  html`<span class="cie-value"><strong>${secondValue === null ? value : `${value}/${secondValue}`}</strong> ${unit}</span>`;

/** Whether the reader, or whoever the reader acts for, is the person that the measurements are of. */
export const whose = (page: Page): 'own' | 'other' => (page.reader?.kind === 'patient' && page.patient === page.reader.ownRecord ? 'own' : 'other');

/** RES-6: a heading of their own says who measured. */
export function measuredSection(measurements: readonly Measurement[], page: Page, own: OwnParts | undefined, more: TemplateResult | typeof nothing): TemplateResult {
  const { view, patient } = page.route;
  const { columns } = words;
  const headings = [columns.what, columns.result, columns.when, columns.by, columns.note, ...(own === undefined ? [] : [own.changeColumn])];
  return html`<section>
    <h2 class="nhsuk-heading-m">${words.measured[whose(page)]}</h2>
    <p class="cie-quiet">${words.measuredNote}</p>
    ${measurements.length === 0
      ? html`<p>${words.empty.other}</p>`
      : table(
          words.kinds.measured,
          headings,
          measurements.map((each) => [
            html`<a href=${link(page.display, { view, patient, kind: 'measured', test: each.kind })} data-go>${words.measurements[each.kind]}<span class="nhsuk-u-visually-hidden">: ${words.overTime}</span></a>`,
            valueOf(each),
            dayAndTime(each.measuredAt),
            each.mine ? words.you : each.author,
            each.note ?? '–',
            ...(own === undefined ? [] : [own.changeMeasurement(each)]),
          ]),
        )}
    ${more} ${own?.addMeasurements()}
  </section>`;
}
