import { randomUUID } from 'node:crypto';
import type { Viewer } from '@cie/kit/access-context.ts';
import type { Room } from '@cie/kit/room.ts';
import { openRoomServer, type RoomServer } from '@cie/kit/testing/room-server.ts';
import { testViewer } from '@cie/kit/testing/test-viewer.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentity } from '../start.ts';

let server: RoomServer;
let room: Room;
beforeAll(async () => {
  server = await openRoomServer();
  room = await startIdentity(server.settings);
});
afterAll(() => room.close());

describe('APT-1 who a request to a hospital is about', () => {
  it('national facts and the hospital’s own identifiers, none of another hospital', async () => {
    const patientId = randomUUID();
    const message = (organisation: string, identifier: string) => ({
      id: randomUUID(), organisation, assigningAuthorities: [organisation], receivedAt: '2026-11-01T00:00:00.000Z',
      text: `MSH|^~\\&|A|${organisation}|C|C|20260301120000||ADT^A28|${randomUUID()}|P|2.4\rPID|1||${identifier}^^^${organisation}^MR~9990007772^^^NHS^NH||Quillby^Perdita||19800331\r`,
    });
    // Whoever holds the number: the test files share one database.
    const resolved = [await room.commands['resolve']?.(message('RYJ', `M${patientId.slice(0, 8)}`)), await room.commands['resolve']?.(message('RQM', `C${patientId.slice(0, 8)}`))];
    const [first] = resolved;
    expect(first).toMatchObject({ outcome: 'resolved' });
    const id: unknown = Reflect.get(Object(first), 'patientId');
    const person = await room.commands['person-for-hospital']?.({ patientId: id, organisation: 'RYJ' });
    expect(person).toMatchObject({ nhsNumber: '9990007772', birthDate: '1980-03-31', familyName: 'Quillby', givenName: 'Perdita' });
    expect(JSON.stringify(person)).toContain(`M${patientId.slice(0, 8)}`);
    expect(JSON.stringify(person)).not.toContain(`C${patientId.slice(0, 8)}`);
    expect(await room.commands['person-for-hospital']?.({ patientId, organisation: 'RYJ' })).toBeNull();

    // ACS-5: the privacy officer asks a hospital about an emergency; nobody else is told by this way who a record is of.
    const officer: Viewer = { ...testViewer, kind: 'professional', proofing: null, duties: ['privacy-officer'] };
    const asked = (viewer: Viewer | null, about = id) => room.commands['person-for-privacy']?.({ patientId: about }, { requestId: 'test', viewer, now: new Date() });
    expect(await asked(officer)).toEqual({ nhsNumber: '9990007772', birthDate: '1980-03-31', familyName: 'Quillby', givenName: 'Perdita' });
    expect(await asked(officer, patientId)).toBeNull();
    for (const viewer of [null, testViewer, { ...officer, duties: ['support-desk', 'records-team'] as const }]) await expect(asked(viewer)).rejects.toMatchObject({ code: 'PRIVACY_OFFICER_ONLY' });
  });
});
