import { describe, expect, it } from 'vitest';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { fieldName, segmentTitle } from './hl7-field-names.ts';
import { placeWords, type HeldContent } from './held-content.ts';
import { openContent } from './open-content.ts';

const lines = [
  'MSH|^~\\&|LAB|RYJ|CIE|NWL|20260102030405||ORU^R01|42|P|2.5',
  'PID|1||M1^^^RYJ^MR||Test^Person||19510314|F|||1 Lane^^Town||02079460000',
  'OBR|1|P1|F1|UE^Urea',
  'OBX|1|NM|K^Potassium||4.1|mmol/L|3.5 - 5.3|N|||Q',
  'OBX|2|ED|PDF||^^^Base64^' + 'A'.repeat(5000) + '||||||F',
  'ZZZ|own',
];
const text = lines.join('\r');
const reason = 'OBX-11 holds a status that is not in HL7 table 0085.';

function open(content: string | Buffer): HeldContent {
  const opened = openContent(Buffer.from(content));
  if (opened === null) throw new Error('not readable');
  return opened;
}
const fieldsOf = (content: HeldContent, why: string) => content.groups(why, 200).groups.flatMap(({ fields }) => fields);

describe('ING-4 an HL7 message field by field', () => {
  it('names segments and fields by the standard, and unknown ones by number', () => {
    const { groups, left } = open(text).groups(reason, 200);
    expect(groups.map(({ title }) => title)).toEqual(['MSH Message header', 'PID Patient identification', 'OBR Observation request', 'OBX 1 of 2 · Observation', 'OBX 2 of 2 · Observation', 'ZZZ']);
    expect(left).toBe(0);
    expect(groups[3]?.fields.find(({ label }) => label === 'OBX-3')).toMatchObject({ name: 'Observation Identifier', value: 'K^Potassium' });
    expect(groups[5]?.fields).toMatchObject([{ label: 'ZZZ-1', name: null, value: 'own' }]);
  });

  it('marks of several statuses those that no table knows', () => {
    const named = (from: string, why = reason) => fieldsOf(open(from), why).filter(({ isNamed }) => isNamed).map((field) => [field.at, placeWords(field), field.value]);
    expect(named(text)).toEqual([['3.11', 'OBX-11 in OBX 1 of 2', 'Q']]);
    expect(named(text.replace(/F\rZZZ/, '?\rZZZ')).map(([at]) => at)).toEqual(['3.11', '4.11']);
    expect(named(text.replace('|||Q', '||| f '))).toEqual([]);
    expect(named(`${text}\rOBR|2|P1|F2|FBC^Count${'|'.repeat(21)}?`, 'OBR-25 holds a status that is not in HL7 table 0123.')).toEqual([['6.25', 'OBR-25 in OBR 2 of 2', '?']]);
  });

  it('finds the status that no table knows behind many that are known', () => {
    const { groups } = open([lines[0], ...Array.from({ length: 500 }, () => 'OBX|1|NM|K||4.1||||||F'), lines[3]].join('\r')).groups(reason, 100);
    expect(groups.at(-1)?.title).toBe('OBX 501 of 501 · Observation');
  });

  it('marks a field that the reason names in every such segment, sent or not', () => {
    expect(fieldsOf(open(text), 'OBR-25 and OBX-14 must say something.').filter(({ isNamed }) => isNamed).map(({ at, value }) => [at, value])).toEqual([['2.25', ''], ['3.14', ''], ['4.14', '']]);
  });

  it('shows of a person what says who it is, unless the reason names more', () => {
    const hidden = (why: string) => fieldsOf(open(text), why).filter(({ isHidden }) => isHidden).map(({ label }) => label);
    expect(hidden(reason)).toEqual(['PID-11', 'PID-13']);
    expect(hidden('PID-11 is not good.')).toEqual(['PID-13']);
    expect(JSON.stringify(open(text).groups(reason, 200))).not.toContain('1 Lane');
  });

  it('cuts what is long, and neither shows a hundred thousand segments', () => {
    expect(fieldsOf(open(text), reason).find(({ at }) => at === '4.5')?.value).toMatch(/^\^\^\^Base64\^A+ … \(5,\d{3} characters\)$/);
    const many = open([lines[0], ...Array.from({ length: 50_000 }, () => 'NTE|1||x')].join('\r')).groups('OBX-11 is wrong.', 100);
    expect([many.groups.length, many.left]).toEqual([100, 49_901]);
  });

  it('shows a named segment behind many others', () => {
    const { groups } = open([lines[0], ...Array.from({ length: 300 }, () => 'NTE|1||x'), lines[3]].join('\r')).groups(reason, 100);
    expect(groups.at(-1)?.fields.some(({ isNamed }) => isNamed)).toBe(true);
  });

  it.each([['MSH', 18, 'Character Set'], ['PID', 3, 'Patient Identifier List'], ['PID', 30, 'Patient Death Indicator'], ['PV1', 19, 'Visit Number'], ['PV1', 44, 'Admit Date/Time'], ['OBR', 22, 'Results Rpt/Status Chng – Date/Time'],
    ['OBR', 25, 'Result Status'], ['OBX', 11, 'Observation Result Status'], ['OBX', 14, 'Date/Time of the Observation'], ['TXA', 12, 'Unique Document Number'], ['TXA', 17, 'Document Completion Status'],
    ['SCH', 11, 'Appointment Timing Quantity'], ['SCH', 25, 'Filler Status Code'], ['TQ1', 7, 'Start Date/Time'], ['AIS', 4, 'Start Date/Time'], ['AIL', 3, 'Location Resource ID'], ['MRG', 1, 'Prior Patient Identifier List'], ['ORC', 3, 'Filler Order Number'], ['NTE', 3, 'Comment'], ['EVN', 2, 'Recorded Date/Time']] as const)(
    '%s-%i is %s', (segment, number, name) => {
      expect(fieldName(segment, number)).toBe(name);
    });

  it('knows the segments that the exchange reads, and no prototype', () => {
    for (const segment of 'MSH PID PV1 MRG ORC OBR OBX NTE TXA SCH AIS AIG AIL AIP TQ1 EVN NK1 PD1 FHS BHS'.split(' ')) expect(segmentTitle(segment)).not.toBeNull();
    expect([segmentTitle('constructor'), fieldName('toString', 1), segmentTitle('ZZZ')]).toEqual([null, null, null]);
  });
});

