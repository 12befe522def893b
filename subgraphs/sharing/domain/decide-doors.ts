import { isProvedPatient, type AccessContext, type Viewer } from '@cie/kit/access-context.ts';
import { allLabels, type Door, type Label } from '@cie/kit/names.ts';
import { recordSharingGroupOf } from '@cie/kit/organisations.ts';
import type { ProxyBasis } from '@cie/kit/proxies.ts';
import { standingOf, type ProxyTerms } from './proxy-standing.ts';

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
}

/** What sharing knows of one viewer and one patient when a door is asked for. */
export interface DoorFacts {
  readonly invitations: readonly { readonly labels: readonly Label[]; readonly until: Date | null }[];
  /** Where the viewer was verified as a proxy, whatever has become of it. */
  readonly proxies: readonly ProxyTerms[];
  readonly emergencies: readonly { readonly endsAt: Date }[];
  /** ODS codes of the organisations that care for the patient. */
  readonly careOrganisations: readonly string[];
}

export const noFacts: DoorFacts = { invitations: [], proxies: [], emergencies: [], careOrganisations: [] };

/**
 * All doors that stand open for this viewer to this patient's record now; an empty list refuses. Denied unless a rule
 * below opens: no rule mentions "otherwise".
 */
export function decideDoors(viewer: Viewer | null, patientId: string, facts: DoorFacts, now: Date): Opening[] {
  // Staff of the exchange itself treat nobody: who works at its desk opens no record, by whatever right (REG-5).
  if (viewer === null || !isProved(viewer) || viewer.duties.length > 0) return [];
  return [
    ...selfDoor(viewer, patientId),
    ...proxyDoors(viewer, facts, now),
    ...emergencyDoor(viewer, facts, now),
    ...invitedDoors(viewer, facts, now),
    ...ownOrganisationDoor(viewer, facts),
  ];
}

/**
 * Doors through which a copy of the record may be made to keep (REC-1): the person's own, and that of who acts for them. An emergency
 * shows a record for 30 minutes and lets nothing be taken away (ACS-5); staff read where their care is, and a guest was invited to look.
 */
const downloadDoors: readonly Door[] = ['self', 'proxy'];
/** A calendar feed is of the person's own appointments: whoever acts for somebody may stop doing so, and a feed is fetched by a machine for years. */
const calendarDoors: readonly Door[] = ['self'];
/** One file of a record, as a letter for the notes of whoever reads it: every door but that of an emergency, which lets nothing be taken away (ACS-5). */
const saveDoors: readonly Door[] = ['self', 'proxy', 'invited', 'own-organisation'];
const doorsFor = { download: downloadDoors, save: saveDoors, calendar: calendarDoors } as const;

/** The openings that a request for this purpose may use; all of them for plain reading. */
export function openingsFor<Each extends Opening>(purpose: AccessContext['purpose'], openings: readonly Each[]): readonly Each[] {
  if (purpose === undefined) return openings;
  const doors: readonly Door[] = doorsFor[purpose];
  return openings.filter(({ door }) => doors.includes(door));
}

/** The openings with these labels at the most; all of theirs where none were named. */
export function openingsWith<Each extends Opening>(onlyLabels: AccessContext['onlyLabels'], openings: readonly Each[]): readonly Each[] {
  return onlyLabels === undefined ? openings : openings.map((each) => ({ ...each, labels: each.labels.filter((label) => onlyLabels.includes(label)) }));
}

/** P5 proves details, not identity: such an account opens no record, nor one that somebody shared with its address (REG-1). */
export function isProved(viewer: Viewer): boolean {
  return viewer.kind === 'professional' || isProvedPatient(viewer);
}

function selfDoor(viewer: Viewer, patientId: string): Opening[] {
  if (viewer.kind !== 'patient' || viewer.patientId !== patientId) return [];
  return [{ door: 'self', labels: allLabels, organisations: 'every', delayed: false, until: null }];
}

/** ACC-4: waits for delayed items as the patient does, sees the labels that the desk agreed with the patient, and nothing after a birthday that closes it. */
function proxyDoors(viewer: Viewer, facts: DoorFacts, now: Date): Opening[] {
  if (viewer.kind !== 'patient') return [];
  return facts.proxies.flatMap((terms): Opening[] => {
    const { state, until } = standingOf(terms, now);
    return state === 'active' ? [{ door: 'proxy', labels: terms.labels, organisations: 'every', delayed: false, until, basis: terms.basis }] : [];
  });
}

function emergencyDoor(viewer: Viewer, facts: DoorFacts, now: Date): Opening[] {
  if (viewer.kind !== 'professional') return [];
  return facts.emergencies
    .filter((each) => each.endsAt > now)
    .map((each) => ({ door: 'emergency', labels: allLabels, organisations: 'every', delayed: true, until: each.endsAt }));
}

function invitedDoors(viewer: Viewer, facts: DoorFacts, now: Date): Opening[] {
  return facts.invitations
    .filter((each) => each.until === null || each.until > now)
    .map((each) => ({
      door: 'invited',
      labels: each.labels,
      organisations: 'every',
      // Professionals see a result at once; a carer waits as the patient does (RES-3).
      delayed: viewer.kind === 'professional',
      until: each.until,
    }));
}

function ownOrganisationDoor(viewer: Viewer, facts: DoorFacts): Opening[] {
  if (viewer.kind !== 'professional' || viewer.organisation === null) return [];
  const group = recordSharingGroupOf(viewer.organisation);
  if (!facts.careOrganisations.some((each) => group.includes(each))) return [];
  return [{ door: 'own-organisation', labels: allLabels, organisations: group, delayed: true, until: null }];
}
