import { list } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import { day, lastDay } from '@cie/web-kit/language/dates.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { SharedRecord } from '../../data/fetch-records.ts';
import { words } from '../../language/identity.en.ts';
import { asWhat, nameOf } from '../record-banner/record-banner.ts';

/** Records of other people that stand open to the reader. */
export const recordsView = (records: readonly SharedRecord[]): TemplateResult => html`<h2 class="nhsuk-heading-m" id="records">${words.recordsTitle}</h2>
  ${records.length === 0
    ? empty(words.noRecords[0], words.noRecords[1])
    : list(
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
      )}`;
