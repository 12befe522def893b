import type { Viewer } from '@cie/kit/access-context.ts';
import { changePurposes, enteredByPatient, type ChangePurpose } from '@cie/kit/changes.ts';
import { allLabels, type Door, type Label } from '@cie/kit/names.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { accessRules, writeRules, type AccessRule, type Operation, type Writes } from './access-table.ts';
import { roleOf, standingsOf, type DoorFacts, type RecordStanding } from './standings.ts';

export type CopyReason = 'given' | 'checked';

/** What an open door shows (ACS-2). */
export interface Opening {
  readonly door: Door;
  readonly labels: readonly Label[];
  /** ODS codes whose items are shown; `every` for items of all organisations. */
  readonly organisations: readonly string[] | 'every';
  /** Whether items are shown before their release (RES-3). */
  readonly delayed: boolean;
  /** When the door closes by itself; null when it does not. */
  readonly until: Date | null;
  /** By what right a proxy acts; for the door `proxy` only. */
  readonly basis?: ProxyBasis;
  /** Name of the team that the patient invited, where the viewer comes by it. */
  readonly team?: string;
  /** Id of that team: no pass is made once the viewer belongs to it no more. */
  readonly teamId?: string;
  /** Where the viewer comes by a request for a copy: it was given to them, or they check it before it is (SAR-1). */
  readonly copy?: CopyReason;
  /** For a change: what the rows written may name as their organisation; `every` for whichever the changed item has. */
  readonly writes?: readonly string[] | 'every';
}

/**
 * All doors through which this viewer may do this with this patient's record now; an empty list refuses. The one decision of who may see
 * and do what: it finds how the viewer stands to the record, and looks each standing up in the table.
 */
export function decide(viewer: Viewer | null, patientId: string, facts: DoorFacts, operation: Operation, now: Date): Opening[] {
  if (viewer === null) return [];
  const role = roleOf(viewer);
  return standingsOf(viewer, patientId, facts, now).flatMap((standing) =>
    accessRules
      .filter((rule) => rule.role === role && rule.relation === standing.relation && rule.states.includes(standing.state) && rule.operations.includes(operation))
      .flatMap((rule) => openingOf(viewer, rule, standing, operation)));
}

function openingOf(viewer: Viewer, rule: AccessRule, { labels, until, basis, team, teamId }: RecordStanding, operation: Operation): Opening[] {
  const opening: Opening = {
    door: rule.door,
    labels: rule.labels === 'every' ? allLabels : labels,
    organisations: rule.organisations === 'every' ? 'every' : ownGroup(viewer),
    delayed: rule.delayed,
    until,
    ...(basis === undefined ? {} : { basis }),
    ...(team === undefined ? {} : { team }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(rule.relation === 'request' ? { copy: 'given' } : rule.relation === 'review' ? { copy: 'checked' } : {}),
  };
  if (!isChange(operation)) return [opening];
  const written = writeRules[operation][rule.role];
  const writes = written === undefined ? [] : writtenBy[written](viewer);
  return writes.length === 0 ? [] : [{ ...opening, writes }];
}

const isChange = (operation: Operation): operation is ChangePurpose => Object.hasOwn(changePurposes, operation);

const ownGroup = ({ organisation }: Viewer): readonly string[] => (organisation === null ? [] : recordSharingGroupOf(organisation));

const writtenBy: Readonly<Record<Writes, (viewer: Viewer) => readonly string[] | 'every'>> = {
  'entered-by-patient': () => [enteredByPatient],
  'own-organisation': ({ organisation }) => (organisation === null ? [] : [organisation]),
  'own-group': ownGroup,
  every: () => 'every',
};
