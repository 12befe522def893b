/** Words of the chart. */
export const words = {
  chart: (name: string, count: number, first: string, last: string) => `Chart of ${name}: ${count} values from ${first} to ${last}. The table below holds the same values.`,
  usualBetween: (low: string, high: string) => `Usual range ${low} to ${high}`,
  usualBelow: (high: string) => `Usual range below ${high}`,
  usualAbove: (low: string) => `Usual range above ${low}`,
  keys: 'Use the left and right arrow keys to move from value to value.',
} as const;
