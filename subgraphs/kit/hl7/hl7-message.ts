import { CieError } from '../errors.ts';
import { unescapeHl7 } from './hl7-escape.ts';

/** The characters a message declares for itself in MSH-1 and MSH-2 (HL7 v2, chapter 2.5.4). */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

const SEGMENT_NAME = /^[A-Z][A-Z0-9]{2}$/;
/** HL7's way to say "delete what you hold", as against an absent value, which says nothing. */
const DELETE = '""';

/** Segments of a message and repetitions of a field: more are an attack on memory, in which each costs a hundred times its byte (abuse case 61). */
const MOST_PARTS = 100_000;
/** Lines of a message; a large file in Base64 has one for every 76 bytes. */
const MOST_LINES = 1_000_000;

function tooManyParts(): CieError {
  return new CieError('HL7_TOO_MANY_PARTS', `The message has more than ${MOST_PARTS} segments, or a field has more repetitions than that. Send it in parts.`);
}

/** One repetition of a field. Numbers count from 1, as HL7 does; what is absent reads as ''. */
export class Repetition {
  readonly raw: string;
  readonly #delimiters: Delimiters;

  constructor(raw: string, delimiters: Delimiters) {
    this.raw = raw;
    this.#delimiters = delimiters;
  }

  get isEmpty(): boolean {
    return this.raw === '';
  }

  get isDelete(): boolean {
    return this.raw === DELETE;
  }

  /** First sub-component of component `number`, unescaped: what a receiver reads that expects a plain string. */
  component(number: number): string {
    return this.sub(number, 1);
  }

