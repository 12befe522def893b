import { list } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { SharedRecord } from '../../data/fetch-records.ts';
import { words } from '../../language/identity.en.ts';
import { asWhat, nameOf } from '../record-banner/record-banner.ts';

/** Records of other people that stand open to the reader; nobody shared one that was opened in an emergency. */
export function recordsView(all: readonly SharedRecord[]): TemplateResult {
  const byDoor = Map.groupBy(all, ({ door }) => door === 'EMERGENCY');
  const [emergencies, shared] = [byDoor.get(true) ?? [], byDoor.get(false) ?? []];
  return html`${emergencies.length === 0 ? nothing : html`<h2 class="nhsuk-heading-m">${words.emergencyRecords}</h2>${recordList(emergencies)}`}
    <h2 class="nhsuk-heading-m" id="records">${words.recordsTitle}</h2>
    ${shared.length === 0 ? empty(words.noRecords[0], words.noRecords[1]) : recordList(shared)}`;
}

const recordList = (records: readonly SharedRecord[]): TemplateResult =>
  list(
    records.map(({ patient, door, basis, until }) => ({
      title: nameOf(patient.demographics),
      href: `/record?patient=${encodeURIComponent(patient.id)}`,
      leaves: true,
      about: [
        asWhat(door, basis),
        patient.demographics?.birthDate ? words.born(day(patient.demographics.birthDate)) : null,
        until === null || door === 'EMERGENCY' ? null : words.until(lastDay(until)),
      ],
      notes: door === 'EMERGENCY' ? [statusTag(words.emergencyTitle, 'orange')] : [],
    })),
  );
