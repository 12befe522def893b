import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { decodeHl7, splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { mutateBytes, seededGenerator } from '@cie/kit/testing/mutate-bytes.ts';
import { accountForMessages } from '@cie/gateway/feeds/held.store.ts';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { startFeeds, type Feeds } from '@cie/gateway/feeds/start-feeds.ts';
import { createFakeRooms, openScratchDatabase, sampleMessage, until, type ScratchDatabase } from '@cie/gateway/feeds/testing/scratch-feeds.ts';

/** As many as the fault list asks for; CIE_MUTATIONS sets another number. */
const CASES = Number(process.env['CIE_MUTATIONS'] ?? 50_000);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let scratch: ScratchDatabase;
let feeds: Feeds;

beforeAll(async () => {
  scratch = await openScratchDatabase();
  feeds = await startFeeds({
    database: scratch.pool, rooms: createFakeRooms().links, log: quiet,
    settings: {
      CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1', CIE_MLLP_PORT: '0',
      CIE_FEED_SENDERS: JSON.stringify([{ application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: ['RYJ'] }]),
    },
  });
});
afterAll(async () => {
  await feeds.close();
  await scratch.drop();
});

/** One of each kind: a result, a person, a merge, a letter, an appointment, a batch, other delimiters, another character set. */
const kinds = [
  (id: string, patient: string): string => sampleMessage(id, { patient }),
  (id: string, patient: string) => `${sampleMessage(id, { event: 'ADT^A01', patient })}\rPV1|1|I|Ward^1^2^RYJ||||||||||||||||V1|||||||||||||||||||||||||20260101`,
  (id: string, patient: string) => `${sampleMessage(id, { event: 'ADT^A40', patient })}\rMRG|OLD${id}^^^RYJ^MR`,
  (id: string, patient: string) => `${sampleMessage(id, { event: 'MDM^T02', patient })}\rTXA|1|CN|TX|20260101||||||||D1|||||AU\rOBX|1|ED|||^application^pdf^Base64^JVBERi0=`,
  (id: string, patient: string) => `${sampleMessage(id, { event: 'SIU^S12', patient })}\rSCH|P1|F1|||||||30|min|^^^202601021200|||||||||||||Booked`,
  (id: string, patient: string) => `FHS|^~\\&\rBHS|^~\\&\r${sampleMessage(id, { patient })}\r${sampleMessage(`${id}b`, { patient })}\rBTS|2\rFTS|1`,
  (id: string, patient: string) => `MSH*!@/%*LAB*RYJ***20260102**ORU!R01*${id}*P*2.3\nPID*1**${patient}!!!RYJ!MR**Test!Person\nOBX*1*NM*K**<15`,
  (id: string, patient: string) => sampleMessage(id, { patient }).replace('|P|2.5', '|P|2.5||||||8859/1').replace('Test', 'Zo\u00eb \\XC3\\'),
];

/** VT and FS frame a message, so no message can hold them. */
function mutated(seed: number): Buffer {
  const pick = seededGenerator(seed);
  const text = kinds[seed % kinds.length]?.(`X${seed}`, `P${seed % 499}`) ?? '';
  return Buffer.from(mutateBytes(Buffer.from(text), pick).filter((byte) => byte !== 0x0b && byte !== 0x1c));
}

describe('fault: mutated HL7 messages', () => {
  it(`answers each of ${CASES} with AA, AE or AR, and keeps each`, { timeout: 300_000 }, async () => {
    const codes = { AA: 0, AE: 0, AR: 0 };
    let answers = 0;
    await sendOverMllp({
      host: '127.0.0.1', port: feeds.mllpPort, pipeline: 64,
      messages: Array.from({ length: CASES }, (_, seed) => mutated(seed)),
      onAnswer: (text) => {
        answers++;
        // A mutation may have made two messages of one; each has its answer in the batch.
        for (const single of splitMessages(Buffer.from(text))) {
          const code = readAcknowledgement(decodeHl7(single))?.code;
          if (code === undefined) throw new Error('an answer without MSA');
          codes[code]++;
        }
      },
    });
    expect(answers).toBe(CASES);
    expect(codes.AE).toBe(0);
    expect(codes.AA).toBeGreaterThan(CASES / 4);
    expect(codes.AR).toBeGreaterThan(0);
    await until(async () => (await accountForMessages(scratch.pool)).queued === 0, 120_000);
    const account = await accountForMessages(scratch.pool);
    expect(account.accepted).toBe(account.applied + account.held);
  });
});
