/** A registered operation: the gateway knows its document by `id`; web code never sends GraphQL text. */
export interface Operation<Result, Variables> {
  readonly name: string;
  /** SHA-256 of the document, as in gateway/schema/operations.json. */
  readonly id: string;
  /** Never set: carries the types of one operation from the generator to `Ask`. */
  readonly shape?: (variables: Variables) => Result;
}

/** How an area asks the exchange: over the network in the browser, directly when rendered on the server. Throws AskError. */
export type Ask = <Result, Variables>(operation: Operation<Result, Variables>, variables: Variables) => Promise<Result>;

export type AskProblem =
  /** The browser has no connection, or the exchange did not answer in time. */
  | 'offline'
  /** There is no session, or it has ended. */
  | 'expired'
  /** The exchange answered that it cannot answer now. */
  | 'unavailable'
  /** The answer is no: input that was not accepted, or something this viewer may not do. */
  | 'refused';

/** Why an answer is missing. `message` is the exchange's own public text when it sent one, otherwise empty; `code` is its name for a refusal. */
export class AskError extends Error {
  readonly problem: AskProblem;
  readonly code: unknown;

  constructor(problem: AskProblem, message = '', code?: unknown) {
    super(message);
    this.name = 'AskError';
    this.problem = problem;
    this.code = code;
  }
}

interface Answer {
  readonly data?: object | null;
  readonly errors?: readonly { readonly message?: string; readonly extensions?: { readonly code?: unknown } }[];
}

/** A GraphQL answer is an object; what else comes, a proxy's page for one, is no answer. */
const isAnswer = (value: unknown): value is Answer => typeof value === 'object' && value !== null;

const signedOutCodes = new Set<unknown>(['UNAUTHENTICATED', 'SIGN_IN_REQUIRED', 'SESSION_EXPIRED']);
const faultCodes = new Set<unknown>(['INTERNAL_ERROR', 'ROOM_UNAVAILABLE', undefined]);

/** Said to the reader, as against what broke. */
const isRefusal = (code: unknown): boolean => typeof code === 'string' && !faultCodes.has(code) && !code.startsWith('ROOM_');

/** A field that may be null is null when it failed or was refused, and the rest of the answer is what there was beside it: nothing. */
const isEmpty = (data: object): boolean => Object.values(data).every((value) => value === null);

/**
 * The data of a GraphQL answer. A room that failed leaves null in its place and the rest stands
 * (every clinical field of Patient is nullable), so an answer is an error only when there is nothing in it: because of what failed, or of what was refused.
 */
export function dataOf(answer: unknown): unknown {
  if (!isAnswer(answer)) throw new AskError('unavailable');
  const codes = answer.errors?.map((error) => error.extensions?.code) ?? [];
  if (codes.some((code) => signedOutCodes.has(code))) throw new AskError('expired');
  const { data } = answer;
  if (data && !(codes.length > 0 && isEmpty(data))) return data;
  if (!codes.some(isRefusal)) throw new AskError('unavailable');
  throw new AskError('refused', answer.errors?.[0]?.message ?? '', codes[0]);
}
