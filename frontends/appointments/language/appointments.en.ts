/** Words of the appointments area. */
export const words = {
  title: 'Appointments',
  upcoming: 'Coming up',
  past: 'Past',
  noUpcoming: 'You have no appointments coming up that the hospitals have told us about.',
  noPast: 'There are no past appointments.',
  statuses: { BOOKED: 'Booked', CANCELLED: 'Cancelled', ATTENDED: 'Attended', DID_NOT_ATTEND: 'Did not attend' },
  noTime: 'Date to be arranged',
  at: (time: string) => `at ${time}`,
  clinic: 'Clinic',
  with: 'With',
  place: 'Where',
  hospital: 'Hospital',
  reason: 'Reason',
  instructions: 'Before you come',
  appointment: 'Appointment',
  change: 'To change or cancel, call the booking team on your appointment letter.',
} as const;
