import { textOf } from '@cie/web-kit/controls/typed.ts';
import { openRecord } from '@cie/web-kit/graph/found.ts';
import { AskError } from '@cie/web-kit/graph/operation.ts';
import type { Done, Reading } from '@cie/web-kit/page/area.ts';
import type { Content } from './area.ts';
import type { AppointmentList } from './data/fetch-appointments.ts';
import { requestChange } from './data/request-change.ts';
import type { ChangedAppointment } from './data/request-change.ts';
import * as form from './elements/request-form/request-form.ts';
import { words } from './language/request.en.ts';

/** Opens, closes and sends the form that asks a booking team to cancel or move an appointment. */
export async function act({ ask, page: { patient } }: Reading, content: Content, action: string, filled: FormData): Promise<Done<Content>> {
  if (action === 'open-request') return { content: { ...content, form, draft: form.emptyDraft(textOf(filled, 'id')) } };
  if (action === 'close-request') return { content: { ...content, draft: null } };
  const draft = form.readRequest(filled);
  const input = form.inputOf(draft);
  if (input === null) return { content: { ...content, form, draft } };
  try {
    const changed = await requestChange(ask, openRecord(patient), input);
    return { content: { ...content, upcoming: withChange(content.upcoming, changed), draft: null }, said: words.sent };
  } catch (error) {
    if (!(error instanceof AskError) || error.message === '') throw error;
    return { content: { ...content, form, draft: { ...draft, problems: [['kind-0', error.message]] } } };
  }
}

/** The list as it is now that the request is stored. */
function withChange(list: AppointmentList, changed: ChangedAppointment): AppointmentList {
  return { ...list, appointments: list.appointments.map((each) => (each.id === changed.id ? { ...each, ...changed } : each)) };
}
