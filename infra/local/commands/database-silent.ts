import { CieError } from '@cie/kit/errors.ts';

/** What a command says when the database of its exchange does not answer. */
export function databaseSilent(cause: unknown): CieError {
  return new CieError('EXCHANGE_NOT_RUNNING', "The exchange's database does not answer. Start the exchange with npm start, or set CIE_PORT and CIE_DATA to those it runs with.", { cause });
}