describe('ING-4 mending an HL7 field', () => {
  const mended = (at: string, value: string, from: string | Buffer = text): string => decodeHl7(open(from).mend(at, value).raw);

  it('changes that field, and nothing else', () => {
    expect(mended('3.11', 'F').split('\r')).toEqual([...lines.slice(0, 3), 'OBX|1|NM|K^Potassium||4.1|mmol/L|3.5 - 5.3|N|||F', ...lines.slice(4), '']);
  });

  it('fills a field in that was not sent', () => {
    expect(open(text).placeOf('obr-25')).toBe('2.25');
    expect(mended('2.25', 'F').split('\r')[2]).toBe(`OBR|1|P1|F1|UE^Urea${'|'.repeat(21)}F`);
    expect([open(text).placeOf('ZZX-1'), open(text).placeOf('nonsense'), open(text).placeOf('MSH-3')]).toEqual([null, null, null]);
  });

  it('counts MSH as HL7 does', () => {
    expect(mended('0.10', '43').split('\r')[0]).toBe('MSH|^~\\&|LAB|RYJ|CIE|NWL|20260102030405||ORU^R01|43|P|2.5');
  });

  it('gives a message whose person was mended its place among that person’s messages', () => {
    const [before, after] = [open(text).mend('3.11', 'F'), open(text).mend('1.3', 'M2^^^RYJ^MR')];
    expect(before.orderKey?.equals(after.orderKey ?? Buffer.alloc(0))).toBe(false);
    expect(after.event).toBe('ORU^R01');
  });

  it('keeps characters when the sender’s character set was another', () => {
    const from = Buffer.from(text.replace('|P|2.5', '|P|2.5||||||8859/1').replace('Urea', 'Hämoglobin'), 'latin1');
    const after = mended('3.11', 'F', from);
    expect(after).toContain('Hämoglobin');
    expect(after.split('\r')[0]).toMatch(/\|UNICODE UTF-8$/);
  });

  it('writes lines as HL7 does', () => {
    expect(mended('5.1', 'one\r\ntwo').split('\r')[5]).toBe('ZZZ|one\\.br\\two');
  });

  it.each([
    ['a separator of fields', '3.11', 'F|x', /write \\F\\ for it/],
    ['a control character', '3.11', 'F\u0001', /does not allow/],
    ['nothing new', '3.11', 'Q', /already/],
    ['too much', '3.11', 'x'.repeat(20_001), /too long/],
    ['a message without an id', '0.10', '', /MSH-10 is empty/],
    ['an event that is not taken', '0.9', 'XXX^Y01', /does not take/],
  ])('refuses %s', (_what, at, value, words) => {
    expect(() => open(text).mend(at, value)).toThrow(words);
  });

  it.each(['0.1', '0.2', '0.3', '0.4', '9.1', 'x', '3.0', '3.999'])('23: %s says how to read the message or who speaks, or is no field', (at) => {
    expect(open(text).field(at)).toBeNull();
    expect(() => open(text).mend(at, 'x')).toThrow(/cannot be mended/);
  });
});

