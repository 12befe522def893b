import { AskError } from '@cie/web-kit/graph/operation.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { findPatient } from './data/find-patient.ts';
import { findPatientView } from './elements/find-patient-view/find-patient.ts';
import type { FindContent } from './elements/find-patient-view/find-patient.ts';
import { checkPatient, emptyPatient, readPatient } from './elements/find-patient-view/patient-fields.ts';
import { words } from './language/identity.en.ts';

/** A professional says whose record to open. */
export default area<FindContent>({
  load: () => Promise.resolve({ draft: emptyPatient, problems: [] }),

  async act({ ask, page }, _content, _action, form) {
    const draft = readPatient(form);
    const checked = checkPatient(draft);
    if (!checked.ok) return { content: { draft, problems: checked.problems } };
    try {
      const patient = await findPatient(ask, checked.nhsNumber, checked.birthDate);
      if (patient !== null) return { go: { view: page.route.view, patient } };
      return { content: { draft, problems: [['number', words.notFound]] } };
    } catch (error) {
      if (!(error instanceof AskError) || error.message === '') throw error;
      return { content: { draft, problems: [], notDone: error.message } };
    }
  },

  view: findPatientView,
});