  /** Sub-component `sub` of component `component`, unescaped. */
  sub(component: number, sub: number): string {
    const part = partOf(this.raw, this.#delimiters.component, component);
    return this.#read(partOf(part, this.#delimiters.subcomponent, sub));
  }

  /** True when component `number` is the explicit `""`. */
  deletes(number: number): boolean {
    return partOf(this.raw, this.#delimiters.component, number) === DELETE;
  }

  get componentCount(): number {
    return countParts(this.raw, this.#delimiters.component);
  }

  /** The repetition unsplit and unescaped: free text (TX, FT) in which senders leave `^` and `&` bare. */
  get wholeText(): string {
    return this.#read(this.raw);
  }

  #read(raw: string): string {
    return raw === DELETE ? '' : unescapeHl7(raw, this.#delimiters);
  }
}

/** One field of a segment. */
export class Field {
  readonly raw: string;
  readonly repetitions: readonly Repetition[];

  constructor(raw: string, delimiters: Delimiters) {
    this.raw = raw;
    if (countParts(raw, delimiters.repetition) > MOST_PARTS) throw tooManyParts();
    const repetitions = delimiters.repetition === '' ? [raw] : raw.split(delimiters.repetition);
    this.repetitions = repetitions.map((part) => new Repetition(part, delimiters));
  }

  /** Nothing was sent: keep what is known. */
  get isEmpty(): boolean {
    return this.raw === '';
  }

  /** `""` was sent: remove what is known. */
  get isDelete(): boolean {
    return this.raw === DELETE;
  }

  /** First component of the first repetition, unescaped. */
  get text(): string {
    return this.component(1);
  }

  /** A component of the first repetition, unescaped. */
  component(number: number): string {
    return this.repetitions[0]?.component(number) ?? '';
  }

  /** A sub-component of the first repetition, unescaped. */
  sub(component: number, sub: number): string {
    return this.repetitions[0]?.sub(component, sub) ?? '';
  }

  /** All repetitions unsplit and unescaped, one a line: the reading of TX and FT, where `~` parts lines. */
  get wholeText(): string {
    return this.repetitions.map((repetition) => repetition.wholeText).join('\n');
  }
}

/** One segment; a field is cut when it is asked for. */
export class Segment {
  readonly name: string;
  readonly raw: string;
  /** Zone of times without an offset; undefined for the home zone. */
  readonly zone: string | undefined;
  readonly #delimiters: Delimiters;

  constructor(raw: string, delimiters: Delimiters, zone?: string) {
    this.raw = raw;
    this.zone = zone;
    this.name = raw.slice(0, 3);
    this.#delimiters = delimiters;
  }

  /** Field `number` as HL7 counts: MSH-1 is the separator itself, MSH-2 the encoding characters, unsplit. */
  field(number: number): Field {
    const { field } = this.#delimiters;
    if (!declaresDelimiters(this.name)) return new Field(partOf(this.raw, field, number + 1), this.#delimiters);
    if (number <= 2) return new Field(number === 1 ? field : partOf(this.raw, field, 2), UNSPLIT);
    return new Field(partOf(this.raw, field, number), this.#delimiters);
  }

  /** Number of the last field present. */
  get fieldCount(): number {
    return countParts(this.raw, this.#delimiters.field) - (declaresDelimiters(this.name) ? 0 : 1);
  }
}

/** A message cut into segments in the order sent; rooms walk that order to group ORC, OBR, OBX and NTE. */
export class Hl7Message {
  readonly segments: readonly Segment[];
  readonly delimiters: Delimiters;
  /** Zone of times without an offset; undefined for the home zone. */
  readonly zone: string | undefined;

  constructor(segments: readonly Segment[], delimiters: Delimiters, zone?: string) {
    this.segments = segments;
    this.zone = zone;
    this.delimiters = delimiters;
  }

  /** The first segment of that name. */
  segment(name: string): Segment | undefined {
    return this.segments.find((segment) => segment.name === name);
  }

  all(name: string): readonly Segment[] {
    return this.segments.filter((segment) => segment.name === name);
  }

  /** A field of the first segment of that name; an empty field when the segment is absent. */
  field(name: string, number: number): Field {
    return this.segment(name)?.field(number) ?? new Field('', this.delimiters);
  }
}

/**
 * Cuts one message into segments. Accepts CR, LF and CRLF; a line that does not begin like a segment continues
 * the one before, so that a bare line break inside a text field loses nothing. Escapes are undone when a value
 * is read, after all cutting. `zone` is that of the sender's clock. Throws HL7_NO_MSH, HL7_DELIMITERS_INVALID or
 * HL7_TOO_MANY_PARTS.
 */
export function parseHl7(text: string, zone?: string): Hl7Message {
  const body = trimFraming(text);
  if (!body.startsWith('MSH')) {
    throw new CieError('HL7_NO_MSH', 'The message does not begin with an MSH segment. Send one HL7 v2 message that starts with "MSH" and its delimiters.');
  }
  const delimiters = readDelimiters(body);
  const lines: string[] = [];
  let read = 0;
  for (const line of body.split(/\r\n|\r|\n/, MOST_LINES + 1)) {
    read++;
    if (lines.length > MOST_PARTS || read > MOST_LINES) throw tooManyParts();
    if (beginsSegment(line, delimiters.field)) lines.push(line);
    else if (line !== '') lines[lines.length - 1] += `\n${line}`;
  }
  // Whoever answers a message reads its header: that must not fail later.
  if (countParts(lines[0] ?? '', delimiters.repetition) > MOST_PARTS) throw tooManyParts();
  return new Hl7Message(lines.map((line) => new Segment(line, delimiters, zone)), delimiters, zone);
}

/** Reads MSH-1 and MSH-2. Throws HL7_DELIMITERS_INVALID when one is missing, repeated, or a letter or digit. */
export function readDelimiters(body: string): Delimiters {
  const field = body[3] ?? '';
  const [encoding = ''] = field === '' ? [] : body.slice(4).split(/\r|\n/, 1)[0]?.split(field) ?? [];
  const [component = '', repetition = '', escape = '', subcomponent = ''] = encoding;
  const given = [field, component, repetition, escape, subcomponent].filter((character) => character !== '');
  if (component === '' || new Set(given).size !== given.length || given.some((character) => /[A-Za-z0-9\s"]/.test(character))) {
    throw new CieError('HL7_DELIMITERS_INVALID', 'MSH-1 and MSH-2 must name different delimiters, none a letter or a digit; most senders use |^~\\&.');
  }
  return { field, component, repetition, escape, subcomponent };
}

function beginsSegment(line: string, separator: string): boolean {
  return SEGMENT_NAME.test(line.slice(0, 3)) && (line.length === 3 || line[3] === separator);
}

function declaresDelimiters(name: string): boolean {
  return name === 'MSH' || name === 'BHS' || name === 'FHS';
}

/**
 * Part `number`, from 1, between delimiters; '' when there is none. Scans instead of splitting: a message of
 * nothing but delimiters must not become an array of millions. An absent delimiter cuts nothing.
 */
function partOf(text: string, delimiter: string, number: number): string {
  if (delimiter === '') return number === 1 ? text : '';
  let start = 0;
  for (let passed = 1; passed < number; passed++) {
    const next = text.indexOf(delimiter, start);
    if (next < 0) return '';
    start = next + delimiter.length;
  }
  const end = text.indexOf(delimiter, start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

function countParts(text: string, delimiter: string): number {
  let count = 1;
  for (let at = delimiter === '' ? -1 : text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) count++;
  return count;
}

/** The text without framing and white space around it; a regular expression would take quadratic time on long blanks. */
function trimFraming(text: string): string {
  const isFraming = (character: string | undefined): boolean => character !== undefined && (character <= ' ' || character === '\uFEFF');
  let start = 0;
  let end = text.length;
  while (isFraming(text[start])) start++;
  while (end > start && isFraming(text[end - 1])) end--;
  return text.slice(start, end);
}

const UNSPLIT: Delimiters = { field: '', component: '', repetition: '', escape: '', subcomponent: '' };
