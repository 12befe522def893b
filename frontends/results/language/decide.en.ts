/** Words of the forms in which professionals decide when a patient can read a report, and of saving a file. */
export const words = {
  problem: 'There is a problem',
  release: ['Let the patient read this report now', 'Do this when you have told the patient, or when waiting would harm them. They can read it at once.'],
  extend: ['Make the wait longer', 'This can be done once for each report.'],
  days: 'By how many days?',
  daysHint: (most: number) => `1 to ${most}`,
  reason: 'Reason',
  reasonHint: 'It is kept with the report. Patients are not shown it.',
  problemDays: (most: number) => `Enter a number of days from 1 to ${most}`,
  problemReason: 'Give a reason',
  sendRelease: 'Let the patient read it',
  sendExtend: 'Make the wait longer',
  close: 'Go back without deciding',
  released: 'The patient can read this report now.',
  extended: 'The wait has been made longer.',
  saved: 'The file has been saved.',
  notSaved: 'The file could not be fetched. Try again in a few minutes.',
} as const;
