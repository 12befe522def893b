import { statusTag } from '@cie/web-kit/controls/status-tag.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import type { Route } from '@cie/web-kit/page/route.ts';
import type { TemplateResult } from 'lit/html.js';
import type { DocumentInList } from '../../data/fetch-documents.ts';
import { words } from '../../language/documents.en.ts';

/** Whether it still stands, and whether its author stands behind it: what nobody has signed must not read as what somebody has (DOC-1). */
export const states = ({ status, completion }: Pick<DocumentInList, 'status' | 'completion'>): readonly TemplateResult[] => [
  ...(status === 'REPLACED' || status === 'WITHDRAWN' ? [statusTag(words.statuses[status], 'grey')] : []),
  ...(completion === 'UNSIGNED' || completion === 'IN_PROGRESS' ? [statusTag(words.completions[completion], 'yellow')] : []),
];

export const titleOf = ({ title, type }: Pick<DocumentInList, 'title' | 'type'>): string => title ?? type ?? words.document;

/** A link within this area, in the same record. */
export const within = (page: Page, route: Route): string => link(page.display, { view: page.route.view, patient: page.route.patient, ...route });
