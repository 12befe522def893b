import { beginsFile, dataOf, joinBase64 } from '@cie/kit/hl7/encapsulated-data.ts';
import type { Segment } from '@cie/kit/hl7/hl7-message.ts';
import { largestFile, readResultFile } from '../domain/result-file.ts';
import type { ResultFile } from '../domain/report.ts';
import { MappingHeld } from './mapping-held.ts';
import type { ObservationGroup } from './order-groups.ts';

/** The observations of an order without those that only continue a file, and the file of each that begins one. */
export interface FilesFound {
  readonly groups: readonly ObservationGroup[];
  readonly files: ReadonlyMap<ObservationGroup, ResultFile>;
}

interface Begun {
  readonly group: ObservationGroup;
  readonly pieces: string[];
}

/**
 * Puts files together that were sent in OBX of type ED (RES-1). One file is cut over repetitions of OBX-5, or over OBX that follow
 * each other with the same OBX-3, told apart or not by OBX-4: data that does not begin as a file does continues the one before.
 * Throws MappingHeld for what says it is a PDF or an image and cannot be read; of other kinds only the name is kept.
 */
export function gatherFiles(groups: readonly ObservationGroup[]): FilesFound {
  const begun: Begun[] = [];
  const kept: ObservationGroup[] = [];
  for (const group of groups) {
    const pieces = isFile(group.obx) ? group.obx.field(5).repetitions.map(dataOf).filter((data) => data !== '') : [];
    const before = begun.at(-1);
    const continues = before !== undefined && before.group === kept.at(-1) && pieces[0] !== undefined && !beginsFile(pieces[0]) && sameTest(before.group.obx, group.obx);
    if (!continues) kept.push(group);
    if (pieces.length > 0 && continues) before.pieces.push(...pieces);
    else if (pieces.length > 0) begun.push({ group, pieces: wholeOnce(pieces) });
  }
  const files = begun.flatMap(({ group, pieces }) => {
    const file = fileOf(group.obx, pieces);
    return file === null ? [] : [[group, file] as const];
  });
  return { groups: kept, files: new Map(files) };
}

const isFile = (obx: Segment): boolean => obx.field(2).text.toUpperCase() === 'ED';

const sameTest = (one: Segment, other: Segment): boolean => other.field(3).isEmpty || one.field(3).component(1) === other.field(3).component(1);

/** Of a file sent twice in one field one copy is enough. */
function wholeOnce(pieces: readonly string[]): string[] {
  const [first = ''] = pieces;
  return pieces.every((piece) => piece === first) && beginsFile(first) ? [first] : [...pieces];
}

function fileOf(obx: Segment, pieces: readonly string[]): ResultFile | null {
  const [header] = obx.field(5).repetitions;
  const says = [2, 3].map((part) => header?.component(part).toUpperCase() ?? '').join(' ');
  const isKept = /PDF|PNG|JPE?G/.test(says) || beginsFile(pieces[0] ?? '');
  if (!isKept) return null;
  const bytes = joinBase64(pieces, largestFile);
  const file = bytes === null || bytes.length > largestFile ? null : readResultFile(bytes);
  if (file === null) throw new MappingHeld('content-invalid', 'OBX-5 of type ED says that it is a PDF or an image, and its content is none, no Base64 or larger than 20 MB.');
  return file;
}
