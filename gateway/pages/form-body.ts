import { dateOf, type TypedDay } from '@cie/web-kit/controls/typed.ts';
import type { FastifyRequest } from 'fastify';

/** What a person typed into a form of ours. */
export interface FormBody {
  /** Without the spaces around it, cut at `most` characters; empty when absent. */
  text(name: string, most?: number): string;
  /** As typed, spaces included: a password is what it is. Empty when absent or longer than `most`. */
  secret(name: string, most: number): string;
  /** Each ticked box of a group. */
  all(name: string): readonly string[];
  /** The date in the fields day, month and year as typed, and as ISO date when there is such a day. */
  day(): { readonly typed: TypedDay; readonly date: string | null };
  /** A date typed in one line, like 31 3 1980, 31/03/1980 or 31 March 1980, for forms that ask for more than one. */
  dayIn(name: string): { readonly typed: string; readonly date: string | null };
}

/** `31 3 1980`, `31/03/1980` or `31 March 1980` as ISO date; null when there is no such day. */
export function dayInLine(text: string): string | null {
  const [day = '', month = '', year = '', ...more] = text.split(/[\s./-]+/);
  return more.length > 0 ? null : dateOf({ day, month, year });
}

/** Reads a posted form. Fields arrive twice or not at all, as the sender likes; the first text counts. */
export const formOf = (request: FastifyRequest): FormBody => read(request.body);

/** Reads a form that was sent in the address, where it asks for something and changes nothing. */
export const queryFormOf = (request: FastifyRequest): FormBody => read(request.query);

function read(body: unknown): FormBody {
  const valuesOf = (name: string): readonly string[] => {
    const value: unknown = typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    return all.filter((each) => typeof each === 'string');
  };
  const text = (name: string, most = 200): string => (valuesOf(name)[0] ?? '').trim().slice(0, most);
  return {
    text,
    secret: (name, most) => {
      const given = valuesOf(name)[0] ?? '';
      return given.length > most ? '' : given;
    },
    all: valuesOf,
    day: () => {
      const typed = { day: text('day', 10), month: text('month', 12), year: text('year', 10) };
      return { typed, date: dateOf(typed) };
    },
    dayIn: (name) => {
      const typed = text(name, 40);
      return { typed, date: dayInLine(typed) };
    },
  };
}
