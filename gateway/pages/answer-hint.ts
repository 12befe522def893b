/** What does not matter in the answer to a security question (subgraphs/identity/domain/registration/security-answer.ts). */
export const answerHint = 'Capital letters, accents, spaces and full stops do not matter.';
