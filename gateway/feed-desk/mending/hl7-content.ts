import { CieError } from '@cie/kit/errors.ts';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7, type Hl7Message, type Segment } from '@cie/kit/hl7/hl7-message.ts';
import { resultStatusCode } from '@cie/kit/hl7/result-status.ts';
import { readArrival } from '../../feeds/read-arrival.ts';
import { cut, MOST_MENDED, type HeldContent, type MendedContent, type OpenField, type ShownField, type ShownGroup } from './held-content.ts';
import { fieldName, segmentTitle } from './hl7-field-names.ts';

/** Fields of people that tell who somebody is; what else is known of them nobody has to see to mend a message. */
const NEEDED: Readonly<Record<string, ReadonlySet<number>>> = {
  PID: new Set([1, 2, 3, 4, 5, 7, 8, 29, 30, 32, 33]),
  NK1: new Set([1, 3]),
  PD1: new Set(),
};
const DECLARES = new Set(['MSH', 'BHS', 'FHS']);
/** Fields of one segment on a page. */
const MOST_FIELDS = 120;
/** Names of MSH-18 under which UTF-8 is read (subgraphs/kit/hl7/hl7-bytes.ts). */
const READ_AS_UTF8 = new Set(['', 'ASCII', 'UTF-8', 'UTF8', 'UNICODE', 'UNICODE UTF-8']);
/** A reason that names a code of no table: of several such segments it means those that hold one. */
const UNKNOWN_STATUS = /\b([A-Z][A-Z0-9]{2}-\d{1,3}) holds a status that is not in HL7 table (?:0085|0123)\b/;
const HIDDEN = 'Not shown: open the field to see it';

/** An HL7 v2 message, field by field. Throws what `parseHl7` throws. */
export function openHl7(raw: Uint8Array): HeldContent {
  const message = parseHl7(decodeHl7(raw));
  const whichOf = countSegments(message);
  const place = (at: string): { segment: Segment; index: number; number: number } | null => {
    const [, index = '', field = ''] = /^(\d{1,6})\.(\d{1,3})$/.exec(at) ?? [];
    const segment = index === '' ? undefined : message.segments[Number(index)];
    return segment === undefined || !canMend(segment, Number(field)) ? null : { segment, index: Number(index), number: Number(field) };
  };
  return {
    groups: (reason, most) => groupsOf(message, whichOf, reason, most),
    field: (at) => {
      const found = place(at);
      if (found === null) return null;
      const { segment, index, number } = found;
      return { at, label: `${segment.name}-${number}`, of: whichOf(index), name: fieldName(segment.name, number), raw: segment.field(number).raw, isPresent: !segment.field(number).isEmpty } satisfies OpenField;
    },
    placeOf: (label) => {
      const [, name, number = ''] = /^\s*([A-Z][A-Z0-9]{2})-(\d{1,3})\s*$/i.exec(label) ?? [];
      const index = message.segments.findIndex((segment) => segment.name === name?.toUpperCase());
      const at = `${index}.${Number(number)}`;
      return index < 0 || place(at) === null ? null : at;
    },
    mend: (at, value) => {
      const found = place(at);
      if (found === null) throw refused('This field cannot be mended here');
      return mend(message, raw, found, value);
    },
    placeHint: 'As HL7 counts, for example OBX-11. The first segment of that name is meant.',
    mendingHint: `As the message has it: ${message.delimiters.component} between components, ${message.delimiters.repetition || '~'} between repetitions. Leave it empty to send nothing.`,
  };
}

/** MSH-1 and MSH-2 say how to read the rest; MSH-3 and MSH-4 say who speaks, and nobody may speak as another (abuse case 23). */
function canMend(segment: Segment, number: number): boolean {
  return number >= 1 && number <= 200 && !(DECLARES.has(segment.name) && number <= 4);
}

/** `OBX 1 of 2`, by the place of a segment among all; null for one that alone has its name. */
type WhichOf = (index: number) => string | null;

function countSegments({ segments }: Hl7Message): WhichOf {
  const totals = new Map<string, number>();
  const ranks = segments.map(({ name }) => {
    const rank = (totals.get(name) ?? 0) + 1;
    totals.set(name, rank);
    return rank;
  });
  return (index) => {
    const name = segments[index]?.name ?? '';
    const total = totals.get(name) ?? 0;
    return total > 1 ? `${name} ${ranks[index]} of ${total}` : null;
  };
}

/** Numbers of the fields of a segment that a reason names. */
type NamedIn = (segment: Segment) => ReadonlySet<number>;

