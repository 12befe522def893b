import { back, heading } from '@cie/web-kit/controls/headings.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { link } from '@cie/web-kit/page/route.ts';
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words as add } from './language/add.en.ts';
import { words } from './language/documents.en.ts';

/** The page on which a document is added (DOC-2), fetched when somebody wants to. */
export const addView = ({ display, route, patient }: Page): TemplateResult => html`${back(link(display, { view: route.view, patient: route.patient }), words.backToList)}
  ${heading(add.title)}
  <p>${add.intro}</p>
  <cie-document-upload .patient=${patient}></cie-document-upload>`;
