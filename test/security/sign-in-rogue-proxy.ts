import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePort } from '@cie/local/ports.ts';

/** What a provider answered, as the proxy may change it. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the attacker does on the way; left out, everything passes as it is. */
export interface Tampering {
  /** Changes the answer of an endpoint; `path` is that of the request. */
  readonly answer?: (path: string, answer: Answer) => Answer | Promise<Answer>;
  /** Changes the form that the exchange posts. */
  readonly form?: (path: string, form: URLSearchParams) => void;
}

export interface RogueProxy {
  /** The issuer that the exchange knows, and the provider behind believes to be. */
  readonly issuer: string;
  tampering: Tampering;
  /** Bodies of the answers that passed, by path: what an attacker in this place gets to see. */
  readonly seen: Map<string, Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Somebody between the exchange and a real OpenID provider, who reads and changes what goes to and fro. */
export async function startRogueProxy(providerPort: () => number): Promise<RogueProxy> {
  const port = await freePort();
  const seen: RogueProxy['seen'] = new Map();
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const posted = await bodyOf(request);
    const form = new URLSearchParams(posted);
    proxy.tampering.form?.(path, form);
    const body = proxy.tampering.form === undefined || posted === '' ? posted : form.toString();
    const answered = await ask(request, providerPort(), body);
    const text = await bodyOf(answered);
    const { 'content-length': _length, 'transfer-encoding': _encoding, connection: _connection, ...headers } = answered.headers;
    const status = answered.statusCode ?? 500;
    if (headers['content-type']?.includes('json') !== true) {
      response.writeHead(status, headers).end(text);
      return;
    }
    // A provider's JSON answers are objects.
    const answer = { status, body: JSON.parse(text) as Record<string, unknown> };
    seen.set(path, answer.body);
    const changed = (await proxy.tampering.answer?.(path, answer)) ?? answer;
    response.writeHead(changed.status, headers).end(JSON.stringify(changed.body));
  }

  const proxy: RogueProxy = {
    issuer: `http://127.0.0.1:${port}`,
    tampering: {},
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return proxy;
}

/** The same request to the provider, which names itself by the host that it was asked for. */
function ask(request: IncomingMessage, port: number, body: string): Promise<IncomingMessage> {
  const headers = { ...request.headers, ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }) };
  return new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port, path: request.url, method: request.method, headers }, resolve).once('error', reject).end(body);
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) body += String(part);
  return body;
}