function namedBy(reason: string): NamedIn {
  const labels = new Set(Array.from(reason.matchAll(/\b([A-Z][A-Z0-9]{2}-\d{1,3})\b/g), ([, label = '']) => label));
  const status = UNKNOWN_STATUS.exec(reason)?.[1];
  const isMeant = (label: string, { text }: { readonly text: string }): boolean => label !== status || (text.trim() !== '' && resultStatusCode(text) === null);
  return (segment) => {
    const own = [...labels].filter((label) => label.startsWith(`${segment.name}-`)).map((label) => ({ label, number: Number(label.slice(4)) }));
    return new Set(own.filter(({ label, number }) => isMeant(label, segment.field(number))).map(({ number }) => number));
  };
}

function groupsOf({ segments }: Hl7Message, whichOf: WhichOf, reason: string, most: number): { groups: ShownGroup[]; left: number } {
  const namedIn = namedBy(reason);
  // A file of a hundred thousand segments must not become a page of as many tables.
  const shown = segments.map((segment, index) => ({ segment, index })).filter(({ segment, index }) => index < most || (index < most * 20 && namedIn(segment).size > 0));
  const chosen = shown.slice(0, most * 2);
  return { groups: chosen.map(({ segment, index }) => groupOf(segment, index, whichOf(index), namedIn(segment))), left: segments.length - chosen.length };
}

function groupOf(segment: Segment, index: number, of: string | null, named: ReadonlySet<number>): ShownGroup {
  const numbers = Array.from({ length: Math.min(segment.fieldCount, MOST_FIELDS) }, (_each, at) => at + 1);
  const missing = [...named].filter((number) => number > segment.fieldCount);
  const fields = [...numbers, ...missing].flatMap((number): ShownField[] => {
    const field = segment.field(number);
    const isNamed = named.has(number);
    if (field.isEmpty && !isNamed) return [];
    const isHidden = !isNamed && NEEDED[segment.name]?.has(number) === false;
    const canBeMended = canMend(segment, number) && field.raw.length <= MOST_MENDED;
    return [{ at: `${index}.${number}`, label: `${segment.name}-${number}`, of, name: fieldName(segment.name, number), value: isHidden ? HIDDEN : cut(field.wholeText), isNamed, isHidden, canMend: canBeMended }];
  });
  return { title: titleOf(segment.name, of, segmentTitle(segment.name)), fields };
}

function titleOf(name: string, of: string | null, title: string | null): string {
  if (title === null) return of ?? name;
  return of === null ? `${name} ${title}` : `${of} · ${title}`;
}

const refused = (text: string): CieError => new CieError('MENDING_REFUSED', text);

function mend(message: Hl7Message, before: Uint8Array, { segment, index, number }: { segment: Segment; index: number; number: number }, typed: string): MendedContent {
  const { delimiters } = message;
  if (typed.length > MOST_MENDED) throw refused('The field is too long to be mended here: ask the sender to send the message again');
  if (typed.includes(delimiters.field)) throw refused(`${delimiters.field} parts fields: write ${delimiters.escape}F${delimiters.escape} for it`);
  const isLines = /[\r\n]/.test(typed);
  if (isLines && delimiters.escape === '') throw refused('This message has no escape character: write the field in one line');
  const value = typed.replaceAll(/\r\n|\r|\n/g, `${delimiters.escape}.br${delimiters.escape}`);
  // oxlint-disable-next-line no-control-regex -- those are what is refused
  if (/[\u0000-\u001f\u007f]/.test(value)) throw refused('The field holds characters that HL7 does not allow');
  if (value === segment.field(number).raw) throw refused('This is what the message says already. Replay it as it is, or change it');

  const lines = message.segments.map((each) => each.raw);
  lines[index] = withField(segment.raw, segment.name, delimiters.field, number, value);
  // Written as UTF-8 from here on, and the message has to say so.
  const header = parseHl7(lines[0] ?? '').field('MSH', 18);
  if (!READ_AS_UTF8.has(header.repetitions[0]?.raw.trim().toUpperCase() ?? '')) lines[0] = withField(lines[0] ?? '', 'MSH', delimiters.field, 18, 'UNICODE UTF-8');
  const raw = Buffer.from(`${lines.join('\r')}\r`, 'utf8');
  const arrival = readArrival(raw);
  if (arrival.refusal !== null) throw refused(arrival.refusal.reason.replace(/\.$/, ''));
  if (arrival.sender !== readArrival(before).sender) throw refused('The mended message would speak for another sender');
  return { raw, event: arrival.event, orderKey: arrival.orderKey, otherKeys: arrival.otherKeys };
}

/** The segment with another content in one field; fields up to it are made where there are none. */
function withField(line: string, segment: string, separator: string, number: number, value: string): string {
  const parts = line.split(separator);
  const at = DECLARES.has(segment) ? number - 1 : number;
  while (parts.length <= at) parts.push('');
  parts[at] = value;
  return parts.join(separator);
}
