import type { LabelMoves } from '@cie/kit/move-label.ts';
import type { RoomContext } from '@cie/kit/room-context.ts';
import type { OrganisationContacts } from '@cie/kit/whom-to-ask.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { ComparisonReads } from '../domain/compare-results.ts';
import type { ReleaseChanges } from '../domain/decide-release.ts';
import type { CareContext } from './care-context.ts';
import type { ResultsReads } from '../domain/read-results.ts';
import type { ReportOpenings } from '../store/opening.store.ts';

/** What the resolvers of this room are given for one operation. */
export interface ResultsContext extends RoomContext, CareContext {
  readonly reads: ResultsReads<RoomPatient>;
  readonly releases: ReleaseChanges<RoomPatient>;
  readonly openings: Pick<ReportOpenings, 'note'>;
  /** Labels of reports (ACS-1). */
  readonly labels: LabelMoves;
  readonly comparisons: ComparisonReads<RoomPatient>;
  /** Desks of organisations, for questions (REC-2). */
  readonly contacts: OrganisationContacts;
}
