import { CieError } from '@cie/kit/errors.ts';
import { decodeHl7 } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7, type Hl7Message, type Segment } from '@cie/kit/hl7/hl7-message.ts';
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
const HIDDEN = 'Not shown: open the field to see it';

/** An HL7 v2 message, field by field. Throws what `parseHl7` throws. */
export function openHl7(raw: Uint8Array): HeldContent {
  const message = parseHl7(decodeHl7(raw));
  const place = (at: string): { segment: Segment; index: number; number: number } | null => {
    const [, index = '', field = ''] = /^(\d{1,6})\.(\d{1,3})$/.exec(at) ?? [];
    const segment = index === '' ? undefined : message.segments[Number(index)];
    return segment === undefined || !canMend(segment, Number(field)) ? null : { segment, index: Number(index), number: Number(field) };
  };
  return {
    groups: (reason, most) => groupsOf(message, reason, most),
    field: (at) => {
      const found = place(at);
      if (found === null) return null;
      const { segment, number } = found;
      return { at, label: `${segment.name}-${number}`, name: fieldName(segment.name, number), raw: segment.field(number).raw, isPresent: !segment.field(number).isEmpty } satisfies OpenField;
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

function groupsOf({ segments }: Hl7Message, reason: string, most: number): { groups: ShownGroup[]; left: number } {
  const named = new Set(Array.from(reason.matchAll(/\b([A-Z][A-Z0-9]{2}-\d{1,3})\b/g), ([, label = '']) => label));
  const namedSegments = new Set([...named].map((label) => label.slice(0, 3)));
  // A file of a hundred thousand segments must not become a page of as many tables.
  const shown = segments.map((segment, index) => ({ segment, index })).filter(({ segment, index }) => index < most || (index < most * 20 && namedSegments.has(segment.name)));
  const chosen = shown.slice(0, most * 2);
  return { groups: chosen.map(({ segment, index }) => groupOf(segment, index, named)), left: segments.length - chosen.length };
}

function groupOf(segment: Segment, index: number, named: ReadonlySet<string>): ShownGroup {
  const title = segmentTitle(segment.name);
  const numbers = Array.from({ length: Math.min(segment.fieldCount, MOST_FIELDS) }, (_each, at) => at + 1);
  const missing = [...named].map((label) => (label.startsWith(`${segment.name}-`) ? Number(label.slice(4)) : 0)).filter((number) => number > segment.fieldCount);
  const fields = [...numbers, ...missing].flatMap((number): ShownField[] => {
    const label = `${segment.name}-${number}`;
    const field = segment.field(number);
    const isNamed = named.has(label);
    if (field.isEmpty && !isNamed) return [];
    const isHidden = !isNamed && NEEDED[segment.name]?.has(number) === false;
    const canBeMended = canMend(segment, number) && field.raw.length <= MOST_MENDED;
    return [{ at: `${index}.${number}`, label, name: fieldName(segment.name, number), value: isHidden ? HIDDEN : cut(field.wholeText), isNamed, isHidden, canMend: canBeMended }];
  });
  return { title: title === null ? segment.name : `${segment.name} ${title}`, fields };
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
