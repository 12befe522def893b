/** A question, its answer, and where to go on: address and text of each link. */
type Help = readonly [question: string, answer: string, links?: readonly (readonly [href: string, text: string])[]];

const help: readonly Help[] = [
  ['What is this?', 'The Care Information Exchange brings together what hospitals in north-west London hold about you. Each hospital sends its results, letters and appointments; you decide who else may see them.'],
  ['Why is something missing?', 'Reports of scans, and of some tests, wait for up to 28 days so that your care team can speak with you first. Older records may not have been sent.'],
  ['I do not understand a result', 'Each result says whom to ask: usually the team that arranged the test, or your GP practice.'],
  ['Somebody looked at my record and I do not know them', 'The page “Who has looked” says who, when, and why. Ask the hospital named there.', [['/access-log', 'Who has looked at your record']]],
  [
    'I cannot sign in: password, codes and passkeys',
    'If you sign in with NHS login, NHS login helps you with your password and your codes. If you have an account made by invitation, you can choose a new password here: you need your email, your mobile phone and your security answer. Once signed in you can change your password, your phone, an authenticator app or a passkey under “Your account”. If you have lost your phone, ask the support desk.',
    [['https://help.login.nhs.uk/', 'Help from NHS login'], ['/reset', 'Choose a new password'], ['/account', 'Your account'], ['/contact?topic=cannot-sign-in', 'Ask the support desk']],
  ],
  [
    'Somebody signed in and it was not me',
    'Go to “Your account” and sign out everywhere. Then choose a new password, and tell the support desk. If you sign in with NHS login, change your password there.',
    [['/account', 'Your account'], ['/reset', 'Choose a new password'], ['/contact?topic=privacy', 'Tell the support desk']],
  ],
  [
    'There is an account that I did not make',
    'If we wrote to you about an account or a change that is not yours, tell the support desk at once: somebody else may see your record. They can close the account. We never ask for your password or a code, by email or by phone.',
    [['/contact?topic=privacy', 'Tell the support desk']],
  ],
  [
    'Leaving, and coming back',
    'You can close your account at any time, at the end of “Your account”. Hospitals keep what they hold and go on caring for you. To come back, sign in with NHS login again or ask for an invitation. People whom you had invited have to be invited again.',
    [['/account#opt-out', 'Leave the exchange'], ['/request-access', 'Ask for an invitation']],
  ],
  [
    'A copy of my record',
    'You can make a file of your record, to read, to print, or to take to another service. You can also ask for records that are not here, or for those of somebody for whom you act or who has died. For a copy on paper write to the support desk with the contact form, and choose “My records on paper”.',
    [['/download', 'Download your record'], ['/records-request', 'Ask for records'], ['/contact?topic=paper', 'Ask for a copy on paper']],
  ],
  [
    'Acting for somebody else',
    'Parents, carers and attorneys can ask to see somebody’s record and act for them. The support desk checks every request before anything opens. If somebody just wants to show you their record, they can invite you under “Sharing”.',
    [['/act-for', 'Act for somebody else'], ['/sharing', 'Sharing']],
  ],
  ['This is urgent', 'This site is not watched by doctors or nurses. Call 111 for urgent advice, or 999 in an emergency.'],
];

/** Words of the first page before signing in, and of the page that explains. */
export const words = {
  title: 'Your health record, from every hospital that treats you',
  text: 'See test results, letters and appointments from hospitals in north-west London in one place, and choose who else may see them.',
  signIn: 'Sign in',
  seeTitle: 'What you can see',
  see: [
    { href: '/record?view=results', title: 'Test results', text: 'Blood tests, scans and X-rays, with the usual range and how a value has changed over time.' },
    { href: '/record?view=documents', title: 'Letters and documents', text: 'Clinic letters and discharge summaries, to read here or to keep as a file.' },
    { href: '/record?view=appointments', title: 'Appointments', text: 'What is coming up and what has been, from all hospitals on one page.' },
    { href: '/sharing', title: 'Sharing', text: 'Invite a relative, a carer or a clinician, and see everybody who has looked.' },
  ],
  startTitle: 'How to start',
  start: [
    ['Get an NHS login', 'If you use the NHS App you have one already. It checks once, with a photo, who you are.'],
    ['Sign in here', 'Your first sign-in creates your account. There is no other password to remember.'],
    ['Find your record linked', 'We link the record that hospitals keep under your NHS number and date of birth. Nothing needs to be filled in.'],
  ],
  more: [
    {
      title: 'For health and care professionals',
      text: ['Sign in with your smartcard or your trust’s sign-in. You can open the record of a patient who has invited you, see what your hospital group supplied about a patient it cares for, and open any record in an emergency if you say why.'],
      link: { href: '/sign-in?return=/record', text: 'Sign in as a professional' },
    },
    {
      title: 'Your information, and who can see it',
      text: ['You see your whole record. Others see the parts you invite them to, what their own hospital group supplied if that group cares for you, or the whole record in an emergency. Each time it is written down before anything is shown, and you can read who it was.', 'Websites of hospitals that show your record in a box cannot see what is in it.'],
      link: { href: '/access-log', text: 'Who has looked at your record' },
    },
    {
      title: 'Help',
      text: ['Why something is missing, what a value means, and whom to ask.', 'This site is not watched by doctors or nurses. Call 111 for urgent advice, or 999 in an emergency.'],
      link: { href: '/help', text: 'Help and questions' },
    },
  ],
  helpTitle: 'Help',
  help,
} as const;
