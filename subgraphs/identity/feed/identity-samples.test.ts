import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHl7, splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { describe, expect, it } from 'vitest';
import { readIdentityMessage } from './read-identity-message.ts';

const samples = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'hl7v2');
const present = existsSync(samples);

const readAll = (file: string, assigningAuthorities: string[] = []) =>
  splitMessages(readFileSync(join(samples, file))).map((bytes) =>
    readIdentityMessage({ id: file, organisation: 'RYJ', assigningAuthorities, receivedAt: '2026-11-22T00:00:00.000Z', text: decodeHl7(bytes) }),
  );

describe.skipIf(!present)(`ING-1 people in the sample messages${present ? '' : ' (skipped: sample data not present)'}`, () => {
  it('reads every person of the SimHospital stream', () => {
    const answers = readAll('simhospital/stream-a.hl7s', ['SIMULATOR MRN']);
    expect(answers).toHaveLength(151);
    for (const answer of answers) {
      if ('outcome' in answer) throw new Error(answer.code);
      expect(answer.claim.birthDate).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    const people = new Set(answers.map((answer) => ('claim' in answer ? answer.claim.nhsNumber : null)));
    expect(people.size).toBe(23);
    expect(answers.filter((answer) => 'aboutPerson' in answer && answer.aboutPerson)).toHaveLength(21);
  });

  it('holds the portal samples, whose NHS numbers are placeholders', () => {
    for (const file of ['pkb/adt-a28-nk1.hl7', 'pkb/adt-a28-pd1.hl7', 'pkb/siu-s12.hl7']) {
      expect(readAll(file)).toMatchObject([{ outcome: 'held', code: 'nhs-number-invalid' }]);
    }
  });

  it('reads contact details, next of kin and practice as the portal sends them', () => {
    const withNumber = (file: string) => {
      const text = decodeHl7(readFileSync(join(samples, file))).replaceAll(/(5555555555|523456789|9999999999)(\^\^\^NHS\^NH[^|]*\|\|Smith)/g, '9992914173$2');
      return readIdentityMessage({ id: file, organisation: 'RYJ', assigningAuthorities: [], receivedAt: '2026-11-22T00:00:00.000Z', text });
    };
    expect(withNumber('pkb/adt-a28-nk1.hl7')).toMatchObject({
      update: {
        phone: '01234567811',
        addressLines: ['My flat name', '1, The Road', 'London'],
        nextOfKin: [{ relationship: 'Mother', phone: '01234567890' }, { relationship: 'Sister' }, { relationship: 'Brother', email: null, phone: '07123456781' }],
      },
    });
    expect(withNumber('pkb/adt-a28-pd1.hl7')).toMatchObject({
      update: { generalPracticeName: 'Family Health Centre', generalPracticeCode: 'A12345', generalPractitioner: 'Dr Simon Jones', prefix: 'Mr' },
    });
  });

  it('reads the NHS number of the genomics report and leaves its local number alone', () => {
    expect(readAll('nhs-nwgmsa/ORU_R01_PDF.hl7')).toMatchObject([{ claim: { nhsNumber: '9449305552', birthDate: '2008-09-20', localIdentifiers: [], otherAuthorities: ['R0A'] } }]);
  });
});
