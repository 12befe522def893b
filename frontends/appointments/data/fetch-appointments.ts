import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { appointmentsQuery, moreAppointmentsQuery } from './operations.ts';
import type { AppointmentWindow, AppointmentsQuery } from './operations.ts';

type Connection = NonNullable<NonNullable<AppointmentsQuery['patient']>['past']>;
export type Appointment = Connection['edges'][number]['node'];

export interface AppointmentList {
  readonly appointments: readonly Appointment[];
  /** Cursor of the next page, null at the end. */
  readonly next: string | null;
}

export interface AppointmentLists {
  readonly upcoming: AppointmentList;
  readonly past: AppointmentList;
}

const pageSize = 10;

const listOf = ({ edges, pageInfo }: Connection): AppointmentList => ({
  appointments: edges.map(({ node }) => node),
  next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
});

/** The next and the last appointments of a record, in one question; null when the record does not open. */
export async function fetchAppointments(ask: Ask, patient: string): Promise<AppointmentLists | 'unavailable' | null> {
  const { patient: record } = await ask(appointmentsQuery, { patient, first: pageSize });
  if (record === null) return null;
  if (record.upcoming === null || record.past === null) return 'unavailable';
  return { upcoming: listOf(record.upcoming), past: listOf(record.past) };
}

/** The next page of one of the two lists. */
export async function fetchMoreAppointments(ask: Ask, patient: string, when: AppointmentWindow, after: string): Promise<AppointmentList | 'unavailable' | null> {
  const { patient: record } = await ask(moreAppointmentsQuery, { patient, first: pageSize, after, when });
  if (record === null) return null;
  return record.appointments === null ? 'unavailable' : listOf(record.appointments);
}