const bundle = JSON.stringify({
  resourceType: 'Bundle', type: 'transaction',
  entry: [
    { resource: { resourceType: 'Patient', identifier: [{ value: '9990001234' }], birthDate: '1951-03-14', address: [{ line: ['1 Lane'] }] } },
    { resource: { resourceType: 'Observation', status: 'oops', valueQuantity: { value: 'NUMBER' }, note: [{ text: 'a' }, { text: 'b' }], isNew: true } },
  ],
}).replace('"NUMBER"', '4.00');

describe('ING-4 a FHIR bundle element by element', () => {
  it.each(['Bundle.entry[1].resource.status: a status that FHIR does not know.', 'Observation.status is wrong.'])('marks what the reason names: %s', (why) => {
    const { groups } = open(bundle).groups(why, 200);
    expect(groups.map(({ title }) => title)).toEqual(['Bundle', 'Patient, entry 1', 'Observation, entry 2']);
    expect(groups.flatMap(({ fields }) => fields).filter(({ isNamed }) => isNamed)).toMatchObject([{ at: '/entry/1/resource/status', label: 'Observation.status', value: 'oops' }]);
  });

  it('marks an element that was not sent', () => {
    expect(fieldsOf(open(bundle), 'Bundle.entry[1].resource.code: must say something.').filter(({ isNamed }) => isNamed)).toMatchObject([{ at: '/entry/1/resource/code', value: '' }]);
  });

  it('hides where people live', () => {
    expect(JSON.stringify(open(bundle).groups('', 200))).not.toContain('1 Lane');
    expect(open(bundle).field('/entry/0/resource/address/0/line/0')?.raw).toBe('1 Lane');
  });

  it('changes one element and keeps decimals as they were sent', () => {
    expect(open(bundle).mend('/entry/1/resource/status', 'final').raw.toString()).toBe(bundle.replace('oops', 'final'));
    expect(open(bundle).mend('/entry/1/resource/valueQuantity/value', '4.10').raw.toString()).toContain('"value":4.10}');
    expect(open(bundle).mend('/entry/1/resource/isNew', 'false').raw.toString()).toContain('"isNew":false');
    expect(open(bundle).mend('/entry/1/resource/note/0/text', '').raw.toString()).toContain('"note":[{},{"text":"b"}]');
  });

  it('adds an element that was not sent', () => {
    const at = open(bundle).placeOf('Observation.effectiveDateTime');
    expect(at).toBe('/entry/1/resource/effectiveDateTime');
    expect(open(bundle).mend(at ?? '', '2016').raw.toString()).toContain('"effectiveDateTime":"2016"');
  });

  it.each([
    ['another number', '/entry/1/resource/valueQuantity/value', '04.x', /number/],
    ['neither true nor false', '/entry/1/resource/isNew', 'yes', /true or false/],
    ['nothing new', '/entry/1/resource/status', 'oops', /already/],
    ['what has elements inside', '/entry/1/resource/note', 'x', /cannot be mended/],
    ['what has no place', '/entry/7/resource/status', 'x', /cannot be mended/],
    ['what is no pointer', 'status', 'x', /cannot be mended/],
  ])('refuses %s', (_what, at, value, words) => {
    expect(() => open(bundle).mend(at, value)).toThrow(words);
  });

  it('leaves prototypes alone', () => {
    const plain = open('{"resourceType":"Observation","__proto__":{"a":"b"}}');
    expect(plain.mend('/__proto__/a', 'c').raw.toString()).toContain('"__proto__":{"a":"c"}');
    expect(({} as { a?: string }).a).toBeUndefined(); // the prototype of everything has no such key
  });
});

it('says of anything else that it cannot be read', () => {
  expect([openContent(Buffer.from('hello')), openContent(Buffer.from('{"a":')), openContent(Buffer.from([0x7b, 0xff])), openContent(Buffer.alloc(0))]).toEqual([null, null, null, null]);
});
