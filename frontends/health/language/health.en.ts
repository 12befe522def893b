/** Words of the health area. */
export const words = {
  title: 'Health details',
  kinds: { label: 'Kind of detail', all: 'All', allergies: 'Allergies', medications: 'Medicines', conditions: 'Conditions', plans: 'Care plans', measured: 'Measurements' },
  /** RES-6: under a heading of their own, never among laboratory results. */
  measured: { own: 'Measured by you', other: 'Measured by the patient' },
  measuredNote: 'No laboratory or hospital has checked these.',
  empty: {
    allergies: 'None is recorded here. That does not mean that there is none.',
    other: 'None is recorded here.',
  },
  addedBy: { you: 'Added by you', other: (who: string) => `Added by ${who}` },
  more: 'More about this',
  statuses: {
    ACTIVE: 'Current', RECURRENCE: 'Has come back', RELAPSE: 'Worse again', INACTIVE: 'Not present now', REMISSION: 'No signs now', RESOLVED: 'Over',
    COMPLETED: 'Finished', INTENDED: 'To be started', STOPPED: 'Stopped', ON_HOLD: 'Paused', NOT_TAKEN: 'Not taken', UNKNOWN: 'Not known',
    DRAFT: 'Being written', REVOKED: 'Taken back',
  },
  verifications: { UNCONFIRMED: 'Not confirmed', PROVISIONAL: 'Assumed for now', DIFFERENTIAL: 'One of several possibilities', CONFIRMED: null, REFUTED: 'Ruled out' },
  severities: { MILD: 'Mild', MODERATE: 'Moderate', SEVERE: 'Severe' },
  criticalities: { LOW: null, HIGH: 'Could be dangerous', UNABLE_TO_ASSESS: null },
  since: (when: string) => `since ${when}`,
  until: (when: string) => `until ${when}`,
  reason: (what: string) => `For ${what}`,
  facts: { hospital: 'Hospital', author: 'Recorded by', notes: 'Remarks' },
  measurements: { BLOOD_PRESSURE: 'Blood pressure', WEIGHT: 'Weight', GLUCOSE: 'Blood glucose', OXYGEN: 'Oxygen level', TEMPERATURE: 'Temperature' },
  columns: { what: 'Measurement', result: 'Result', when: 'When', by: 'Entered by', note: 'Note' },
  you: 'You',
  overTime: 'Show over time',
  seeAll: 'See all measurements',
  manage: 'Add or change something',
} as const;
