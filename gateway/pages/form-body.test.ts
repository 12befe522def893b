import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { formOf } from './form-body.ts';

/** A request as far as forms look at it: their parser leaves an object, or nothing. */
const formWith = (body: unknown) => formOf({ body } as FastifyRequest);

describe('REG-5 forms as anybody may send them', () => {
  it.each<[typed: string, date: string | null]>([
    ['31 3 1980', '1980-03-31'],
    ['31/03/1980', '1980-03-31'],
    ['31.3.1980', '1980-03-31'],
    ['31 March 1980', '1980-03-31'],
    ['31 feb 1980', null],
    ['31 3', null],
    ['1 31 3 1980', null],
    ['1980-03-31', null],
    ['', null],
  ])('reads the date %j typed in one line', (typed, date) => {
    expect(formWith({ born: ` ${typed} ` }).dayIn('born')).toEqual({ typed, date });
  });

  it('takes texts only, the first of several, never what an object inherits', () => {
    const form = formWith({ name: [' Perdita ', 'Other'], list: { a: 1 }, count: 3 });
    expect([form.text('name'), form.text('list'), form.text('count'), form.text('toString'), form.text('__proto__')]).toEqual(['Perdita', '', '', '', '']);
    expect(form.all('name')).toEqual([' Perdita ', 'Other']);
    expect(form.text('name', 3)).toBe('Per');
    expect(formWith(undefined).text('name')).toBe('');
    expect(formWith('text').all('name')).toEqual([]);
  });
});
