/** Words that all areas share. The interface's words stand in one file per area, so that a language is one file more. */
export const words = {
  tryAgain: 'Try again',
  showMore: 'Show more',
  loading: 'Loading…',
  problems: {
    'signed-out': {
      title: 'Sign in to continue',
      text: 'Your record is kept by the Care Information Exchange, not by this website. This website cannot see it.',
    },
    expired: { title: 'You have been signed out', text: 'To keep your record safe you are signed out after 30 minutes without activity.' },
    offline: { title: 'There is no connection', text: 'Your record could not be reached. Check your internet connection, then try again.' },
    unavailable: { title: 'This is not available right now', text: 'Nothing is lost. Please try again in a few minutes.' },
    refused: { title: 'There is nothing to show here', text: 'Either there is no such record, or it has not been shared with you.' },
  },
  popUpBlocked: 'Your browser stopped the sign-in window. Open your record in a new window instead.',
  popUpClosed: 'The sign-in window was closed before you finished.',
} as const;
