import type { Ask } from '@cie/web-kit/graph/operation.ts';
import { maternityQuery } from './operations.ts';
import type { MaternityQuery } from './operations.ts';

type Found = NonNullable<MaternityQuery['patient']>;
export type Pregnancy = NonNullable<Found['pregnancies']>[number];

/** A maternity folder, gathered from three rooms; null stands for a room that did not answer. */
export interface Folder {
  readonly pregnancy: Pregnancy;
  readonly appointments: readonly NonNullable<Found['appointments']>['edges'][number]['node'][] | null;
  readonly reports: readonly NonNullable<Found['reports']>['edges'][number]['node'][] | null;
}

/** The folder of these dates (`from_to`); null when there is none that this reader may see. One operation asks all rooms, each under its own pass. */
export async function fetchFolder(ask: Ask, patient: string, name: string): Promise<Folder | null> {
  const [, from, to] = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/.exec(name) ?? [];
  if (from === undefined || to === undefined) return null;
  const { patient: record } = await ask(maternityQuery, { patient, from, to });
  const pregnancy = record?.pregnancies?.find((each) => each.from === from);
  if (record === null || pregnancy === undefined) return null;
  return { pregnancy, appointments: record.appointments?.edges.map(({ node }) => node) ?? null, reports: record.reports?.edges.map(({ node }) => node) ?? null };
}
