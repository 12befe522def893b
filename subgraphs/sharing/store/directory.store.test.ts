import { pick } from '@cie/kit/testing/pick.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { listedDays, searchLimit } from '../domain/directory.ts';
import { after, desk, newPatient, newWord, now, openSharingWorld, type Doctor } from '../testing/sharing-world.ts';

const world = await openSharingWorld();
const { known, search, found, newDoctor, leave, newTeam } = world;
afterAll(() => world.close());

describe('ACS-3 the directory of professionals and teams', () => {
  it('finds teams and professionals by the beginnings of words, teams first, and names no account', async () => {
    const [patient, word] = [newPatient(), newWord()];
    const doctor = await newDoctor(word);
    const team = await newTeam('RQM', `Kidney ${word}`);
    const { data } = await search(patient, ` ${word.slice(0, 9).toUpperCase()} `);
    expect(data).toMatchObject({ careDirectory: { hasMore: false, entries: [
      { kind: 'TEAM', id: team.id, name: team.name, about: 'Type 1 and type 2 diabetes', organisation: { odsCode: 'RQM' } },
      { kind: 'PROFESSIONAL', name: doctor.name, about: 'Consultant', organisation: { odsCode: 'RYJ' } },
    ] } });
    expect(JSON.stringify(data)).not.toContain(doctor.accountId);
    expect((await found(patient, `${word} diabetes chelsea`)).map(({ kind }) => kind)).toEqual(['TEAM']);
    expect((await found(patient, `${word} consultant imperial`)).map(({ kind }) => kind)).toEqual(['PROFESSIONAL']);
    expect(await found(patient, `${word} surgeon`)).toEqual([]);
    // Everybody of a trust is no answer: a word of the name is asked for.
    expect((await found(patient, 'consultant imperial')).filter(({ kind }) => kind === 'PROFESSIONAL')).toEqual([]);
  });

  it('takes operators, quotes and wildcards for what they are not', async () => {
    const patient = newPatient();
    for (const text of ["abc':* | 'def", 'abc & !def', 'abc%', String.raw`abc\'`, 'abc\u0000def']) expect((await search(patient, text)).code).toBeNull();
    expect((await search(patient, ':*&')).code).toBe('DIRECTORY_SEARCH');
  });

  it('asks for three letters, and says so', async () => {
    const patient = newPatient();
    expect((await search(patient, 'ab')).code).toBe('DIRECTORY_SEARCH');
    expect((await search(patient, 'abc')).code).toBeNull();
  });

  it('shows as many as were asked for, at most 20, and says that there are more', async () => {
    const [patient, word] = [newPatient(), newWord()];
    await Promise.all(Array.from({ length: 21 }, (_each, index) => newDoctor(`${word}${index}`)));
    const shownOf = async (first: number) => {
      const { data } = await search(patient, word, now, first);
      return [pick(data, 'careDirectory', 'entries', 'length'), pick(data, 'careDirectory', 'hasMore')];
    };
    expect(await shownOf(2)).toEqual([2, true]);
    expect(await shownOf(20)).toEqual([20, true]);
    expect(await shownOf(1_000_000)).toEqual([20, true]);
    expect(await shownOf(0)).toEqual([1, true]);
  });

  it('is closed to everybody but patients with a record', async () => {
    const patient = newPatient();
    for (const other of [null, { ...patient, proofing: 'P5' as const }, { ...patient, patientId: null }, await newDoctor(), desk]) {
      expect(await search(other, 'anything')).toMatchObject({ code: 'OWN_RECORD_ONLY' });
    }
  });

  it('lets somebody search 40 times in an hour, and again after it', async () => {
    const patient = newPatient();
    for (let each = 0; each < searchLimit.searches; each += 1) expect((await search(patient, 'nothing at all')).code).toBeNull();
    expect((await search(patient, 'nothing at all', after(59))).code).toBe('DIRECTORY_TOO_OFTEN');
    expect((await search(newPatient(), 'nothing at all')).code).toBeNull();
    expect((await search(patient, 'nothing at all', after(60))).code).toBeNull();
  });

  it('counts searches that come at once', async () => {
    const patient = newPatient();
    const answers = await Promise.all(Array.from({ length: searchLimit.searches + 5 }, () => search(patient, 'nothing at all')));
    expect(answers.filter(({ code }) => code === 'DIRECTORY_TOO_OFTEN')).toHaveLength(5);
  });

  it('learns where somebody works by now, forgets who left, and undoes nothing newer by an old notice', async () => {
    const [patient, word] = [newPatient(), newWord()];
    const doctor = await newDoctor(word);
    await known({ ...doctor, role: 'Registrar', organisation: 'RAS' }, after(2));
    await known(doctor, after(1));
    expect(await found(patient, word)).toMatchObject([{ about: 'Registrar' }]);
    await leave(doctor, after(4));
    expect(await found(patient, word)).toEqual([]);
    await known(doctor, after(3));
    expect(await found(patient, word)).toEqual([]);
    // Told of their leaving before anything else.
    const other: Doctor = { ...doctor, accountId: randomUUID() };
    await leave(other, after(4));
    await known(other, after(3));
    expect(await found(patient, word)).toEqual([]);
  });

  it(`does not show who has not signed in for ${listedDays} days`, async () => {
    const [patient, word] = [newPatient(), newWord()];
    await newDoctor(word);
    const day = 24 * 60;
    expect(await found(patient, word, after(listedDays * day - 1))).toHaveLength(1);
    expect(await found(patient, word, after(listedDays * day))).toEqual([]);
  });
});
