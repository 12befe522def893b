import type { Page, Status } from '@cie/web-kit/page/area.ts';
import { choosesRecord } from './areas.ts';

/** Why a page has no record to ask for: nobody is signed in, or the person has none here; null when it can be asked for. */
export function statusWithoutRecord({ name, reader, patient, route }: Page): Status | null {
  if (reader === null) return 'signed-out';
  // Who acts for others need not have a record, but has to be who they say.
  if (name === 'act-for' || choosesRecord(route, reader)) return reader.proven ? null : 'unproven';
  if (reader.kind === 'professional' || patient !== null || name === 'home' || name === 'emergency') return null;
  return reader.proven ? 'no-record' : 'unproven';
}
