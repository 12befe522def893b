import { describe, expect, it } from 'vitest';
import { FhirElement } from './fhir-element.ts';
import { DEEPEST, MOST_VALUES, parseFhirJson, writeFhirJson } from './fhir-json.ts';

const read = (text: string) => parseFhirJson(Buffer.from(text, 'utf8'));
const refusal = (text: string): unknown => {
  try {
    return read(text);
  } catch (error) {
    return Reflect.get(Object(error), 'code');
  }
};

describe('ING-3 FHIR JSON', () => {
  it.each(['4.00', '1e400', '-0', '1.0E+2', '0.1000000000000000055511151231257827', '98765432109876543210'])('keeps the number %s as it was written, also when it is written again', (text) => {
    const json = read(`{"value":${text},"list":[${text}]}`);
    expect(new FhirElement(json, 'x').number('value')).toBe(text);
    expect(writeFhirJson(json)).toBe(`{"value":${text},"list":[${text}]}`);
  });

  it('46: `__proto__` and `constructor` are names as any other', () => {
    const element = new FhirElement(read('{"__proto__":{"polluted":"yes"},"resourceType":"Patient"}'), 'Patient');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(element.element('__proto__')?.text('polluted')).toBe('yes');
    expect([element.has('toString'), element.text('constructor'), element.elements('hasOwnProperty')]).toEqual([false, null, []]);
  });

  it('takes the deepest that is allowed, and refuses one more', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    expect(refusal(nested(DEEPEST))).toEqual(expect.any(Object));
    expect(refusal(nested(DEEPEST + 1))).toBe('too-deep');
    expect(refusal(`{"a":"${'['.repeat(1000)}\\"[["}`)).toEqual(expect.any(Object));
  });

  it('takes as many values as are allowed, and refuses more before it makes anything of them', () => {
    const list = (values: number) => `{"a":[${'1,'.repeat(values - 3)}1]}`;
    expect(refusal(list(MOST_VALUES))).toEqual(expect.any(Object));
    expect(refusal(list(MOST_VALUES + 2))).toBe('too-many-values');
  });

  it.each(['', 'null', '[]', '"text"', '{"a":}', '{"a":1}x', '{'])('refuses %j without quoting it', (text) => {
    expect(refusal(text)).toBe('malformed');
  });

  it('refuses bytes that are not UTF-8, and reads past a byte order mark', () => {
    expect(() => parseFhirJson(Buffer.from([0x7b, 0xff, 0x7d]))).toThrow('UTF-8');
    expect(read('\ufeff{}')).toEqual({});
  });

  it('a letter of 15 MB is read in well under a second', () => {
    const text = `{"data":"${'QUJD'.repeat(5_000_000)}"}`;
    const begun = performance.now();
    read(text);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('elements', () => {
  const element = new FhirElement(read('{"one":{"x":"1"},"many":[{"x":"2"},"stray",{"x":"3"}],"text":"  a\\u0000b\\ud800 ","number":1.50,"flag":false,"list":["a",1,"b"],"empty":""}'), 'Thing');

  it('reads what is there, as nothing what is of another type', () => {
    expect(element.elements('many').map((each) => [each.path, each.text('x')])).toEqual([['Thing.many[0]', '2'], ['Thing.many[2]', '3']]);
    expect([element.element('one')?.path, element.text('one'), element.element('text'), element.number('text'), element.text('number'), element.flag('flag'), element.texts('list'), element.text('empty')])
      .toEqual(['Thing.one', null, null, null, null, false, ['a', 'b'], null]);
  });

  it('takes out what a database cannot hold', () => {
    expect(element.text('text')).toBe('ab\ufffd');
  });
});
