/** Words of the warning before a session ends. */
export const words = {
  label: 'Signing out soon',
  idle: (left: string): string => `You will be signed out in about ${left}, because you have not opened anything for a while.`,
  limit: (left: string): string => `You will be signed out in about ${left}, because a sign-in lasts 12 hours at most. You can sign in again straight away.`,
  stay: 'Stay signed in',
  stayed: 'You stay signed in.',
  failed: 'There is no connection. Try again.',
  /** How much is left, by the seconds from which on it is said. */
  left: [
    [90, '2 minutes'],
    [45, '1 minute'],
    [20, '30 seconds'],
    [0, '10 seconds'],
  ],
} as const;
