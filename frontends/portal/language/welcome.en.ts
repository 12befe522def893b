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
  help: [
    ['What is this?', 'The Care Information Exchange brings together what hospitals in north-west London hold about you. Each hospital sends its results, letters and appointments; you decide who else may see them.'],
    ['Why is something missing?', 'Reports of scans, and of some tests, wait for up to 28 days so that your care team can speak with you first. Older records may not have been sent.'],
    ['I do not understand a result', 'Each result says whom to ask: usually the team that arranged the test, or your GP practice.'],
    ['Somebody looked at my record and I do not know them', 'The page “Who has looked” says who, when, and why. Ask the hospital named there.'],
    ['This is urgent', 'This site is not watched by doctors or nurses. Call 111 for urgent advice, or 999 in an emergency.'],
  ],
} as const;
