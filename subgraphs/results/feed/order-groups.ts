import type { Field, Hl7Message, Segment } from '@cie/kit/hl7/hl7-message.ts';

export interface ObservationGroup {
  readonly obx: Segment;
  readonly notes: Segment[];
}

/** One ORDER_OBSERVATION group of ORU^R01: at most one ORC, one OBR, notes of the order, observations with notes of their own. */
export interface OrderGroup {
  readonly orc: Segment | null;
  readonly obr: Segment;
  readonly notes: Segment[];
  readonly observations: ObservationGroup[];
}

/**
 * Walks the segments in the order sent: an NTE belongs to the OBX or OBR before it. Returns null when an OBX stands before
 * the first OBR, for then nobody can say which order it answers.
 */
export function groupOrders(message: Hl7Message): OrderGroup[] | null {
  const groups: OrderGroup[] = [];
  let orc: Segment | null = null;
  let early: Segment[] = [];
  for (const segment of message.segments) {
    const group = orc === null ? groups.at(-1) : undefined;
    if (segment.name === 'ORC') orc = segment;
    else if (segment.name === 'OBR') {
      groups.push({ orc, obr: segment, notes: early, observations: [] });
      orc = null;
      early = [];
    } else if (segment.name === 'OBX') {
      if (group === undefined) return null;
      group.observations.push({ obx: segment, notes: [] });
    } else if (segment.name === 'NTE') {
      // Notes between ORC and OBR are the order's; notes before any ORC are about the person, not about a result.
      if (orc !== null) early.push(segment);
      else (group?.observations.at(-1)?.notes ?? group?.notes)?.push(segment);
    }
  }
  return groups;
}

/** NTE-3, each note a comment; `~` parts lines. */
export function commentsOf(notes: readonly Segment[]): string[] {
  return notes.map((note) => textOf(note.field(3)) ?? '').filter((text) => text.trim() !== '');
}

/** A whole field as text; null when it is empty or the explicit `""`. */
export function textOf(field: Field): string | null {
  return field.isEmpty || field.isDelete ? null : field.wholeText;
}
