import { startAppointments } from '@cie/appointments/start';
import { startDocuments } from '@cie/documents/start';
import { startIdentity } from '@cie/identity/start';
import type { RoomName } from '@cie/kit/names.ts';
import type { Room } from '@cie/kit/room.ts';
import type { Settings } from '@cie/kit/settings.ts';
import { startResults } from '@cie/results/start';
import { startSharing } from '@cie/sharing/start';

/** The one start-up function of each room, in whatever process it runs. */
const starts: Readonly<Record<RoomName, (settings: Settings) => Promise<Room>>> = {
  identity: startIdentity,
  results: startResults,
  documents: startDocuments,
  appointments: startAppointments,
  sharing: startSharing,
};

export function startRoom(name: RoomName, settings: Settings): Promise<Room> {
  return starts[name](settings);
}
