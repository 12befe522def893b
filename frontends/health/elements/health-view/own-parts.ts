import { dayAndTime } from '@cie/web-kit/language/dates.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { CareItem, Measurement } from '../../data/fetch-health.ts';
import { words } from '../../language/own.en.ts';
import { words as shown } from '../../language/health.en.ts';
import { formButton } from './form-button.ts';
import type { ItemSection } from './items.ts';
import { measurementKinds } from './measured.ts';

/** What our own pages have beside what a frame shows: all that leads to a change. */

export const changeItem = ({ id, name, mine }: CareItem): TemplateResult | typeof nothing => (mine ? formButton('change-item', { id }, words.change, name) : nothing);

/** ACS-1: the way to the page that says who sees an item, and moves it to another privacy label; of the reader's own record alone. */
export const itemPrivacy = ({ id, name }: CareItem, { patient, reader }: Page): TemplateResult | typeof nothing =>
  patient === reader?.ownRecord ? html`<p><a href="/label/care-item/${id}">${words.privacy}<span class="nhsuk-u-visually-hidden">: ${name}</span></a></p>` : nothing;

export const addItem = (section: ItemSection): TemplateResult | typeof nothing => (section === 'plans' ? nothing : formButton('add-item', { section }, words.add[section], ''));

export const changeMeasurement = ({ id, kind, mine, measuredAt }: Measurement): TemplateResult | typeof nothing =>
  mine ? formButton('change-measurement', { id }, words.change, `${shown.measurements[kind]}, ${dayAndTime(measuredAt)}`) : nothing;

/** Of the column with the buttons above. */
export const changeColumn = words.change;

export const addMeasurements = (): TemplateResult => html`<h3 class="nhsuk-heading-s">${words.addMeasurement}</h3>
  <div class="cie-list__notes">${measurementKinds.map((kind) => formButton('add-measurement', { kind }, shown.measurements[kind], ''))}</div>`;
