import { mutateBytes, seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { decodeHl7, splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { parseHl7 } from '@cie/kit/hl7/hl7-message.ts';
import { CieError } from '@cie/kit/errors.ts';
import { routeOfEvent } from '@cie/gateway/feeds/event-route.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRoomsTogether, type RoomsTogether } from '../setup/rooms-together.ts';

const CASES = 3000;
let rooms: RoomsTogether;
beforeAll(async () => {
  rooms = await startRoomsTogether();
});
afterAll(() => rooms.close());

const header = (event: string): string => `MSH|^~\\&|LAB|RYJ|CIE|NWL|20260102030405||${event}|X1|P|2.5\rEVN||20260102\r`;
const person = 'PID|1||9991237704^^^NHS^NH~M778^^^RYJ^MR||Mutant^Test||19510314|F|||1 Road^^London^^W1 1AA||020 7946 0000^PRN~a@example.org^NET\rPD1|||Practice^^E85001\rNK1|1|Kin^Next|MTH\r';
const visit = 'PV1|1|I|Ward^1^2^RYJ||||^Doctor^A|||300|||||||||V1|||||||||||||||||||||||||202601010930\r';
/** A message of each kind, whole enough for its room to file. */
const seeds = [
  ...['A01', 'A02', 'A03', 'A05', 'A08', 'A11', 'A13', 'A28'].map((event) => header(`ADT^${event}`) + person + visit),
  `${header('ADT^A40')}${person}MRG|M779^^^RYJ^MR`,
  `${header('ORU^R01')}${person}${visit}ORC|RE|P1|F1\rOBR|1|P1|F1|UE^Urea|||20260101|||||||||||||||20260101||LAB|F\rOBX|1|NM|K^Potassium||<4.2|mmol/L|[ < 5.3]|H|||F|||20260101\rNTE|1||note\rOBX|2|FT|T^Text||a\\.br\\b~c||||||P`,
  `${header('MDM^T02')}${person}TXA|1|CN|TX|20260101|||||^Author^A|||D1|||||AU||AV\rOBX|1|TX|CN||text||||||F\rOBX|2|ED|||^application^pdf^Base64^JVBERi0xLjQK`,
  `${header('SIU^S12')}${person}SCH|P1|F1|||||Check||30|min|^^30^202601021200^202601021230|||||||||||||Booked\rAIS|1||CLIN^Clinic\rAIL|1||Room^2^^RYJ\rAIP|1||1^Doctor^A\rNTE|1||Bring a list`,
];

describe('fault: mutated HL7 messages in the rooms', () => {
  it(`applies or holds each of ${CASES} with a code, and no room fails`, { timeout: 120_000 }, async () => {
    const counts = { applied: 0, held: 0, unread: 0 };
    for (let seed = 0; seed < CASES; seed++) {
      const bytes = mutateBytes(Buffer.from(seeds[seed % seeds.length] ?? ''), seededGenerator(seed));
      for (const text of readable(bytes)) {
        const delivery = await rooms.file(text).catch((error: unknown) => {
          throw new Error(`a room failed on mutation ${seed}`, { cause: error });
        });
        counts[delivery.state]++;
        expect(delivery.state === 'held' ? delivery.code : 'applied').toMatch(/^[a-z-]+$/);
      }
    }
    expect(counts.applied).toBeGreaterThan(CASES / 4);
    expect(counts.held).toBeGreaterThan(CASES / 20);
  });
});

/** The messages that the receiver would queue; it refuses the others before any room sees them. */
function readable(bytes: Buffer): string[] {
  return splitMessages(bytes).flatMap((piece) => {
    try {
      const text = decodeHl7(piece);
      const event = parseHl7(text).field('MSH', 9);
      return routeOfEvent(`${event.component(1)}^${event.component(2)}`) === 'outside' ? [] : [text];
    } catch (error) {
      if (error instanceof CieError) return [];
      throw error;
    }
  });
}
