import { AskError } from '@cie/web-kit/graph/operation.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { findPatient } from './data/find-patient.ts';
import { stateReason } from './data/state-reason.ts';
import { findPatientView } from './elements/find-patient-view/find-patient.ts';
import type { FindContent } from './elements/find-patient-view/find-patient.ts';
import { checkPatient, emptyPatient, readPatient } from './elements/find-patient-view/patient-fields.ts';
import { noReason, readReason, wantsReason } from './elements/reason-view/reason.ts';
import { words } from './language/identity.en.ts';

/** A professional says whose record to open. */
export default area<FindContent>({
  load: () => Promise.resolve({ draft: emptyPatient, problems: [] }),

  async act({ ask, page }, { reason: asked }, _action, form) {
    const draft = readPatient(form);
    const checked = checkPatient(draft);
    // In a frame the question is only told of: the form goes on searching.
    const reason = asked === undefined || page.framed ? undefined : readReason(form);
    if (!checked.ok) return { content: { draft, problems: checked.problems, ...(reason === undefined ? {} : { reason }) } };
    if (reason?.problem !== undefined) return { content: { draft, problems: [['reason', reason.problem]], reason } };
    try {
      if (reason !== undefined) {
        const opened = await stateReason(ask, { nhsNumber: checked.nhsNumber, birthDate: checked.birthDate, reason: reason.text });
        return opened === null ? { content: { draft, problems: [['number', words.notStated]] } } : { go: { view: page.route.view, patient: opened } };
      }
      const patient = await findPatient(ask, checked.nhsNumber, checked.birthDate);
      if (patient !== null) return { go: { view: page.route.view, patient } };
      return { content: { draft, problems: [['number', words.notFound]] } };
    } catch (error) {
      if (wantsReason(error)) return { content: { draft, problems: [], reason: noReason } };
      if (!(error instanceof AskError) || error.message === '') throw error;
      return { content: { draft, problems: [], notDone: error.message } };
    }
  },

  view: findPatientView,
});
