import { CieError } from './errors.ts';
import type { FiledMessage, IncomingMessage } from './feed.ts';
import { readSenderFacts } from './sender-facts.ts';

/** Reads the input of a command field by field: it may have come over HTTP, and a type assertion checks nothing. */
export interface CommandInput {
  /** A text that must be there and not be empty. Throws COMMAND_INPUT_INVALID. */
  text(name: string): string;
  /** A text, or null when it is absent, null or empty. */
  optionalText(name: string): string | null;
  /** A list of texts. */
  texts(name: string): readonly string[];
  /** A list of objects, each read in the same way. */
  items(name: string): readonly CommandInput[];
  /** A moment in ISO 8601. */
  moment(name: string): Date;
}

/** Throws COMMAND_INPUT_INVALID when `input` is no object; messages name fields, never their content. */
export function readCommandInput(input: unknown): CommandInput {
  if (typeof input !== 'object' || input === null) throw invalid('input', 'an object');
  const valueOf = (name: string): unknown => Reflect.get(input, name);
  return {
    text: (name) => {
      const value = valueOf(name);
      if (typeof value !== 'string' || value === '') throw invalid(name, 'a text');
      return value;
    },
    optionalText: (name) => {
      const value = valueOf(name);
      if (value === undefined || value === null || value === '') return null;
      if (typeof value !== 'string') throw invalid(name, 'a text or null');
      return value;
    },
    texts: (name) => {
      const value = valueOf(name);
      if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw invalid(name, 'a list of texts');
      return value;
    },
    items: (name) => {
      const value = valueOf(name);
      if (!Array.isArray(value)) throw invalid(name, 'a list of objects');
      return value.map((each: unknown) => readCommandInput(each));
    },
    moment: (name) => {
      const value = valueOf(name);
      const moment = typeof value === 'string' ? new Date(value) : null;
      if (moment === null || Number.isNaN(moment.getTime())) throw invalid(name, 'a time in ISO 8601');
      return moment;
    },
  };
}

export function readIncomingMessage(input: unknown): IncomingMessage {
  const read = readCommandInput(input);
  const sender = readSenderFacts(typeof input === 'object' && input !== null ? Reflect.get(input, 'sender') : undefined);
  return {
    ...(sender === undefined ? {} : { sender }),
    id: read.text('id'),
    organisation: read.text('organisation'),
    assigningAuthorities: read.texts('assigningAuthorities'),
    receivedAt: read.text('receivedAt'),
    text: read.text('text'),
  };
}

export function readFiledMessage(input: unknown): FiledMessage {
  const read = readCommandInput(input);
  const patientId = read.text('patientId');
  const recordIds = read.texts('recordIds');
  // What is new would be filed where no later message looked for it.
  if (!recordIds.includes(patientId)) throw invalid('recordIds', 'a list of texts with "patientId" among them');
  return { ...readIncomingMessage(input), patientId, recordIds };
}

function invalid(name: string, expected: string): CieError {
  return new CieError('COMMAND_INPUT_INVALID', `The command's field "${name}" must be ${expected}.`);
}
