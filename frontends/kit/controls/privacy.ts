import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../language/privacy.en.ts';
import type { Page } from '../page/area.ts';

/** An item whose label the reader may move. */
export interface Labelled {
  readonly id: string;
  readonly label: keyof typeof words.labels;
}

/**
 * Which privacy label an item has, and the way to the page that says who sees it and moves it (ACS-1); no row on a record that is not
 * the reader's own, or that they look at as somebody else would. The page is one of ours at top level, where nothing can be laid over it.
 */
export function privacyRow(kind: 'report' | 'document', { id, label }: Labelled, { patient, reader, framed, display }: Page): readonly (readonly [string, TemplateResult])[] {
  if (patient === null || patient !== reader?.ownRecord || display.as !== undefined) return [];
  const tab = framed ? '_blank' : nothing;
  return [[words.privacy, html`${words.labels[label]} – <a href="/label/${kind}/${id}" target=${tab} rel=${framed ? 'noopener' : nothing}>${words.change}<span class="nhsuk-u-visually-hidden"> ${words.changeWhat}</span></a>`]];
}
