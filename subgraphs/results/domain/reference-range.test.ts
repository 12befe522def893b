import { describe, expect, it } from 'vitest';
import { readBounds, readNumber } from './reference-range.ts';

describe('RES-1 reference ranges as laboratories write them', () => {
  it.each([
    ['49 - 92', 49, 92],
    ['3.5-5.3', 3.5, 5.3],
    ['[ 135 - 180 ]', 135, 180],
    ['-2 - 2', -2, 2],
    ['0.38–0.52', 0.38, 0.52],
    ['(4 to 11)', 4, 11],
    ['[ < 4.5]', null, 4.5],
    ['<=5', null, 5],
    ['[ > 1.5]', 1.5, null],
    ['>60', 60, null],
    ['[ ]', null, null],
    ['', null, null],
    ['92 - 49', null, null],
    ['Not detected', null, null],
    ['Male 13-17, female 12-15', null, null],
    ['1:40', null, null],
  ])('%j is %j to %j', (text, low, high) => {
    expect(readBounds(text)).toEqual({ low, high });
  });
});

describe('RES-2 numbers of a trend', () => {
  it.each([
    ['98.00', 98],
    ['-1.5', -1.5],
    ['.5', 0.5],
    [' 7 ', 7],
    ['<15', null],
    ['1:128', null],
    ['1e5', null],
    ['27\n25', null],
    ['', null],
    [null, null],
  ])('%j reads as %j', (value, expected) => {
    expect(readNumber(value)).toBe(expected);
  });
});
