/** Words of one kind of measurement over time. */
export const words = {
  parts: { upper: 'Blood pressure, upper number', lower: 'Blood pressure, lower number' },
  overTimeOf: (what: string) => `${what} over time`,
  allValues: (unit: string) => `All values in ${unit}`,
  back: 'Health details',
} as const;
