import { roomNames, type RoomName } from '../names.ts';

/**
 * What a connection is for, and with that its rights: `owner` migrates, `service` answers GraphQL under passes, `feed` writes
 * what hospitals sent, `keeper` (identity alone) keeps accounts, credentials and the desk's queue, and sees nothing clinical.
 */
export type RoleUse = 'owner' | 'service' | 'feed' | 'keeper';

/** The roles of each database; each is named `<area>_<use>`. */
export function rolesOf(area: RoomName | 'gateway'): readonly RoleUse[] {
  if (area === 'gateway') return ['owner', 'service'];
  return area === 'identity' ? ['owner', 'service', 'feed', 'keeper'] : ['owner', 'service', 'feed'];
}

export const databaseAreas: readonly (RoomName | 'gateway')[] = [...roomNames, 'gateway'];

/** The setting that holds a role's password. */
export function passwordSetting(area: string, use: RoleUse): string {
  return `CIE_PG_${area.toUpperCase()}_${use.toUpperCase()}_PASSWORD`;
}
