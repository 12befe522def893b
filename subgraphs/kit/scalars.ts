import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLByte, GraphQLDateTimeISO, GraphQLEmailAddress, GraphQLLocalDate } from 'graphql-scalars';
import { parseNhsNumber } from './nhs-number.ts';

/** A moment with offset, RFC 3339, as text on the wire. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'A moment in time with its offset from UTC (RFC 3339), for example 2026-11-22T09:30:00.000Z.',
});

/** A calendar date without time or zone. */
export const CalendarDate = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A calendar date without time or zone (ISO 8601), for example 1970-01-31.',
});

export const EmailAddress = GraphQLEmailAddress;

/** The library's own serialisation leaves a Buffer to JSON, which writes every byte as a number in a list. */
export const Byte = new GraphQLScalarType({
  ...GraphQLByte.toConfig(),
  description: 'A file, base64 (RFC 4648).',
  serialize: (value) => {
    if (!(value instanceof Uint8Array)) throw new GraphQLError('Byte carries binary content only.');
    return Buffer.from(value).toString('base64');
  },
});

function readNhsNumber(value: unknown): string {
  if (typeof value !== 'string') throw nhsNumberError('NHS_NUMBER_LENGTH', 'Give the NHS number as text of 10 digits.');
  const check = parseNhsNumber(value);
  if (!check.ok) throw nhsNumberError(check.code, check.message);
  return check.value;
}

function nhsNumberError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** ACC-1: ten digits, Modulus 11; blanks and hyphens are ignored on the way in. */
export const NhsNumber = new GraphQLScalarType<string, string>({
  name: 'NHSNumber',
  description: 'An NHS number: ten digits that pass the Modulus 11 check. Blanks and hyphens are ignored on input; output is bare digits.',
  serialize: readNhsNumber,
  parseValue: readNhsNumber,
  parseLiteral: (node) => {
    if (node.kind !== Kind.STRING) throw nhsNumberError('NHS_NUMBER_LENGTH', 'Give the NHS number as text of 10 digits.');
    return readNhsNumber(node.value);
  },
});
