/** Words over a record that its owner looks at as somebody else would (ACS-7). */
export const words = {
  title: 'You are seeing your record as somebody else would',
  of: {
    team: (name: string, organisation: string | null) => `The team ${name}${organisation === null ? '' : `, ${organisation}`}`,
    staff: (name: string) => `Professionals of ${name} who care for you`,
  },
  sees: (labels: string, ownGroup: boolean) => `They can see ${labels}${ownGroup ? ', and whatever their own hospital group supplied' : ''}.`,
  labels: { GENERAL: 'general health', SEXUAL_HEALTH: 'sexual health', MENTAL_HEALTH: 'mental health', SOCIAL_CARE: 'social care' },
  ownOnly: 'They can see only what their own hospital group supplied.',
  until: (day: string) => `They can see it until the end of ${day}.`,
  details: 'They also see your name, date of birth, NHS number and contact details.',
  earlier: 'Professionals read new results at once. Those that still wait for you are not shown here.',
  pending: 'They have not used the invitation yet. If they sign in as a professional, they also read new results at once.',
  nothing: 'Nothing can be changed or downloaded here. Your access log says that you looked.',
  back: 'Back to your own view',
  others: 'See it as somebody else',
} as const;
