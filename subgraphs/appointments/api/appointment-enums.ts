import { registerEnumType } from 'type-graphql';

/** Names of the graph; values are those of the domain. */
export const AppointmentStatus = { BOOKED: 'booked', CANCELLED: 'cancelled', ATTENDED: 'attended', DID_NOT_ATTEND: 'did-not-attend' } as const;

registerEnumType(AppointmentStatus, {
  name: 'AppointmentStatus',
  description: 'What has become of an appointment.',
  valuesConfig: {
    BOOKED: { description: 'Booked.' },
    CANCELLED: { description: 'Cancelled.' },
    ATTENDED: { description: 'The patient attended.' },
    DID_NOT_ATTEND: { description: 'The patient did not attend.' },
  },
});

export const AppointmentWindow = { PAST: 'past', UPCOMING: 'upcoming' } as const;

registerEnumType(AppointmentWindow, {
  name: 'AppointmentWindow',
  description: 'Which part of the timeline.',
  valuesConfig: {
    PAST: { description: 'Appointments that are over.' },
    UPCOMING: { description: 'Appointments that are not over yet.' },
  },
});
