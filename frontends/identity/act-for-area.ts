import { textOf } from '@cie/web-kit/controls/typed.ts';
import { found } from '@cie/web-kit/graph/found.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { fetchProxyRequests, requestProxy } from './data/act-for.ts';
import { actForView, bases } from './elements/act-for-view/act-for.ts';
import type { ActForContent } from './elements/act-for-view/act-for.ts';
import { checkPatient, emptyPatient, readPatient } from './elements/find-patient-view/patient-fields.ts';
import { words } from './language/act-for.en.ts';

/** As the exchange has it, in characters. */
const shortestEvidence = 10;

/** Where the exchange's own checks belong on the form; what concerns the person is at their number. */
const fieldOfCode: Readonly<Record<string, string>> = { PROXY_AGE: 'basis-0', PROXY_EVIDENCE: 'evidence' };

const emptyForm = { draft: emptyPatient, basis: null, relationship: '', evidence: '', problems: [] };

/** For parents, carers and attorneys (ACC-4), on the exchange's own pages only. */
export default area<ActForContent>({
  async load({ ask, page }) {
    if (page.reader?.kind !== 'patient') throw new AskError('refused', words.provedOnly);
    return { requests: found(await fetchProxyRequests(ask)), ...emptyForm };
  },

  async act({ ask }, { requests }, _action, form) {
    const draft = readPatient(form);
    const checked = checkPatient(draft);
    const basis = bases.find((each) => each === form.get('basis')) ?? null;
    const [relationship, evidence] = [textOf(form, 'relationship'), textOf(form, 'evidence')];
    const problems: (readonly [string, string])[] = checked.ok ? [] : [...checked.problems];
    if (basis === null) problems.push(['basis-0', words.problemBasis]);
    if (evidence.length < shortestEvidence) problems.push(['evidence', words.problemEvidence]);
    const content = { requests, draft, basis, relationship, evidence, problems };
    if (!checked.ok || basis === null || problems.length > 0) return { content };
    try {
      await requestProxy(ask, { nhsNumber: checked.nhsNumber, birthDate: checked.birthDate, basis, evidence, relationship: relationship === '' ? null : relationship });
    } catch (error) {
      if (!(error instanceof AskError) || error.message === '') throw error;
      return { content: { ...content, problems: [[typeof error.code === 'string' ? (fieldOfCode[error.code] ?? 'number') : 'number', error.message]] } };
    }
    return { content: { requests: found(await fetchProxyRequests(ask)), ...emptyForm }, said: words.sent };
  },

  view: actForView,
});
