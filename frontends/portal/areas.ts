import type { Area, Page } from '@cie/web-kit/page/area.ts';

/** Each area is a file of its own in the browser, fetched when a page shows it. */
const sectionAreas = {
  results: () => import('@cie/web-results/area.ts'),
  health: () => import('@cie/web-health/area.ts'),
  documents: () => import('@cie/web-documents/area.ts'),
  appointments: () => import('@cie/web-appointments/area.ts'),
  sharing: () => import('@cie/web-sharing/area.ts'),
} as const satisfies Readonly<Record<string, () => Promise<{ readonly default: Area }>>>;

export type Section = keyof typeof sectionAreas;

/** Parts of a record, in their order above: the keys of a literal are all that it has. */
export const sections = Object.keys(sectionAreas) as readonly Section[];

export const isSection = (name: string | undefined): name is Section => sections.some((each) => each === name);

export const sectionArea = async (section: Section): Promise<Area> => (await sectionAreas[section]()).default;

/** Files that a page needs at first, by their path in the repository, so that the browser can fetch them at once. */
export function filesOf(page: Page): readonly string[] {
  if (page.reader === null) return [];
  switch (areaName(page)) {
    case 'records':
      return ['frontends/identity/switch-area.ts'];
    case 'act-for':
      return ['frontends/identity/act-for-area.ts'];
    case 'find':
      return ['frontends/identity/find-area.ts'];
    case 'emergency':
      return ['frontends/identity/emergency-area.ts'];
    case 'home':
      return ['frontends/portal/home-area.ts'];
    case 'record':
      return ['frontends/portal/record-area.ts', `frontends/${sectionOf(page)}/area.ts`];
    default:
      return [`frontends/${sectionOf(page)}/area.ts`];
  }
}

/** Which part of a record a page shows. */
export function sectionOf({ name, route }: Page): Section {
  if (isSection(name)) return name;
  if (name === 'access-log') return 'sharing';
  return isSection(route.view) ? route.view : 'results';
}

/** A patient or carer says which of several records to look at. */
export const choosesRecord = ({ view }: Page['route'], reader: Page['reader']): boolean => view === 'records' && reader?.kind === 'patient';

type AreaName = 'records' | 'act-for' | 'find' | 'emergency' | 'home' | 'record' | 'section';

/**
 * Which area a page is. Somebody else's record is always shown under its banner, so that nobody takes
 * one person's result for another's; a professional without an open record says first whose it is.
 */
function areaName({ name, reader, patient, route }: Page): AreaName {
  if (name === 'home' || name === 'emergency' || name === 'act-for') return name;
  if (choosesRecord(route, reader)) return 'records';
  if (patient === null && reader?.kind === 'professional') return 'find';
  return name === 'record' || patient !== reader?.ownRecord ? 'record' : 'section';
}

const areaFiles: Readonly<Record<AreaName, (page: Page) => Promise<{ readonly default: Area }>>> = {
  section: (page) => sectionAreas[sectionOf(page)](),
  records: () => import('@cie/web-identity/switch-area.ts'),
  'act-for': () => import('@cie/web-identity/act-for-area.ts'),
  find: () => import('@cie/web-identity/find-area.ts'),
  emergency: () => import('@cie/web-identity/emergency-area.ts'),
  home: () => import('./home-area.ts'),
  record: () => import('./record-area.ts'),
};

/** The area of a page, ready to draw. */
export async function areaOf(page: Page): Promise<Area> {
  const found = (await areaFiles[areaName(page)](page)).default;
  await found.prepare?.(page);
  return found;
}
