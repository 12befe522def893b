/** The same, whatever was asked for. */
const both = (text: string) => ({ CANCEL: text, MOVE: text });

/** Words of the appointments area. */
export const words = {
  title: 'Appointments',
  next: 'Next',
  later: 'Later',
  past: 'Past',
  noUpcoming: {
    own: 'You have no appointments coming up that the hospitals have told us about.',
    other: 'There are no appointments coming up that the hospitals have told us about.',
  },
  noPast: 'There are no past appointments.',
  statuses: { BOOKED: 'Booked', CANCELLED: 'Cancelled', ATTENDED: 'Attended', DID_NOT_ATTEND: 'Did not attend' },
  notSaid: { own: 'The hospital has not said whether you attended.', other: 'The hospital has not said whether the patient attended.' },
  noTime: 'Date to be arranged',
  at: (time: string) => `at ${time}`,
  movedFrom: (when: string) => `Moved from ${when}.`,
  clinic: 'Clinic',
  with: 'With',
  place: 'Where',
  map: (site: string) => `Map of ${site} (opens another website)`,
  hospital: 'Hospital',
  reason: 'Reason',
  instructions: 'Before you come',
  addToCalendar: 'Add to your calendar',
  feed: 'Want them all in the calendar on your phone or computer?',
  feedLink: 'Set up a calendar feed',
  change: 'Ask to change or cancel',
  privacy: 'Who can see this',
  call: {
    TOO_LATE: 'It is less than 48 hours away. To change or cancel it, call the hospital.',
    PHONE: 'This hospital takes no requests from here. To change or cancel, call the hospital.',
  },
  asked: { CANCEL: (when: string) => `Asked to cancel on ${when}`, MOVE: (when: string) => `Asked for another time on ${when}` },
  requestStates: {
    WAITING: both('The request is on its way to the hospital. Until it answers, the appointment stands.'),
    SENT: both('The request is on its way to the hospital. Until it answers, the appointment stands.'),
    ACKNOWLEDGED: both('The hospital has the request. Until it answers, the appointment stands.'),
    DONE: { CANCEL: 'The hospital has booked it anew since.', MOVE: 'The hospital has given it another time.' },
    REFUSED: {
      CANCEL: 'The hospital has answered and not cancelled it. If that is not right for you, call the hospital.',
      MOVE: 'The hospital has answered and kept the time. If that does not suit you, call the hospital.',
    },
    NOT_SENT: both('The request did not reach the hospital. Please call the hospital.'),
  },
} as const;
