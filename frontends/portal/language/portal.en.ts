/** Words around an area, on every page and frame. */
export const words = {
  sections: { label: 'Parts of the record', results: 'Test results', health: 'Health details', documents: 'Documents', appointments: 'Appointments', sharing: 'Sharing' },
  signInTo: { results: 'Sign in to see test results', documents: 'Sign in to see letters', appointments: 'Sign in to see appointments', sharing: 'Sign in to see who can see your record', record: 'Sign in to see a health record' },
  signInHere: 'Use your NHS login, or the sign-in of your organisation if you are a health or care professional.',
  signIn: 'Sign in',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  openPortal: 'Open in a new window',
  prove: 'Prove who I am',
  own: 'You are looking at your own record.',
  othersOnly: 'You can look at the record of somebody else.',
  switchRecord: 'Switch record',
} as const;
