import type { Viewer } from '@cie/kit/access-context.ts';
import type { DoorFacts } from '@cie/sharing/standings';

/** Who may see what, written from the requirements (REG-1, REG-5, RES-3, RES-4, DOC-2, ACC-4, ACS-1 to ACS-7, SAR-1) by somebody who had not read the code that decides it. Kept to 50 lines. */
export interface Item { label: number; organisation: string; delayed: boolean }
interface Way { door: string; may: readonly string[]; labels?: readonly number[]; of?: readonly string[]; early?: boolean; until: Date | null }
const enter = ['record-measurement', 'enter-care-item', 'upload-document', 'request-appointment-change'];
const moves = ['move-report', 'move-care-item', 'move-document', 'move-appointment'];
const ownersOnly = ['calendar', 'share', 'view-as', 'see-log', 'see-sharing', 'change-sharing', ...moves];
const groupOf = (code: string): string[] => [['RYJ'], ['RQM', 'RAS'], ['R1K']].find((group) => group.includes(code)) ?? [code];
const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' });
const openNow = (ways: Way[], now: Date): Way[] => ways.filter(({ until }) => until === null || until > now);

function actsNow({ basis, birthDate, decided, endsAt, reviewedAt, consent, suspendedByPatientAt, suspendedByDeskAt }: DoorFacts['proxies'][number], now: Date): boolean {
  const birthday = (age: number): string => `${Number(birthDate.slice(0, 4)) + age}${birthDate.slice(4)}`;
  if (decided !== 'active' || endsAt === null || endsAt <= now || suspendedByPatientAt !== null || suspendedByDeskAt !== null) return false;
  if (basis !== 'parental-responsibility' || london.format(now) < birthday(13)) return true;
  if (london.format(now) >= birthday(16) || reviewedAt === null) return false;
  return consent === 'given' ? london.format(reviewedAt) >= birthday(12) : consent === 'cannot-decide' && london.format(reviewedAt.getTime() + 90 * 86_400_000) >= birthday(13);
}

/** Every way in that stands open to this viewer now. */
export function waysIn(viewer: Viewer | null, patientId: string, facts: DoorFacts, now: Date): Way[] {
  if (viewer === null || viewer.duties.length > 0) return [];
  const isPatient = viewer.kind === 'patient';
  const asked = facts.requests.map(({ labels, until }): Way => ({ door: 'invited', may: isPatient ? ['download'] : [], labels, until }));
  if (isPatient && viewer.proofing === 'P5') return openNow(asked, now);
  const clinical = ['read', 'save', ...(viewer.organisation === null ? [] : ['release-result', 'extend-delay', 'upload-document'])];
  const invited = facts.invitations.filter(({ revokedAt, team }) => (revokedAt === undefined || revokedAt > now) && !(team && isPatient));
  const guests = invited.map(({ labels, until }): Way => ({ door: 'invited', may: isPatient ? ['read', 'save'] : clinical, labels, until, early: !isPatient }));
  const own: Way[] = viewer.patientId === patientId ? [{ door: 'self', may: ['read', 'save', 'download', ...enter, ...ownersOnly], until: null }] : [];
  const acting = facts.proxies.filter((each) => actsNow(each, now)).map(({ labels }): Way => ({ door: 'proxy', may: ['read', 'save', 'download', ...enter], labels, until: null }));
  if (isPatient) return openNow([...own, ...acting, ...guests, ...asked], now);
  const group = viewer.organisation === null ? [] : groupOf(viewer.organisation);
  const reasons = facts.flagged ? facts.reasons.map(({ until }) => until) : [null];
  const care = (facts.careOrganisations.some((code) => group.includes(code)) ? reasons : []).map((until): Way => ({ door: 'own-organisation', may: clinical, of: group, early: true, until }));
  const urgent = facts.emergencies.map(({ endsAt }): Way => ({ door: 'emergency', may: ['read'], early: true, until: endsAt }));
  return openNow([...guests, ...care, ...urgent, ...facts.reviews.map(({ until }): Way => ({ door: 'invited', may: ['read'], early: true, until }))], now);
}
/** By which doors somebody who has these ways in may do this with this item, in alphabetical order. */
export function doorsTo(ways: readonly Way[], operation: string, item: Item): string[] {
  const open = ways.filter(({ may, labels, of, early }) => may.includes(operation) && labels?.includes(item.label) !== false && of?.includes(item.organisation) !== false && (early === true || !item.delayed));
  return [...new Set(open.map(({ door }) => door))].toSorted();
}
/** What a row that this viewer writes for this purpose may name as its supplier; null for whatever the item has. */
export function mayName({ kind, organisation }: Viewer, purpose: string): readonly string[] | null {
  if (moves.includes(purpose) || purpose === 'request-appointment-change') return null;
  return kind === 'patient' ? ['PATIENT'] : purpose === 'upload-document' ? [organisation ?? ''] : groupOf(organisation ?? '');
}
