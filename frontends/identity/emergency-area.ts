import { textOf } from '@cie/web-kit/controls/typed.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { startEmergencyAccess } from './data/emergency-access.ts';
import { categories, emergencyView } from './elements/emergency-view/emergency.ts';
import type { EmergencyContent } from './elements/emergency-view/emergency.ts';
import { checkPatient, emptyPatient, readPatient } from './elements/find-patient-view/patient-fields.ts';
import { isReason } from './elements/reason-view/reason.ts';
import { words } from './language/identity.en.ts';

/** Emergency access (ACS-5), on the exchange's own pages only. */
export default area<EmergencyContent>({
  async load({ page }) {
    // Others may look at the page's address, but the form is for professionals; the exchange refuses everybody else as well.
    if (page.reader?.kind !== 'professional') throw new AskError('refused', words.professionalsOnly[1]);
    return { draft: emptyPatient, category: null, reason: '', problems: [] };
  },

  async act({ ask }, _content, _action, form) {
    const draft = readPatient(form);
    const checked = checkPatient(draft);
    const category = categories.find((each) => each === form.get('category')) ?? null;
    const reason = textOf(form, 'reason');
    const problems: (readonly [string, string])[] = checked.ok ? [] : [...checked.problems];
    if (category === null) problems.push(['category-0', words.problemCategory]);
    if (!isReason(reason)) problems.push(['reason', words.problemReason]);
    const content = { draft, category, reason, problems };
    if (!checked.ok || category === null || problems.length > 0) return { content };
    try {
      const patient = await startEmergencyAccess(ask, { nhsNumber: checked.nhsNumber, birthDate: checked.birthDate, category, reason });
      if (patient !== null) return { leave: `/record?patient=${encodeURIComponent(patient)}` };
      return { content: { ...content, problems: [['number', words.nobody]] } };
    } catch (error) {
      if (!(error instanceof AskError) || error.message === '') throw error;
      return { content: { ...content, notDone: error.message } };
    }
  },

  view: emergencyView,
});
