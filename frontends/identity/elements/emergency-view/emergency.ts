import { heading } from '@cie/web-kit/controls/headings.ts';
import { longField, options, problems, submit } from '@cie/web-kit/controls/form.ts';
import { notDone, notice } from '@cie/web-kit/controls/notices.ts';
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { EmergencyCategory } from '../../data/operations.ts';
import { words } from '../../language/identity.en.ts';
import { patientFields } from '../find-patient-view/patient-fields.ts';
import type { PatientDraft } from '../find-patient-view/patient-fields.ts';

export const categories: readonly EmergencyCategory[] = ['LIFE_THREATENING', 'UNCONSCIOUS', 'LACKS_CAPACITY', 'OTHER'];

export interface EmergencyContent {
  readonly draft: PatientDraft;
  readonly category: EmergencyCategory | null;
  readonly reason: string;
  readonly problems: readonly (readonly [field: string, text: string])[];
  /** Why the exchange opened nothing, where nothing that was typed is wrong. */
  readonly notDone?: string;
}

/** ACS-5: the reason comes before anything opens; the page says who will read it. */
export function emergencyView({ draft, category, reason, problems: found, notDone: refusal }: EmergencyContent): TemplateResult {
  const problemOf = (name: string): string | undefined => found.find(([each]) => each === name)?.[1];
  return html`${heading(words.emergencyTitle)}
    ${notice(html`<p>${words.emergencyText}</p><p>${words.emergencyTold}</p>`)}
    <form class="cie-form" data-act="start" method="post" novalidate>
      ${problems(words.problem, found)} ${refusal === undefined ? nothing : notDone(words.notOpened, refusal)} ${patientFields(draft, found)}
      ${options(
        'radio',
        'category',
        words.category,
        categories.map((value) => ({ value, label: words.categories[value], checked: value === category })),
        undefined,
        problemOf('category-0'),
      )}
      ${longField({ name: 'reason', label: words.reason, hint: words.reasonHint, value: reason, problem: problemOf('reason') })}
      ${submit(words.open, 'warning')}
    </form>`;
}
