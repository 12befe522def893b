/** Questions to choose from (REG-4): their answers stay the same for life, and are in no public register. */
export const securityQuestions = [
  'What was the first name of your best friend when you were a child?',
  'What was the name of your first pet?',
  'What was the name of the first teacher you remember?',
  'What was your favourite place to go as a child?',
  'What was the first film you saw in a cinema?',
  'What was the first dish you learned to cook?',
] as const;
