import type { AccessContext } from '@cie/kit/access-context.ts';
import type { DownloadDetailsQuery } from '../export/data/operations.ts';
import type { Graph } from '../graph/graph.ts';

/** How hospitals know a person. */
export interface KnownPerson {
  readonly name: string;
  readonly nhsNumber: string;
  /** ISO date; null where no hospital has said. */
  readonly birthDate: string | null;
}

/** Whose record it is, to a viewer to whom it is open; logged as the look at personal details that it is. Null where it is shut, or cannot be asked now. */
export async function personOf(execute: Graph['execute'], patient: string, access: AccessContext): Promise<KnownPerson | null> {
  const { data, errors } = await execute('DownloadDetails', { patient }, access);
  // The generator wrote this type from the operation's document.
  const details = errors === undefined ? (((data ?? { patient: null }) as unknown as DownloadDetailsQuery).patient?.demographics ?? null) : null;
  if (details === null) return null;
  return { name: [details.givenName, details.familyName].filter((each) => each !== null).join(' '), nhsNumber: details.nhsNumber ?? '', birthDate: details.birthDate };
}
