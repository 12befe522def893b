import { pick } from '@cie/kit/testing/pick.ts';
import { request as send } from 'undici';
import type { Person } from '../fixtures/people.ts';
import type { ExchangeClient, GraphAnswer } from './exchange.ts';
import type { Inside } from './inside.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly answer: GraphAnswer;
}

type Headers = Readonly<Record<string, string>>;

/** Requests to the gateway exactly as they are given, by one patient. */
export interface GraphRequests {
  readonly patientId: string;
  /** Headers of a script's session, which may run any text. */
  readonly asScript: Headers;
  /** Headers of a page of the exchange, with a session as the browser's sign-in makes it. */
  readonly asWidget: Headers;
  /** Headers of a page of the exchange where nobody is signed in. */
  readonly asNobody: Headers;
  post(body: unknown, headers?: Headers, path?: string): Promise<Reply>;
}

export async function graphRequests(exchange: ExchangeClient, own: Inside, { nhsNumber }: Person): Promise<GraphRequests> {
  const script = await own.signIn({ as: 'patient', nhsNumber });
  const widget = await own.signIn({ as: 'patient', nhsNumber });
  await own.sql('cie_gateway', "update session set client = 'widget' where created_at = (select max(created_at) from session)");
  const json = { 'content-type': 'application/json' };
  const asNobody = { ...json, 'x-cie-client': 'widget', 'sec-fetch-site': 'same-origin' };
  const asScript = { ...json, cookie: script };
  const me = await exchange.query(script, '{ me { patient { id } } }');
  return {
    patientId: String(pick(me.data, 'me', 'patient', 'id')),
    asScript,
    asWidget: { ...asNobody, cookie: widget },
    asNobody,
    post: async (body, headers = asScript, path = '/graphql') => {
      const { statusCode, body: answer } = await send(new URL(path, exchange.addresses['portal']), {
        method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await answer.text();
      // The form that the gateway gives to every answer of this address.
      return { status: statusCode, text, answer: text.startsWith('{') ? JSON.parse(text) as GraphAnswer : { data: null } };
    },
  };
}
