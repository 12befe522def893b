/** The rooms of the house; each is one subgraph with a database of its own. */
export const roomNames = ['identity', 'results', 'documents', 'appointments', 'sharing'] as const;
export type RoomName = (typeof roomNames)[number];

export function isRoomName(text: string): text is RoomName {
  return roomNames.some((room) => room === text);
}

/** Rooms that hold what hospitals sent; sharing holds who may see it. */
export const recordRooms = ['identity', 'results', 'documents', 'appointments'] as const;
export type RecordRoom = (typeof recordRooms)[number];

/**
 * Privacy labels (ACS-1), stored as smallint: equality on an integer is leak-proof under
 * row-level security, equality on an enum is not.
 */
export const Label = { general: 0, sexualHealth: 1, mentalHealth: 2, socialCare: 3 } as const;
export type Label = (typeof Label)[keyof typeof Label];
export const allLabels: readonly Label[] = [0, 1, 2, 3];

/** The five doors of ACS-2. */
export const doors = ['self', 'proxy', 'invited', 'own-organisation', 'emergency'] as const;
export type Door = (typeof doors)[number];
