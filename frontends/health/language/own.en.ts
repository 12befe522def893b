/** Words of what can be changed, on our own pages. */
export const words = {
  add: { allergies: 'Add an allergy', medications: 'Add a medicine', conditions: 'Add a condition' },
  addMeasurement: 'Add a measurement',
  change: 'Change',
  privacy: 'Who can see this',
} as const;
