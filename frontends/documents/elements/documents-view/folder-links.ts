import { list } from '@cie/web-kit/controls/list.ts';
import { day } from '@cie/web-kit/language/dates.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { PregnancyInList } from '../../data/fetch-documents.ts';
import { words } from '../../language/documents.en.ts';

/** How a link names a folder: by its dates, which are also what appointments and results are asked for by. */
export const folderName = ({ from, to }: Pick<PregnancyInList, 'from' | 'to'>): string => `${from}_${to}`;

/** Maternity folders (DOC-3), the newest first. */
export const folderLinks = (pregnancies: readonly PregnancyInList[], href: (when: string) => string): TemplateResult =>
  html`<h2 class="nhsuk-heading-s">${words.maternity}</h2>
  ${list(
    pregnancies.map((pregnancy) => ({
      title: words.folder(day(pregnancy.from), day(pregnancy.to)),
      href: href(folderName(pregnancy)),
      about: [pregnancy.born === null ? (pregnancy.expected === null ? null : words.expected(day(pregnancy.expected))) : words.born(day(pregnancy.born))],
    })),
  )}`;
