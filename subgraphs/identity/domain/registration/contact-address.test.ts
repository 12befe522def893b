import { describe, expect, it } from 'vitest';
import { checkedEmail, checkedMobile, checkedTextMobile, endOfNumber } from './contact-address.ts';

describe('REG-4 addresses that messages of an invitation go to', () => {
  it.each(['a@example.org', ' a.b+c@mail.example.co.uk ', "o'neil@example.net", 'zolw@xn--przykad-9wb.pl'])('takes %j', (typed) => {
    expect(checkedEmail(typed)).toBe(typed.trim());
  });

  it.each(['', 'a', 'a@b', '@example.org', 'a b@example.org', 'a@example.org, b@example.org', 'a@example.org\nBcc: b@example.org', '<a@example.org>', 'a@-.org', `${'a'.repeat(250)}@example.org`])(
    'refuses %j as an e-mail address', (typed) => {
      expect(() => checkedEmail(typed)).toThrow(expect.objectContaining({ code: 'EMAIL_INVALID' }));
    },
  );

  it.each(['name@przykład.pl', 'żółw@example.pl', 'name@example.рф', 'phİlippa@example.org'])('refuses %j, which cannot be sent to, and says so', (typed) => {
    expect(() => checkedEmail(typed)).toThrow('letters a to z only');
  });

  it.each([
    ['07700 900123', '+447700900123'],
    ['07700-900-123', '+447700900123'],
    ['+44 (0)7700 900123', '+447700900123'],
    ['0044 7700 900123', '+447700900123'],
    ['+48 512 345 678', '+48512345678'],
    ['+1 202-555-0123', '+12025550123'],
  ])('reads %j as %s', (typed, meant) => {
    expect(checkedMobile(typed)).toBe(meant);
  });

  it.each(['', '020 7946 0000', '+44 20 7946 0000', '0770090012', '077009001234', 'seven', '+0 123 456 789'])('refuses %j as a mobile number', (typed) => {
    expect(() => checkedMobile(typed)).toThrow(expect.objectContaining({ code: 'MOBILE_INVALID' }));
  });

  it.each(['07700 900123', '+44 7911 123456', '07624 123456'])('abuse case 42: sends texts to %j', (typed) => {
    expect(checkedTextMobile(typed)).toBe(checkedMobile(typed));
  });

  it.each(['+48 512 345 678', '+1 900 555 0123', '070 1234 5678', '076 1234 5678', '+44 7600 123456', '020 7946 0000'])('abuse case 42: sends no text to %j', (typed) => {
    expect(() => checkedTextMobile(typed)).toThrow(expect.objectContaining({ code: 'MOBILE_INVALID' }));
  });

  it('tells no more than the end of a number', () => {
    expect(endOfNumber('+447700900123')).toBe('123');
  });
});
