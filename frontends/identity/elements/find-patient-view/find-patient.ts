import { heading } from '@cie/web-kit/controls/headings.ts';
import { problems, submit } from '@cie/web-kit/controls/form.ts';
import { notDone } from '@cie/web-kit/controls/notices.ts';
import type { Page } from '@cie/web-kit/page/area.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { words } from '../../language/identity.en.ts';
import { reasonQuestion } from '../reason-view/reason.ts';
import type { ReasonDraft } from '../reason-view/reason.ts';
import { patientFields } from './patient-fields.ts';
import type { PatientDraft } from './patient-fields.ts';

export interface FindContent {
  readonly draft: PatientDraft;
  readonly problems: readonly (readonly [field: string, text: string])[];
  /** Why the exchange did not search at all. */
  readonly notDone?: string;
  /** While the record that was found asks for a reason first. */
  readonly reason?: ReasonDraft;
}

/** For professionals: whose record. */
export const findPatientView = ({ draft, problems: found, notDone: why, reason }: FindContent, page: Page): TemplateResult => html`${heading(words.findTitle)}
  <p>${words.findText}</p>
  <form class="cie-form" data-act="find" method="post" novalidate>
    ${problems(words.problem, found)} ${why === undefined ? nothing : notDone(words.notSearched, why)} ${patientFields(draft, found)}
    ${reason === undefined ? submit(words.find) : html`${reasonQuestion(reason, page)} ${page.framed ? submit(words.find) : submit(words.open, 'warning')}`}
  </form>
  <p><a href="/#records" target=${page.framed ? '_blank' : nothing} rel=${page.framed ? 'noopener' : nothing}>${words.recordsTitle}</a></p>
  <p><a href="/emergency" target="_blank" rel="noopener">${words.emergencyLink}</a></p>`;
