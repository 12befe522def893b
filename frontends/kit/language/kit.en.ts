/** Words that all areas share. The interface's words stand in one file per area, so that a language is one file more. */
export const words = {
  tryAgain: 'Try again',
  showMore: 'Show more',
  loading: 'Loading…',
  ask: 'Questions about this?',
  website: 'Website',
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  problems: {
    'signed-out': {
      title: 'Sign in to continue',
      text: 'For patients, and for health and care professionals. The Care Information Exchange keeps the record: the website around this box cannot see it.',
    },
    unproven: {
      title: 'Prove who you are to see your record',
      text: 'You are signed in, but NHS login has not checked who you are with a photo. Have a passport, driving licence or other photo identity at hand; it takes a few minutes, and you do it only once.',
    },
    'no-record': {
      title: 'We have no record of your own to show you',
      text: 'We look for it each time you sign in. If you think that there should be one, ask the support desk. A record that somebody shares with you is on the home page.',
    },
    expired: { title: 'You have been signed out', text: 'To keep records safe you are signed out after 30 minutes without activity, and after 12 hours at the latest.' },
    offline: { title: 'There is no connection', text: 'The record could not be reached. Check your internet connection, then try again.' },
    unavailable: { title: 'This is not available right now', text: 'Nothing is lost. Please try again in a few minutes.' },
    refused: { title: 'There is nothing to show here', text: 'Either there is no such record, or it has not been shared with you.' },
  },
  popUpBlocked: 'Your browser stopped the sign-in window. Open your record in a new window instead.',
  popUpClosed: 'The sign-in window was closed before you finished.',
} as const;
