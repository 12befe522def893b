/** What is wrong with a typed NHS number (ACC-1). */
export const words = {
  missing: 'Enter the NHS number',
  characters: 'An NHS number has digits only. Check for letters, such as O instead of 0',
  length: (digits: number) => `An NHS number has 10 digits, this has ${digits}. Check that none is missing or added`,
  repeated: 'This is not an NHS number. Check it against a letter from the NHS',
  checkDigit: 'One or more digits are mistyped. Check the number against a letter from the NHS',
} as const;
