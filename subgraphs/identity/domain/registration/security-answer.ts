import { CieError } from '@cie/kit/errors.ts';

export const securityLimits = { shortestQuestion: 10, longestQuestion: 150, shortestAnswer: 3, longestAnswer: 100 } as const;

/**
 * An answer as it was meant (REG-8): people do not remember after years whether they wrote capitals, accents, blanks or full
 * stops. What is left are letters and digits of any script, in lower case.
 */
export function normaliseAnswer(text: string): string {
  return text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '').normalize('NFC');
}

/** The question as it will be asked. Throws QUESTION_INVALID. */
export function checkedQuestion(text: string): string {
  const question = text.trim().replace(/\s+/g, ' ');
  if (question.length < securityLimits.shortestQuestion || question.length > securityLimits.longestQuestion) {
    throw new CieError('QUESTION_INVALID', `Your question must have between ${securityLimits.shortestQuestion} and ${securityLimits.longestQuestion} characters.`);
  }
  return question;
}

/** The answer ready to be hashed. Throws ANSWER_SHORT, ANSWER_LONG or ANSWER_IN_QUESTION. */
export function checkedAnswer(text: string, question: string): string {
  if (text.length > securityLimits.longestAnswer) throw new CieError('ANSWER_LONG', `Your answer must have ${securityLimits.longestAnswer} characters or fewer.`);
  const answer = normaliseAnswer(text);
  if (Array.from(answer).length < securityLimits.shortestAnswer) throw new CieError('ANSWER_SHORT', `Your answer must have at least ${securityLimits.shortestAnswer} letters or numbers.`);
  if (normaliseAnswer(question).includes(answer)) throw new CieError('ANSWER_IN_QUESTION', 'Your answer must not be part of your question.');
  return answer;
}
