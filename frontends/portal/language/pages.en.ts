/** Words of the exchange's own pages. */
export const words = {
  name: 'Care Information Exchange',
  titles: {
    results: 'Test results',
    health: 'Health details',
    documents: 'Letters and documents',
    appointments: 'Appointments',
    sharing: 'Sharing',
    record: 'Your health record',
    home: 'Home',
    'access-log': 'Who has looked at your record',
    'act-for': 'Act for somebody else',
    emergency: 'Emergency access',
    help: 'Help',
    account: 'Your account',
    invite: 'Invite a patient',
    desk: 'Support desk',
    feeds: 'Feeds',
    privacy: 'Privacy',
    records: 'Requests for records',
    reviews: 'Records to review',
  },
  /** Title for patients of a record that is not theirs. */
  otherRecord: 'Health record of somebody else',
  /** Title of a person's own record, through the eyes of somebody else. */
  viewAs: 'Your record as somebody else sees it',
  viewAsOthers: 'Choose whose view to see',
  /** Titles for professionals, whose own record it is not. */
  find: 'Find a patient',
  patientRecord: 'Patient record',
  log: 'Who has looked',
  signIn: 'Sign in',
  signedInAs: 'Signed in as',
  signOut: 'Sign out',
  skip: 'Skip to main content',
  navigation: 'Menu',
  footer: 'A record shared by NHS trusts in north-west London.',
} as const;
