/** Words of the sharing area. */
export const words = {
  title: 'Sharing',
  people: 'People and teams you have invited',
  nobody: ['You have not invited anybody at present', 'Hospitals that care for you can see what their own group supplied. In an emergency a professional can see your whole record; you can read who did, and why.'],
  states: { PENDING: 'Not opened yet', ACCEPTED: 'Can see your record', REVOKED: 'Stopped', ENDED: 'Ended' },
  labels: { GENERAL: 'General health', SEXUAL_HEALTH: 'Sexual health', MENTAL_HEALTH: 'Mental health', SOCIAL_CARE: 'Social care' },
  sees: 'Can see',
  invitedOn: (day: string) => `Invited ${day}`,
  untilDay: (day: string) => `until the end of ${day}`,
  noEnd: 'without an end date',
  manage: 'Invite somebody, stop sharing, or see who acts for you',
  logLink: 'Who has looked at your record',
} as const;
