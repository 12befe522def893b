/** Words of inviting somebody and stopping it; a frame does without. */
export const words = {
  inviteTitle: 'Invite somebody',
  inviteText: 'They sign in with this email address and find your record under “Records shared with you”. They see the parts that you choose, and you can stop it at any time. Nothing is sent to them: tell them yourself.',
  email: 'Their email address',
  emailHint: 'The address they use for NHS login or at work',
  which: 'Which parts may they see?',
  until: 'Last day (optional)',
  untilHint: 'Leave empty to share until you stop it',
  send: 'Invite',
  sent: (who: string) => `${who} has been invited. When they sign in with this address, they find your record under “Records shared with you”.`,
  stopped: (who: string) => `Sharing with ${who} has stopped. They can no longer open your record through your invitation.`,
  problem: 'There is a problem',
  problemEmail: 'Enter an email address in the form name@example.com',
  problemLabels: 'Choose at least one part of your record',
  problemUntil: 'Choose a day from today on',
  labelHints: {
    GENERAL: 'Most results, letters and appointments',
    SEXUAL_HEALTH: 'From sexual health and HIV services',
    MENTAL_HEALTH: 'From mental health services',
    SOCIAL_CARE: 'From council and other care services',
  },
} as const;
