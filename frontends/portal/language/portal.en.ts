/** Words around an area, on every page and frame. */
export const words = {
  sections: { label: 'Parts of the record', results: 'Test results', documents: 'Documents', appointments: 'Appointments', sharing: 'Sharing' },
  signInTo: { results: 'Sign in to see your test results', documents: 'Sign in to see your letters', appointments: 'Sign in to see your appointments', sharing: 'Sign in to see who can see your record', record: 'Sign in to see your health record' },
  signInHere: 'Use your NHS login, or the sign-in of your organisation if you are a health or care professional.',
  signIn: 'Sign in',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  openPortal: 'Open my record in a new window',
} as const;
