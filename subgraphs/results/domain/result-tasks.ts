import type { AccessContext } from '@cie/kit/access-context.ts';
import type { Notice } from '@cie/kit/notices/notice.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { ReportKind } from './report.ts';

/** Days before the release at which a task is raised where an organisation has not set its own. */
export const usualTaskDays = 7;

/** A report that patients can soon read, or can read since, and that no professional has opened (RES-4). Nothing of what it says. */
export interface ResultTask {
  readonly patientId: string;
  readonly reportId: string;
  readonly organisation: string;
  readonly kind: ReportKind;
  /** Who asked for it. */
  readonly requester: string | null;
  readonly site: string | null;
  readonly availableFrom: Date;
}

/** An organisation for which tasks were raised, and whom it wants told. */
export interface Raised {
  readonly organisation: string;
  readonly email: string | null;
  readonly count: number;
}

export interface TaskStore {
  /** Raises a task for every report that has come near its release unopened, once for each; the notices stand in the same transaction. */
  raise(now: Date, noticesOf: (raised: readonly Raised[]) => readonly Notice[]): Promise<readonly Raised[]>;
  /** Open tasks of these organisations, the nearest release first. */
  open(organisations: readonly string[]): Promise<readonly ResultTask[]>;
}

/** Raises the tasks that are due, and tells the team of each organisation once, by a link alone (MSG-1). Returns how many were raised. */
export async function raiseTasks({ now }: AccessContext, store: TaskStore, link: string): Promise<number> {
  const raised = await store.raise(now, (all) =>
    all.flatMap(({ email }): Notice[] => (email === null ? [] : [{ kind: 'message', to: { email }, template: 'result-task', values: { link } }])));
  return raised.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Tasks of the viewer's record-sharing group; none for anybody but its professionals. It says which records to open, not who they
 * belong to: the record's own door decides and logs, as always.
 */
export async function listTasks({ viewer }: AccessContext, store: TaskStore): Promise<readonly ResultTask[]> {
  if (viewer === null || viewer.kind !== 'professional' || viewer.duties.length > 0 || viewer.organisation === null || viewer.onlyPatientId !== undefined) return [];
  return store.open(recordSharingGroupOf(viewer.organisation));
}
