import { randomBytes } from 'node:crypto';
import { readKeyRing } from '@cie/kit/sealing.ts';
import { describe, expect, it } from 'vitest';
import { readTicket, signTicket, type FileTicket } from './file-ticket.ts';

const key = (): string => randomBytes(32).toString('base64');
const old = key();
const ring = readKeyRing({ CIE_FILE_KEYS: `a:${old}` });
const now = new Date('2026-11-23T09:00:00Z');
const ticket: FileTicket = { patientId: 'p', documentId: 'd', version: 2, part: 'file', viewer: 'me' };
const signed = signTicket(ring, ticket, now);

describe('abuse case 53: a ticket for a file', () => {
  it('is read back by whom it was made for, also after the keys were rotated', () => {
    expect(readTicket(ring, signed, 'me', now)).toEqual(ticket);
    expect(readTicket(readKeyRing({ CIE_FILE_KEYS: `b:${key()},a:${old}` }), signed, 'me', now)).toEqual(ticket);
  });

  it.each<[string, string, string | undefined, number]>([
    ['another viewer’s', signed, 'you', 0],
    ['nobody’s', signed, undefined, 0],
    ['late', signed, 'me', 5 * 60_000],
    ['for another document', signed.replace('|d|', '|e|'), 'me', 0],
    ['for another version', signed.replace('|2|', '|3|'), 'me', 0],
    ['of a key that is not in the ring', signTicket(readKeyRing({ CIE_FILE_KEYS: `c:${key()}` }), ticket, now), 'me', 0],
    ['of another key by the same name', signTicket(readKeyRing({ CIE_FILE_KEYS: `a:${key()}` }), ticket, now), 'me', 0],
    ['without a signature', signed.slice(0, signed.lastIndexOf('|') + 1), 'me', 0],
    ['nothing', '', 'me', 0],
  ])('is refused when it is %s', (_what, text, viewer, after) => {
    expect(readTicket(ring, text, viewer, new Date(now.getTime() + after))).toBeNull();
  });
});
