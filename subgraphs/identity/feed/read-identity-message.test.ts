import type { IncomingMessage } from '@cie/kit/feed.ts';
import { describe, expect, it } from 'vitest';
import { readIdentityMessage } from './read-identity-message.ts';

interface Parts {
  event?: string;
  pid3?: string;
  pid5?: string;
  pid7?: string;
  rest?: string;
}

function incoming({ event = 'ADT^A31', pid3 = '9992914173^^^NHS^NH', pid5 = 'Lovelace^Ada', pid7 = '19700131', rest = '' }: Parts): IncomingMessage {
  const text = `MSH|^~\\&|APP|FAC|CIE|CIE|20260301101112||${event}|1|P|2.4\rPID|1||${pid3}||${pid5}||${pid7}${rest}\r`;
  return { id: '1', organisation: 'RYJ', assigningAuthorities: ['IMP'], receivedAt: '2026-03-02T00:00:00Z', text };
}

function read(parts: Parts) {
  const answer = readIdentityMessage(incoming(parts));
  if ('outcome' in answer) throw new Error(answer.code);
  return answer;
}

const held = (parts: Parts) => {
  const answer = readIdentityMessage(incoming(parts));
  return 'outcome' in answer ? answer.code : 'accepted';
};

describe('ACC-1 the NHS number in PID-3', () => {
  it.each([
    ['9992914173^^^NHS^NH', '9992914173'],
    ['999 291 4173^^^NHS', '9992914173'],
    ['9992914173^^^NHSNBR^NHSNMBR', '9992914173'],
    ['9992914173^^^^NH', '9992914173'],
    ['9992914173^^^NHS^NH{status:01}', '9992914173'],
    ['7^^^IMP^MR~9992914173^^^NHS^NH', '9992914173'],
    ['9992914173^^^NHS^NH~9992914173^^^NHSNBR^NHSNMBR', '9992914173'],
    ['7^^^IMP^MR~^^^NHS^NH', null],
    ['7^^^IMP^MR~""^^^NHS^NH', null],
  ])('%s', (pid3, nhsNumber) => expect(read({ pid3 }).claim.nhsNumber).toBe(nhsNumber));

  it.each([
    ['9992914174^^^NHS^NH', 'nhs-number-invalid'],
    ['523456789^^^NHS^NH', 'nhs-number-invalid'],
    ['9999999999^^^NHS^NH', 'nhs-number-invalid'],
    ['9992914173^^^NHS^NH{status:02}', 'nhs-number-unverified'],
    ['9992914173^^^NHS^NH{status:03}', 'nhs-number-unverified'],
    ['9992914173^^^NHS^NH~9997763173^^^NHS^NH', 'patient-mismatch'],
  ])('%s is held as %s', (pid3, code) => expect(held({ pid3 })).toBe(code));
});

describe('Abuse case 23: identifiers belong to an assigning authority', () => {
  it('takes those of the sender, names the others, leaves out numbers of stays', () => {
    const { claim } = read({ pid3: '7^^^IMP^MR~8^^^&1.2.3&ISO^MR~9^^^RQM^MR~5^^^IMP^VN~6' });
    expect(claim.localIdentifiers).toEqual([{ authority: 'IMP', value: '7' }]);
    expect(claim.otherAuthorities).toEqual(['1.2.3', 'RQM']);
  });
});

describe('abuse case 58: the date of birth in PID-7', () => {
  it.each(['19701331', '19709999', 'garbage', '31/01/1970'])('%s is held', (pid7) => expect(held({ pid7 })).toBe('malformed'));
  it.each(['', '""', '00000000'])('%s says nothing', (pid7) => expect(read({ pid7 }).claim.birthDate).toBeNull());
});

describe('ING-1 A28 and A31 need an identifier and both names', () => {
  it.each([
    [{ pid5: 'Lovelace' }, 'required-field-missing'],
    [{ pid5: '^Ada' }, 'required-field-missing'],
    [{ pid3: '' }, 'required-field-missing'],
    [{ event: 'ADT^A28', pid5: '' }, 'required-field-missing'],
    [{ event: 'ADT^A08', pid5: 'Lovelace' }, 'accepted'],
    [{ event: 'ORU^R01', pid5: '' }, 'accepted'],
  ])('%j: %s', (parts, code) => expect(held(parts)).toBe(code));

  it('holds a message without PID or MSH', () => {
    const base = incoming({});
    expect(readIdentityMessage({ ...base, text: base.text.split('\r')[0] ?? '' })).toMatchObject({ code: 'required-field-missing' });
    expect(readIdentityMessage({ ...base, text: 'nonsense' })).toMatchObject({ code: 'malformed' });
  });
});

