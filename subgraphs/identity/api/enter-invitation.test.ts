import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invitedPerson, type Answer } from '../testing/invited-person.ts';
import { openRegistrationHarness, type RegistrationHarness } from '../testing/registration-harness.ts';

let h: RegistrationHarness;
beforeAll(async () => {
  h = await openRegistrationHarness();
});
afterAll(() => h.close());

const { issue, issueLetter, enter, visitOf } = invitedPerson(() => h);

describe('REG-4 link and code', () => {
  it('abuse case 40: a link without the code is refused, and the code alone leads nowhere', async () => {
    const { token, code } = await issue();
    expect(await h.run('open-invitation', { token })).toEqual({ outcome: 'open', channel: 'electronic' });
    expect(await enter(token, '')).toEqual({ outcome: 'wrong', triesLeft: 4 });
    expect(await enter('x'.repeat(43), code)).toEqual({ outcome: 'refused' });
    for (const visit of ['', 'x'.repeat(43), token]) {
      await expect(h.run('registration-progress', { visit: visit === '' ? 'none' : visit })).resolves.toEqual({ outcome: 'refused' });
    }
  });

  it.each([(code: string) => code.toLowerCase(), (code: string) => ` ${code.replace('-', ' ')} `, (code: string) => code.replaceAll('', '-'), (code: string) => code.replace('0', 'o').replace('1', 'l')])(
    'ignores spaces, hyphens, case and look-alikes', async (typed) => {
      const { token, code } = await issue();
      expect(await enter(token, typed(code))).toMatchObject({ outcome: 'entered' });
    },
  );

  it('abuse case 40: the fifth wrong code or date of birth burns it, also for the right one', async () => {
    const pair = await issue();
    expect(await enter(pair.token, 'AAAAA-AAAAA')).toEqual({ outcome: 'wrong', triesLeft: 4 });
    expect(await enter(pair.token, 'BBBBB-BBBBB')).toEqual({ outcome: 'wrong', triesLeft: 3 });
    const { visit = '' } = await enter(pair.token, pair.code);
    expect(await h.run('enter-birth-date', { visit, birthDate: '1970-02-01' })).toEqual({ outcome: 'wrong', triesLeft: 2 });
    expect(await h.run('enter-birth-date', { visit, birthDate: '1971-01-31' })).toEqual({ outcome: 'wrong', triesLeft: 1 });
    expect(await enter(pair.token, 'CCCCC-CCCCC')).toEqual({ outcome: 'refused' });
    expect(await enter(pair.token, pair.code)).toEqual({ outcome: 'refused' });
    expect(await h.run('open-invitation', { token: pair.token })).toEqual({ outcome: 'refused' });
    expect(await h.run('registration-progress', { visit })).toEqual({ outcome: 'refused' });
  });

  it('abuse case 40: fifty guesses at the same moment are five tries', async () => {
    const { token, code } = await issue();
    const guesses = await Promise.all(Array.from({ length: 50 }, (_each, index) => enter(token, `GUESS-${String(index).padStart(5, '0')}`)));
    expect(guesses.flatMap(({ triesLeft }) => triesLeft ?? []).toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4]);
    expect(await enter(token, code)).toEqual({ outcome: 'refused' });
  });

  it('is good for 14 days and not a millisecond longer', async () => {
    const pair = await issue();
    const issuedAt = h.now;
    h.now = new Date(issuedAt.getTime() + 14 * 86_400_000 - 1);
    expect(await enter(pair.token, pair.code)).toMatchObject({ outcome: 'entered' });
    h.now = new Date(issuedAt.getTime() + 14 * 86_400_000);
    expect(await enter(pair.token, pair.code)).toEqual({ outcome: 'refused' });
    expect(await h.run('open-invitation', { token: pair.token })).toEqual({ outcome: 'refused' });
    h.now = new Date();
  });

  it('a re-issue voids the earlier pair, half mixed with half too', async () => {
    const first = await issue();
    const visit = await visitOf(first);
    const second = await issue(first.patient);
    expect(await enter(first.token, first.code)).toEqual({ outcome: 'refused' });
    expect(await h.run('registration-progress', { visit })).toEqual({ outcome: 'refused' });
    expect(await enter(second.token, first.code)).toMatchObject({ outcome: 'wrong' });
    expect(await enter(second.token, second.code)).toMatchObject({ outcome: 'entered' });
  });

  it('two issued at the same moment leave one', async () => {
    const patient = await h.newPatient();
    const pairs = await Promise.all([issue(patient), issue(patient), issue(patient)]);
    const usable = await Promise.all(pairs.map(({ token }) => h.run<Answer>('open-invitation', { token })));
    expect(usable.filter(({ outcome }) => outcome === 'open')).toHaveLength(1);
  });

  it('a letter opens by reference number and code, and never says which was wrong', async () => {
    const patient = await h.newPatient();
    const { reference, code } = await issueLetter(patient);
    const enterLetter = (given: { reference: string; code: string }): Promise<Answer> => h.run('enter-invitation-code', given);
    const wrong = [{ reference, code: 'AAAAA-AAAAA' }, { reference: 'ZZZZ-ZZZZ', code }, { reference: 'ZZZZ-ZZZZ', code: 'AAAAA-AAAAA' }];
    for (const each of wrong) expect(await enterLetter(each)).toEqual({ outcome: 'refused' });
    expect(await enterLetter({ reference: reference.toLowerCase().replace('-', ' '), code })).toMatchObject({ outcome: 'entered' });
    for (let count = 0; count < 4; count += 1) await enterLetter({ reference, code: 'AAAAA-AAAAA' });
    expect(await enterLetter({ reference, code })).toEqual({ outcome: 'refused' });
  });
});
