import { registerEnumType } from 'type-graphql';

/** Names of the graph; values are those of the domain. */
export const AppointmentStatus = { BOOKED: 'booked', CANCELLED: 'cancelled', ATTENDED: 'attended', DID_NOT_ATTEND: 'did-not-attend', NOT_SAID: 'not-said' } as const;

registerEnumType(AppointmentStatus, {
  name: 'AppointmentStatus',
  description: 'What has become of an appointment.',
  valuesConfig: {
    BOOKED: { description: 'Booked.' },
    CANCELLED: { description: 'Cancelled.' },
    ATTENDED: { description: 'The patient attended.' },
    DID_NOT_ATTEND: { description: 'The patient did not attend.' },
    NOT_SAID: { description: 'It is over, and the hospital has not said whether the patient attended.' },
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

export const RequestKind = { CANCEL: 'cancel', MOVE: 'move' } as const;

registerEnumType(RequestKind, {
  name: 'AppointmentRequestKind',
  description: 'What the booking team is asked for.',
  valuesConfig: { CANCEL: { description: 'To cancel it.' }, MOVE: { description: 'To find another time.' } },
});

export const RequestState = { WAITING: 'waiting', SENT: 'sent', ACKNOWLEDGED: 'acknowledged', DONE: 'done', REFUSED: 'refused', NOT_SENT: 'not-sent' } as const;

registerEnumType(RequestState, {
  name: 'AppointmentRequestState',
  description: 'How far a request has come.',
  valuesConfig: {
    WAITING: { description: 'It waits to be sent.' },
    SENT: { description: 'It is on its way to the hospital.' },
    ACKNOWLEDGED: { description: 'The hospital has it and has not decided yet.' },
    DONE: { description: 'The hospital did what was asked.' },
    REFUSED: { description: 'The hospital answered and did not do what was asked.' },
    NOT_SENT: { description: 'The hospital did not get it.' },
  },
});

export const NoRequest = { OVER: 'over', CANCELLED: 'cancelled', ASKED: 'asked', TOO_LATE: 'too-late', PHONE: 'phone' } as const;

registerEnumType(NoRequest, {
  name: 'NoAppointmentRequest',
  description: 'Why the booking team cannot be asked here.',
  valuesConfig: {
    OVER: { description: 'The appointment has taken place or is under way.' },
    CANCELLED: { description: 'It is cancelled already.' },
    ASKED: { description: 'A request waits for the hospital.' },
    TOO_LATE: { description: 'It is so soon that a message may be read too late: call the hospital.' },
    PHONE: { description: 'The hospital takes no requests from the exchange: call it.' },
  },
});

export const CalendarDetail = { GENERAL: 'general', CLINIC: 'clinic' } as const;

registerEnumType(CalendarDetail, {
  name: 'CalendarDetail',
  description: 'How much a calendar feed says.',
  valuesConfig: {
    GENERAL: { description: 'That there is a hospital appointment, at which hospital and when.' },
    CLINIC: { description: 'The clinic and the place in the hospital as well.' },
  },
});
