import { describe, expect, it } from 'vitest';
import { inputOf, readRequest } from './request-form.ts';

function typed(values: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ id: 'a1', ...values })) form.set(name, value);
  return form;
}

const problemsOf = (values: Readonly<Record<string, string>>) => readRequest(typed(values)).problems.map(([field]) => field);

describe('APT-1 the form that asks a booking team', () => {
  it('sends what was typed, without the spaces around it', () => {
    expect(inputOf(readRequest(typed({ kind: 'MOVE', wishes: ' Tuesdays ', reason: '', phone: ' 020 7946 0000 ' })))).toEqual({
      appointmentId: 'a1', kind: 'MOVE', wishes: 'Tuesdays', reason: null, phone: '020 7946 0000',
    });
  });

  it('sends no wishes with a cancellation', () => {
    expect(inputOf(readRequest(typed({ kind: 'CANCEL', wishes: 'left over' })))).toMatchObject({ kind: 'CANCEL', wishes: null });
  });

  it.each<[Readonly<Record<string, string>>, string[]]>([
    [{}, ['kind-0']],
    [{ kind: 'DELETE' }, ['kind-0']],
    [{ kind: 'MOVE' }, ['wishes']],
    [{ kind: 'CANCEL', phone: 'my mother' }, ['phone']],
    [{ kind: 'CANCEL', phone: '+44 (20) 7946-0000' }, []],
    [{ kind: 'CANCEL' }, []],
  ])('%j', (values, problems) => {
    expect(problemsOf(values)).toEqual(problems);
    expect(inputOf(readRequest(typed(values))) === null).toBe(problems.length > 0);
  });

  it('keeps what was typed while it is corrected', () => {
    expect(readRequest(typed({ wishes: 'Tuesdays', reason: 'Work' }))).toMatchObject({ id: 'a1', wishes: 'Tuesdays', reason: 'Work' });
  });
});
