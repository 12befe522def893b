import { isGone, ResultStatus, type FiledObservation, type StoredObservation } from './report.ts';
import { supersedes } from './supersede.ts';

/** What becomes of one observation: its new state, and the version that it replaces, which is kept as history. */
export interface ObservationChange {
  readonly state: StoredObservation;
  readonly replaced: StoredObservation | null;
}

/** A test that the report has not had before. */
export function firstVersion(incoming: FiledObservation, place: { id: string; reportId: string; position: number }): ObservationChange {
  return {
    state: { ...incoming, ...place, sourceId: incoming.sourceId ?? null, corrected: incoming.status === ResultStatus.corrected, previousValue: null },
    replaced: null,
  };
}

/** The next version of a test, or null when the stored one stands. The same content once more moves its standing only. */
export function nextVersion(stored: StoredObservation, incoming: FiledObservation): ObservationChange | null {
  if (!supersedes(incoming, stored)) return null;
  const { id, reportId, position } = stored;
  const differs = result(stored) !== result(incoming);
  const remarks = stored.comments.join('\n') !== incoming.comments.join('\n');
  return {
    state: {
      ...incoming,
      id,
      reportId,
      position,
      sourceId: incoming.sourceId ?? stored.sourceId ?? null,
      // Laboratories send a whole panel as corrected for one test: those that say the same as before carry no mark.
      corrected: stored.corrected || differs || (remarks && incoming.status === ResultStatus.corrected),
      previousValue: previousValue(stored, incoming, differs),
    },
    replaced: differs || remarks ? stored : null,
  };
}

/** A withdrawn value may have been another person's, so it is never shown as what stood here before. */
function previousValue(stored: StoredObservation, incoming: FiledObservation, differs: boolean): string | null {
  // Of a replaced file the name says nothing.
  if (incoming.status === ResultStatus.withdrawn || stored.fileDigest !== null) return null;
  return differs ? stored.value : stored.previousValue;
}

/** What makes two versions different results; a step from preliminary to final alone is not a correction. */
function result({ value, unit, referenceRange, flag, susceptibility, fileDigest, status }: FiledObservation): string {
  return JSON.stringify([value, unit, referenceRange, flag, susceptibility, fileDigest, isGone(status)]);
}
