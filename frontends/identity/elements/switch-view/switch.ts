import { heading } from '@cie/web-kit/controls/headings.ts';
import { list } from '@cie/web-kit/controls/list.ts';
import type { ListItem } from '@cie/web-kit/controls/list.ts';
import { empty } from '@cie/web-kit/controls/notices.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { TemplateResult } from 'lit/html.js';
import { html } from 'lit/html.js';
import type { SharedRecord } from '../../data/fetch-records.ts';
import { words } from '../../language/identity.en.ts';
import { asWhat, nameOf } from '../record-banner/record-banner.ts';

/** Which record to look at: one's own first, then each with its name and as what one looks. */
export function switchView(records: readonly SharedRecord[], { display, reader, framed }: Page): TemplateResult {
  // Within a frame the frame shows it; on our own pages the page of records does.
  const to = (patient?: string): Pick<ListItem, 'href' | 'leaves'> =>
    framed ? { href: link(display, { patient }) } : { href: patient === undefined ? '/record' : `/record?patient=${encodeURIComponent(patient)}`, leaves: true };
  const own: readonly ListItem[] = reader?.ownRecord ? [{ title: reader.name, about: [words.doors.SELF], ...to() }] : [];
  const others = records.map(({ patient, door, basis }): ListItem => ({
    title: nameOf(patient.demographics),
    about: [asWhat(door, basis), patient.demographics?.birthDate ? words.born(day(patient.demographics.birthDate)) : null],
    ...to(patient.id),
  }));
  return html`${heading(words.switchTitle)} ${own.length + others.length === 0 ? empty(words.noRecords[0], words.noRecords[1]) : list([...own, ...others])}`;
}
