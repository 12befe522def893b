import { securityQuestions } from '@cie/kit/security-questions.ts';
import { describe, expect, it } from 'vitest';
import { checkedAnswer, checkedQuestion, normaliseAnswer } from './security-answer.ts';

describe('REG-4, REG-8 security question and answer', () => {
  it.each([
    ['St. Mary’s  Hospital', 'stmaryshospital'],
    ['ZOË', 'zoe'],
    ['Łódź', 'łodz'],
    ['شارع ٥', 'شارع٥'],
    ['Ｆｕｌｌ １２', 'full12'],
    ['O’Neill-Brown', 'oneillbrown'],
  ])('reads %j as %j', (typed, meant) => {
    expect(normaliseAnswer(typed)).toBe(meant);
  });

  it('takes questions of the list and own ones', () => {
    for (const question of securityQuestions) expect(checkedQuestion(question)).toBe(question);
    expect(checkedQuestion('  Which  boat was  it? ')).toBe('Which boat was it?');
    for (const bad of ['', 'Why?', 'x'.repeat(151)]) expect(() => checkedQuestion(bad)).toThrow(expect.objectContaining({ code: 'QUESTION_INVALID' }));
  });

  it('refuses answers that guess themselves', () => {
    const question = 'Was it the red boat or the blue?';
    expect(checkedAnswer(' Nautilus ', question)).toBe('nautilus');
    expect(() => checkedAnswer('--', question)).toThrow(expect.objectContaining({ code: 'ANSWER_SHORT' }));
    expect(() => checkedAnswer('x'.repeat(101), question)).toThrow(expect.objectContaining({ code: 'ANSWER_LONG' }));
    expect(() => checkedAnswer('Red', question)).toThrow(expect.objectContaining({ code: 'ANSWER_IN_QUESTION' }));
  });
});