describe('ING-5 date of birth', () => {
  it.each([
    ['19700131', '1970-01-31'],
    ['19700131000000', '1970-01-31'],
    ['198808181126+0215', '1988-08-18'],
    ['197006142330+0000', '1970-06-14'],
    ['1970', '1970'],
    ['', null],
  ])('%s', (pid7, birthDate) => expect(read({ pid7 }).claim.birthDate).toBe(birthDate));
});

describe('ACC-2 demographics', () => {
  it.each(['A01', 'A04', 'A05', 'A08', 'A28', 'A31'])('ADT^%s is about the person', (event) => expect(read({ event: `ADT^${event}` }).aboutPerson).toBe(true));
  it.each(['ADT^A03', 'ORU^R01', 'SIU^S12'])('%s is not', (event) => expect(read({ event }).aboutPerson).toBe(false));

  it('never dates a message after its arrival', () => {
    expect(read({}).sentAt.toISOString()).toBe('2026-03-01T10:11:12.000Z');
    const early = readIdentityMessage({ ...incoming({}), receivedAt: '2026-02-01T00:00:00.000Z' });
    expect('sentAt' in early && early.sentAt.toISOString()).toBe('2026-02-01T00:00:00.000Z');
  });

  it.each([
    ['020 7946 0000^PRN', { phone: '020 7946 0000' }],
    ['ada@example.org^NET~020 7946 0000^PRN~07700 900000^PRS', { email: 'ada@example.org', phone: '020 7946 0000' }],
    ['^NET^^ada@example.org', { email: 'ada@example.org' }],
    ['^NET^Internet^ada@example.org~^PRN^PH^^44^20^79460000', { email: 'ada@example.org', phone: '+44 20 79460000' }],
    ['^PRN^PH^^^^^^^^^020 7946 0000', { phone: '020 7946 0000' }],
    ['07700 900000^PRS', { phone: '07700 900000' }],
    ['1^WPN^FX', {}],
    ['not an address^NET', {}],
    ['', {}],
    ['""', { phone: null, email: null }],
    ['""^NET', { email: null }],
    ['""^PRN', { phone: null }],
  ])('PID-13 %s', (field, expected) => {
    const { update } = read({ rest: `||||||${field}` });
    expect({ ...('phone' in update ? { phone: update.phone } : {}), ...('email' in update ? { email: update.email } : {}) }).toEqual(expected);
  });

  it('reads name, sex and address, and drops the old postcode with the old address', () => {
    const { update } = read({ pid5: 'Byron^Ada^^^^^M~Lovelace^Ada^Augusta^^Lady^^L', rest: '|F|||12&Example Row^Flat 1^London^London^^GBR^H~x^^^^^^BA' });
    expect(update).toMatchObject({ familyName: 'Lovelace', givenName: 'Ada', prefix: 'Lady', sex: 'female', addressLines: ['12 Example Row', 'Flat 1', 'London'], postcode: null });
  });

  it('deletes with "" and leaves what is absent', () => {
    expect(read({ pid5: 'Lovelace^Ada^^^""', rest: '|""|||""' }).update).toEqual({
      familyName: 'Lovelace', givenName: 'Ada', prefix: null, sex: null, addressLines: [], postcode: null,
    });
    expect(Object.keys(read({}).update)).toEqual(['familyName', 'givenName']);
  });

  it('reads practice and next of kin', () => {
    const rest = '\rPD1|||The Surgery^^A12345^^^NHS^ODS|G1^Jones^Simon^^^Dr\rNK1|1|Byron^Anne|MTH||020 7946 0001^PRN';
    expect(read({ rest }).update).toMatchObject({
      generalPracticeName: 'The Surgery',
      generalPracticeCode: 'A12345',
      generalPractitioner: 'Dr Simon Jones',
      nextOfKin: [{ name: 'Anne Byron', relationship: 'Mother', phone: '020 7946 0001', email: null }],
    });
    expect(read({ rest: '\rNK1|1|""' }).update.nextOfKin).toEqual([]);
  });
});
