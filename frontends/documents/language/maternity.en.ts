/** Words of a maternity folder. */
export const words = {
  title: 'Maternity folder',
  dates: 'Dates',
  from: 'From',
  to: 'To',
  expected: 'Baby expected',
  born: 'Birth',
  parts: { ANTENATAL: 'Before the birth', BIRTH: 'Birth', POSTNATAL: 'After the birth' },
  appointments: 'Appointments',
  results: 'Test results of this time',
  noAppointments: 'No maternity appointments of this time.',
  noResults: 'No results of this time that you can see yet.',
  unavailable: 'This part cannot be shown right now. Try again in a moment.',
  statuses: { BOOKED: 'Booked', CANCELLED: 'Cancelled', ATTENDED: 'Attended', DID_NOT_ATTEND: 'Did not attend', NOT_SAID: '' },
} as const;
