import { accessHeader, createCallSigner, signatureHeader, writeAccess } from '@cie/kit/calls/signed-call.ts';
import type { RoomName } from '@cie/kit/names.ts';
import { required, type Settings } from '@cie/kit/settings.ts';

/** A call to a room's own port, as the gateway makes one or as somebody else would like to. */
export interface RoomCall {
  readonly path: string;
  readonly body: string;
  /** The access context in the form of its header. */
  readonly access: string;
  readonly signature?: string;
}

/** Calls a room past the gateway; `settings` say where it is. */
export async function callRoom(settings: Settings, room: RoomName, { path, body, access, signature }: RoomCall): Promise<{ status: number; text: string }> {
  const response = await fetch(new URL(path, required(settings, `CIE_ROOM_URL_${room.toUpperCase()}`)), {
    method: 'POST', body, headers: { 'content-type': 'application/json', [accessHeader]: access, ...(signature === undefined ? {} : { [signatureHeader]: signature }) },
  });
  return { status: response.status, text: await response.text() };
}

/** The signature that the gateway would put on this call; with another key in `settings`, that of somebody else. */
export function signCall(settings: Settings, room: RoomName, { path, body, access }: RoomCall): string {
  return createCallSigner(settings)({ room, method: 'POST', path, body: Buffer.from(body), access });
}

/** What says that this patient is asking. */
export function accessOf(patientId: string): string {
  return writeAccess({
    requestId: 'test', now: new Date(),
    viewer: { kind: 'patient', accountId: '00000000-0000-4000-8000-000000000001', patientId, name: 'X', organisation: null, role: null, proofing: 'P9', duties: [], email: null, sessionId: 'x' },
  });
}
