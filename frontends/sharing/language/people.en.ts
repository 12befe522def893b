/** Words about whom the reader has invited; a frame does without. */
export const words = {
  seeAs: 'See what they see',
  seeAsWho: (who: string) => `: ${who}`,
  stop: 'Stop sharing',
  stopWith: (who: string) => ` with ${who}`,
  earlier: (count: number) => (count === 1 ? '1 earlier invitation' : `${count} earlier invitations`),
  saw: 'Could see',
  stoppedOn: (day: string) => `stopped ${day}`,
  closedOn: (day: string) => `ended ${day}: the team was closed`,
  leftOn: (day: string) => `ended ${day}: they no longer work with the exchange`,
  endedOn: (day: string) => `ended ${day}`,
  all: 'Everybody who can see your record',
  allText: 'The people and teams you invited, who acts for you, and the hospitals that care for you.',
  allLink: 'See your record as they do',
  summary: 'Somewhere else, for example on holiday?',
  summaryText: 'A hospital that you have not invited can see a summary, once, with a code that you give them.',
  summaryLink: 'Share a summary by code',
} as const;
