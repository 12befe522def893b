import type { Viewer } from '@cie/kit/access-context.ts';
import type { RoomDatabase } from '@cie/kit/database/room-database.ts';
import { passesOfViewer } from '@cie/kit/database/room-reader.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';

interface Opening {
  readonly passes: readonly string[];
  readonly ids: readonly string[];
  readonly viewerId: string;
  readonly reportId: string;
}

export interface ReportOpenings {
  /** Notes that a professional was given a report. Returns at once: the answer does not wait for it. */
  note(patient: RoomPatient, viewer: Viewer, reportId: string): void;
  /** Writes what was noted. */
  close(): Promise<void>;
}

/** How long openings are gathered, in milliseconds: far less than a pass lives. */
const gatherTime = 500;
/** Openings remembered as written, so that reading again writes nothing. */
const mostRemembered = 10_000;

/**
 * Notes after the answer, in batches, under the very passes of the reading (RES-4): once for each viewer and report. One that cannot
 * be written is noted when the report is read the next time; until then a task is raised that was not needed, and nothing is lost.
 * `report` is told of each fault.
 */
export function createReportOpenings(database: Pick<RoomDatabase, 'changeWithPasses'>, report: (error: unknown) => void): ReportOpenings {
  const waiting: Opening[] = [];
  const written = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    for (const opening of waiting.splice(0)) {
      const { passes, ids, viewerId, reportId } = opening;
      try {
        await database.changeWithPasses(passes, (manager) =>
          manager.query(
            `insert into report_opening (patient_id, report_id, viewer_id)
             select patient_id, id, $3 from report where patient_id = any ($1::uuid[]) and id = $2 on conflict do nothing`,
            [ids, reportId, viewerId],
          ),
        );
        if (written.size >= mostRemembered) written.clear();
        written.add(keyOf(opening));
      } catch (error) {
        report(error);
      }
    }
  }

  const start = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    running = running.then(write);
    return running;
  };

  return {
    note(patient, viewer, reportId) {
      const opening = { passes: passesOfViewer(patient, viewer), ids: patient.ids, viewerId: viewer.accountId, reportId };
      if (written.has(keyOf(opening)) || waiting.some((each) => keyOf(each) === keyOf(opening))) return;
      waiting.push(opening);
      timer ??= setTimeout(() => void start(), gatherTime);
    },
    close: () => start(),
  };
}

const keyOf = ({ viewerId, reportId }: Pick<Opening, 'viewerId' | 'reportId'>): string => `${viewerId} ${reportId}`;
