import { textOf } from '@cie/web-kit/controls/typed.ts';
import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Done, Reading } from '@cie/web-kit/page/area.ts';
import type { Content, Draft } from './area.ts';
import { removeCareItem, removeMeasurement, saveCareItem, saveMeasurement } from './on-demand/change-health.ts';
import { fetchHealth } from './data/fetch-health.ts';
import type { Health } from './data/fetch-health.ts';
import { draftOfItem, newItem, readItem, refusedItem } from './elements/enter-form/care-form.ts';
import * as form from './elements/enter-form/draft-form.ts';
import { draftOfMeasurement, newMeasurement, readMeasurement, refusedMeasurement } from './elements/enter-form/measurement-form.ts';
import { measurementKinds } from './elements/health-view/measured.ts';
import { words } from './language/enter.en.ts';

type All = Extract<Content, { readonly shows: 'all' }>;

/** Opens, closes and sends the forms in which people enter what they measured and what they know of their health. */
export async function act(reading: Reading, content: Content, action: string, filled: FormData): Promise<Done<Content>> {
  if (content.shows !== 'all') return {};
  switch (action) {
    case 'save':
      return content.draft === null ? {} : save(reading, content, content.draft, filled);
    case 'remove':
      return content.draft === null ? {} : remove(reading, content, content.draft);
    case 'cancel':
      return { content: { ...content, draft: null } };
    default: {
      const draft = opened(content.health, action, filled, reading.page.now);
      return draft === null ? {} : { content: { ...content, form, draft } };
    }
  }
}

/** The draft that a button of the page begins with; null when what it is about is gone. */
function opened(health: Health, action: string, filled: FormData, now: string): Draft | null {
  const [id, section] = [textOf(filled, 'id'), textOf(filled, 'section')];
  const kinds = { allergies: 'ALLERGY', medications: 'MEDICATION', conditions: 'CONDITION' } as const;
  if (action === 'add-measurement') {
    const kind = measurementKinds.find((each) => each === textOf(filled, 'kind'));
    return kind === undefined ? null : newMeasurement(kind, now);
  }
  if (action === 'change-measurement') {
    const measurement = health.measurements.find((each) => each.id === id);
    return measurement === undefined ? null : draftOfMeasurement(measurement);
  }
  for (const name of ['allergies', 'medications', 'conditions'] as const) {
    if (action === 'add-item' && section === name) return newItem(kinds[name]);
    const item = health[name].find((each) => each.id === id);
    if (action === 'change-item' && item !== undefined) return draftOfItem(kinds[name], item);
  }
  return null;
}

/** Nothing that was typed is lost: a refusal stands at its field, and so does a connection that broke. */
async function save({ ask, page: { patient } }: Reading, content: All, before: Draft, filled: FormData): Promise<Done<Content>> {
  const record = openRecord(patient);
  let draft: Draft = before;
  let save: () => Promise<void>;
  if (before.what === 'measurement') {
    const read = readMeasurement(filled, before);
    draft = read.draft;
    const { input } = read;
    if (input === null) return { content: { ...content, draft } };
    save = () => saveMeasurement(ask, record, before.id, input);
  } else {
    const read = readItem(filled, before);
    draft = read.draft;
    const { input } = read;
    if (input === null) return { content: { ...content, draft } };
    save = () => saveCareItem(ask, record, before.id, input);
  }
  return sent({ ask, page: { patient } }, content, draft, save, before.what === 'measurement' ? `${words.saved} ${words.measurement.unwatched}` : words.saved);
}

async function remove({ ask, page: { patient } }: Reading, content: All, draft: Draft): Promise<Done<Content>> {
  const { id } = draft;
  if (id === null) return {};
  const record = openRecord(patient);
  return sent({ ask, page: { patient } }, content, draft, () => (draft.what === 'measurement' ? removeMeasurement(ask, record, id) : removeCareItem(ask, record, id)), words.removed);
}

type Open = Pick<Reading, 'ask'> & { readonly page: Pick<Reading['page'], 'patient'> };

async function sent({ ask, page }: Open, content: All, draft: Draft, send: () => Promise<void>, said: string): Promise<Done<Content>> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof AskError) || error.problem === 'expired') throw error;
    const text = error.message === '' ? words.notSent : error.message;
    return { content: { ...content, draft: draft.what === 'measurement' ? refusedMeasurement(draft, error.code, text) : refusedItem(draft, error.code, text) } };
  }
  return { content: { ...content, health: found(await fetchHealth(ask, openRecord(page.patient))), draft: null }, said };
}
