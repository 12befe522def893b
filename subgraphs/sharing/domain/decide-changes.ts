import type { Viewer } from '@cie/kit/access-context.ts';
import { enteredByPatient, type ChangePurpose } from '@cie/kit/changes.ts';
import type { Door } from '@cie/kit/names.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { MemberOpening } from './open-record.ts';

/** A door through which the viewer may make a change. */
export interface ChangeOpening extends MemberOpening {
  /** What the rows written may name as their organisation; `every` for whichever the changed item has. */
  readonly writes: readonly string[] | 'every';
}

interface ChangeRule {
  readonly doors: readonly Door[];
  readonly kind: Viewer['kind'];
  writes(viewer: Viewer): readonly string[] | 'every';
}

const byPatients: Pick<ChangeRule, 'doors' | 'kind'> = { doors: ['self', 'proxy'], kind: 'patient' };
const byProfessionals: Pick<ChangeRule, 'doors' | 'kind'> = { doors: ['invited', 'own-organisation'], kind: 'professional' };
const ofOwnGroup = ({ organisation }: Viewer): readonly string[] => (organisation === null ? [] : recordSharingGroupOf(organisation));
const ofOwnOrganisation = ({ organisation }: Viewer): readonly string[] => (organisation === null ? [] : [organisation]);

/** Who may change what (ACS-2): denied unless a rule names the door. An emergency opens a record to be read, not to be changed (ACS-5). */
export const changeRules: Readonly<Record<ChangePurpose, readonly ChangeRule[]>> = {
  'record-measurement': [{ ...byPatients, writes: () => [enteredByPatient] }],
  'enter-care-item': [{ ...byPatients, writes: () => [enteredByPatient] }],
  'upload-document': [
    { ...byPatients, writes: () => [enteredByPatient] },
    { ...byProfessionals, writes: ofOwnOrganisation },
  ],
  'request-appointment-change': [{ ...byPatients, writes: () => 'every' }],
  // Whoever supplied a result answers for when the patient reads it.
  'release-result': [{ ...byProfessionals, writes: ofOwnGroup }],
  'extend-delay': [{ ...byProfessionals, writes: ofOwnGroup }],
};

/** The open doors through which this viewer may make this change; an empty list refuses. */
export function decideChanges(viewer: Viewer | null, purpose: ChangePurpose, openings: readonly MemberOpening[]): ChangeOpening[] {
  if (viewer === null) return [];
  return openings.flatMap((opening) => {
    const rule = changeRules[purpose].find((each) => each.kind === viewer.kind && each.doors.includes(opening.door));
    const writes = rule?.writes(viewer) ?? [];
    return writes.length === 0 ? [] : [{ ...opening, writes }];
  });
}
