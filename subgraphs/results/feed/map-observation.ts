import type { Segment } from '@cie/kit/hl7/hl7-message.ts';
import { keyOf } from '../domain/merge-report.ts';
import { readBounds } from '../domain/reference-range.ts';
import { narrativeTypes } from '../domain/left-out.ts';
import { ResultStatus, type FiledObservation, type FiledReport, type ResultFile, type Standing } from '../domain/report.ts';
import { gatherFiles } from './encapsulated-files.ts';
import { firstOf, timeTextOf, timeOf } from './field-readers.ts';
import { MappingHeld } from './mapping-held.ts';
import { valueOf } from './observation-value.ts';
import { commentsOf, textOf, type ObservationGroup } from './order-groups.ts';
import { flagOf, statusOf, susceptibilityOf } from './result-codes.ts';

/** What an observation takes from its order where it says nothing itself. */
export interface OrderFacts extends Standing {
  readonly code: string;
  readonly codeSystem: string;
  readonly name: string;
  readonly issuedAtText: string | null;
  readonly collectedAt: Date | null;
  readonly collectedAtText: string | null;
}

const narrative: ReadonlySet<string> = new Set([...narrativeTypes, 'ST']);

/**
 * Maps the observations of an order. One value per test: lines of one text become one value, a line a paragraph; of two
 * values of one test the later in the message counts.
 */
export function mapObservations(sent: readonly ObservationGroup[], order: OrderFacts): Pick<FiledReport, 'observations' | 'files'> {
  const { groups, files } = gatherFiles(sent);
  const tests = new Map<string, FiledObservation>();
  for (const group of groups) {
    const next = mapObservation(group, order, files.get(group) ?? null);
    const before = tests.get(keyOf(next));
    const continues = before !== undefined && narrative.has(next.type) && before.type === next.type && before.status === next.status;
    tests.set(keyOf(next), continues ? appended(before, next) : next);
  }
  const observations = [...tests.values()];
  return { observations, files: [...files.values()].filter(({ digest }) => observations.some(({ fileDigest }) => fileDigest === digest)) };
}

function appended(before: FiledObservation, next: FiledObservation): FiledObservation {
  const value = next.status === ResultStatus.withdrawn ? null : `${before.value ?? ''}\n${next.value ?? ''}`;
  return { ...before, value, comments: [...before.comments, ...next.comments] };
}

function mapObservation({ obx, notes }: ObservationGroup, order: OrderFacts, file: ResultFile | null): FiledObservation {
  const type = obx.field(2).text.toUpperCase();
  const status = standingStatus(obx, order);
  const referenceRange = textOf(obx.field(7));
  const subId = textOf(obx.field(4)) ?? '';
  const value = status === ResultStatus.withdrawn ? null : valueOf(obx);
  const flags = obx.field(8).repetitions.map((each) => each.component(1));
  return {
    ...testOf(obx, order),
    subId,
    type,
    status,
    issuedAt: order.issuedAt,
    sentAt: order.sentAt,
    value,
    unit: firstOf(obx.field(6).component(1), obx.field(6).component(2)),
    referenceRange,
    ...readBounds(referenceRange ?? ''),
    flag: status === ResultStatus.withdrawn ? null : flagOf(flags),
    // Only what OBX-4 ties to something can be a medicine's.
    susceptibility: status === ResultStatus.withdrawn ? null : susceptibilityOf(flags, subId === '' ? null : value),
    ...observedAt(obx, order),
    fileDigest: status === ResultStatus.withdrawn ? null : (file?.digest ?? null),
    comments: commentsOf(notes),
  };
}

/** OBX-14, else the collection, else the issue: each with its own precision. */
function observedAt(obx: Segment, order: OrderFacts): Pick<FiledObservation, 'observedAt' | 'observedAtText'> {
  const own = timeOf(obx, 14);
  if (own !== null) return { observedAt: own, observedAtText: timeTextOf(obx, 14) };
  if (order.collectedAt !== null) return { observedAt: order.collectedAt, observedAtText: order.collectedAtText };
  return { observedAt: order.issuedAt, observedAtText: order.issuedAtText };
}

/** A final test inside a corrected report is part of the correction: many laboratories mark only the report. */
function standingStatus(obx: Segment, order: OrderFacts): ResultStatus {
  const status = statusOf(obx.field(11).text, order.status);
  if (status === null) throw new MappingHeld('malformed', 'OBX-11 holds a status that is not in HL7 table 0085.');
  return status === ResultStatus.final && order.status === ResultStatus.corrected ? ResultStatus.corrected : status;
}

/** OBX-3; a line of text without one belongs to the order itself. */
function testOf(obx: Segment, order: OrderFacts): Pick<FiledObservation, 'code' | 'codeSystem' | 'name'> {
  const identifier = obx.field(3);
  const name = firstOf(identifier.component(2), identifier.component(5), identifier.component(1));
  const code = firstOf(identifier.component(1), identifier.component(4), identifier.component(2));
  if (code !== null && name !== null) return { code, name, codeSystem: identifier.component(3) };
  if (narrative.has(obx.field(2).text.toUpperCase())) return { code: order.code, name: order.name, codeSystem: order.codeSystem };
  throw new MappingHeld('required-field-missing', 'OBX-3 names no test.');
}
