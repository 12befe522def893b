import { linkInProcess, linkOverHttp } from '@cie/kit/calls/room-link.ts';
import type { ReportFault } from '@cie/kit/calls/run-operation.ts';
import { roomNames, type RoomName } from '@cie/kit/names.ts';
import type { Room, RoomLink, RoomLinks } from '@cie/kit/room.ts';
import { required, type Settings } from '@cie/kit/settings.ts';

/** A link to each room: to the one in this process when it was given, else over HTTP to CIE_ROOM_URL_<ROOM>. */
export function linkRooms(rooms: readonly Room[], settings: Settings, report: ReportFault): RoomLinks {
  const link = (name: RoomName): RoomLink => {
    const here = rooms.find((room) => room.name === name);
    if (here) return linkInProcess(here, report);
    return linkOverHttp(name, required(settings, `CIE_ROOM_URL_${name.toUpperCase()}`), settings);
  };
  return {
    identity: link('identity'),
    results: link('results'),
    documents: link('documents'),
    appointments: link('appointments'),
    sharing: link('sharing'),
  };
}

export async function closeRooms(links: RoomLinks): Promise<void> {
  await Promise.all(roomNames.map((name) => links[name].close()));
}
