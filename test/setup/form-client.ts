import { request } from 'undici';
import type { ExchangeClient } from './exchange.ts';

export interface FormAnswer {
  readonly status: number;
  /** Path and query that a redirect leads to; '' without one. */
  readonly location: string;
  readonly text: string;
}

type Fields = readonly (readonly [name: string, value: string])[] | Readonly<Record<string, string>>;

const isList = (fields: Fields): fields is readonly (readonly [string, string])[] => Array.isArray(fields);
const pairsOf = (fields: Fields): [string, string][] => (isList(fields) ? fields.map(([name, value]) => [name, value]) : Object.entries(fields));

/** A browser as far as forms need one: it keeps its cookies and follows no redirect by itself. */
export class FormClient {
  readonly #origin: string;
  readonly cookies = new Map<string, string>();

  constructor(exchange: ExchangeClient, sessionCookie?: string) {
    this.#origin = new URL(exchange.addresses['portal'] ?? '').origin;
    const [name, value] = sessionCookie?.split('=') ?? [];
    if (name !== undefined && value !== undefined) this.cookies.set(name, value);
  }

  get(path: string): Promise<FormAnswer> {
    return this.#ask('GET', path);
  }

  /** Fields may come more than once, as ticked boxes do. */
  post(path: string, fields: Fields = {}): Promise<FormAnswer> {
    return this.#ask('POST', path, new URLSearchParams(pairsOf(fields)).toString());
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: string): Promise<FormAnswer> {
    const answer = await request(new URL(path, this.#origin), {
      method,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin: this.#origin, 'sec-fetch-site': 'same-origin', accept: 'text/html',
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = answer.headers['location'];
    return { status: answer.statusCode, location: typeof location === 'string' ? location : '', text: await answer.body.text() };
  }
}
