/** Words of the first page after signing in. */
export const words = {
  hello: (name: string) => `Hello ${name}`,
  cards: {
    results: ['Test results', 'Blood tests, scans and X-rays, with usual ranges'],
    health: ['Health details', 'Medicines, allergies, conditions, and what you measure yourself'],
    documents: ['Letters and documents', 'Clinic letters and discharge summaries'],
    appointments: ['Appointments', 'What comes next, and what has been'],
    sharing: ['Sharing', 'Choose who may see your record, and stop it at any time'],
    log: ['Who has looked', 'Everybody who has opened your record, and why'],
    actFor: ['Act for somebody else', 'For parents, carers and attorneys'],
    help: ['Help', 'What is shown here, what is not, and whom to ask'],
    launched: ['Patient record', 'The record that was opened from your patient-record system'],
    desk: ['Support desk', 'Requests, messages and people who act for patients'],
    feeds: ['Feeds', 'Messages that wait, senders and delays'],
    find: ['Find a patient', 'Open a record with the NHS number and date of birth'],
    toOpen: ['Results nobody has opened', 'Results of your organisation that patients can soon read'],
    emergency: ['Emergency access', 'Open a record when a life is in danger'],
  },
  nextAppointment: 'Your next appointment:',
  appointment: (when: string, clinic: string | null, organisation: string) => `${when}, ${clinic === null ? '' : `${clinic}, `}${organisation}.`,
  waiting: 'A report is waiting.',
  waitingFrom: (organisation: string, day: string) => `You can read a report from ${organisation} from ${day}.`,
} as const;
