import { found, openRecord } from '@cie/web-kit/graph/found.ts';
import { area } from '@cie/web-kit/page/area.ts';
import { fetchAppointments, fetchMoreAppointments } from './data/fetch-appointments.ts';
import type { AppointmentLists } from './data/fetch-appointments.ts';
import { appointments } from './elements/appointments-view/appointments.ts';
import type { RequestDraft } from './elements/request-form/request-form.ts';

export interface Content extends AppointmentLists {
  /** What is being asked of a booking team; null while nobody asks. */
  readonly draft: RequestDraft | null;
  /** Draws the draft; fetched with it. */
  readonly form?: typeof import('./elements/request-form/request-form.ts');
}

/** Appointments past and future, all hospitals on one timeline (APT-1). */
export default area<Content>({
  load: async ({ ask, page: { patient } }) => ({ ...found(await fetchAppointments(ask, openRecord(patient))), draft: null }),

  async more({ ask, page: { patient } }, content, { when, after }) {
    if (after === undefined) return content;
    const name = when === 'PAST' ? 'past' : 'upcoming';
    const { appointments: added, next } = found(await fetchMoreAppointments(ask, openRecord(patient), name === 'past' ? 'PAST' : 'UPCOMING', after));
    return { ...content, [name]: { appointments: [...content[name].appointments, ...added], next } };
  },

  act: async (reading, content, action, filled) => (await import('./ask-booking-team.ts')).act(reading, content, action, filled),

  view: appointments,
});
