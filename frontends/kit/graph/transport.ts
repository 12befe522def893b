import { AskError, dataOf } from './operation.ts';
import type { Ask } from './operation.ts';

/** Longer than the gateway gives its rooms (1.5 s each), shorter than a reader's patience, in milliseconds. */
const patience = 10_000;

/**
 * Runs a registered operation at the exchange. The custom header makes the request one that no
 * foreign form or image can send, and says for which page it is, which says as whom a record is looked at (ACS-7); `same-origin` keeps the session cookie at home.
 */
export const ask: Ask = async <Result, Variables>(operation: { readonly id: string }, variables: Variables): Promise<Result> => {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-cie-client': location.href },
      body: JSON.stringify({ id: operation.id, variables }),
      signal: AbortSignal.timeout(patience),
    });
    if (response.status === 401) throw new AskError('expired');
    answer = await response.json();
  } catch (error) {
    if (error instanceof AskError) throw error;
    // A broken connection and an unreadable answer (a proxy's page) look alike to the reader: try again later.
    throw new AskError(error instanceof SyntaxError ? 'unavailable' : 'offline');
  }
  // The generator wrote Result from this document and the committed schema; the gateway runs no other document under this id.
  return dataOf(answer) as Result;
};
