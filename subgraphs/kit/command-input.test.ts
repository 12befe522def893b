import { describe, expect, it } from 'vitest';
import { readCommandInput, readFiledMessage, readIncomingMessage } from './command-input.ts';

const message = { id: 'm', organisation: 'RYJ', assigningAuthorities: ['MRN'], receivedAt: '2026-01-01T00:00:00.000Z', text: 'MSH|' };

describe('input of a command is checked, not believed', () => {
  it('takes what has the right shape and nothing more', () => {
    expect(readIncomingMessage({ ...message, extra: 1 })).toEqual(message);
    expect(readFiledMessage({ ...message, patientId: 'p', recordIds: ['p', 'q'] })).toEqual({ ...message, patientId: 'p', recordIds: ['p', 'q'] });
    expect(() => readFiledMessage({ ...message, patientId: 'p', recordIds: ['q'] })).toThrow(/recordIds/);
    expect(readCommandInput({ a: null, b: '' }).optionalText('a')).toBeNull();
    expect(readCommandInput({ a: null, b: '' }).optionalText('b')).toBeNull();
  });

  it.each([null, 'text', 7, {}, { ...message, text: 5 }, { ...message, assigningAuthorities: 'MRN' }, { ...message, assigningAuthorities: [1] }, { ...message, id: '' }])(
    'refuses %j by naming the field',
    (input) => expect(() => readIncomingMessage(input)).toThrow(/must be/),
  );
});
