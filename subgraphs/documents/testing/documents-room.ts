import { randomUUID } from 'node:crypto';
import type { Room } from '@cie/kit/room.ts';
import { readPatient } from '@cie/kit/testing/read-patient.ts';
import type { RoomServer } from '@cie/kit/testing/room-server.ts';

export interface TestLetter {
  readonly event?: string;
  readonly patientId: string;
  readonly organisation?: string;
  /** All records of the person, where several were joined (ACC-5). */
  readonly records?: readonly string[];
  /** MSH-7, by which versions stand in order. */
  readonly sent?: string;
  readonly source?: string;
  readonly parent?: string;
  readonly status?: string;
  /** TXA-2. */
  readonly type?: string;
  readonly author?: string;
  readonly title?: string;
  readonly text?: string | null;
}

/** Sends one document message to a room, as gateway/feeds hands it over. */
export function sendLetter(room: Room, letter: TestLetter): Promise<unknown> {
  const { event = 'T02', patientId, records = [patientId], organisation = 'RYJ', sent = '20260301120000', source = 'D1', parent = '', status = '', type = 'DS', author = '', title = '', text = 'Hello' } = letter;
  const txa = ['TXA', '1', type, '', '', '', '', '', '20260301', author, '', '', source, parent, '', '', '', 'AU', '', status, '', '', '', '', '', title].join('|');
  const message = `MSH|^~\\&|A|F|C|C|${sent}||MDM^${event}|1|P|2.4\rPID|1\rPV1|1\r${txa}\r${text === null ? '' : `OBX|1|TX|||${text}\r`}`;
  return Promise.resolve(room.commands['apply']?.({ id: randomUUID(), patientId, recordIds: records, organisation, assigningAuthorities: [], receivedAt: '2026-11-01T00:00:00.000Z', text: message }));
}

/** Documents of a patient under the patient's own pass. */
export async function documentsOf(room: Room, server: RoomServer, patientId: string, fields: string): Promise<Record<string, unknown>[]> {
  const pass = server.sign({ room: 'documents', patient: patientId });
  const read = await readPatient(room, { patientId, pass, selection: `documents { edges { node { ${fields} } } }` });
  // GraphQL answered the selection above.
  return (read['documents'] as { edges: { node: Record<string, unknown> }[] }).edges.map(({ node }) => node);
}
