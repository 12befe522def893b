import type { Page, Status } from '@cie/web-kit/page/area.ts';

/** Why a page has no record to ask for: nobody is signed in, or the person has none here; null when it can be asked for. */
export function statusWithoutRecord({ name, reader, patient }: Page): Status | null {
  if (reader === null) return 'signed-out';
  if (reader.kind === 'professional' || patient !== null || name === 'home' || name === 'emergency') return null;
  return reader.proven ? 'no-record' : 'unproven';
}
