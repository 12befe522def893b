import { describe, expect, it } from 'vitest';
import { frameMllp, MllpFraming, type FrameEvent } from './mllp-framing.ts';

function read(packets: readonly Buffer[], maxBytes = 1000): { framing: MllpFraming; events: string[] } {
  const framing = new MllpFraming(maxBytes);
  const name = (event: FrameEvent): string => `${event.kind} ${event.bytes.toString('latin1').slice(0, 20)}`;
  return { framing, events: packets.flatMap((packet) => [...framing.push(packet)].map(name)) };
}

describe('ING-1 MLLP frames', () => {
  it('reads several frames of one packet', () => {
    expect(read([Buffer.concat([frameMllp('MSH|1'), frameMllp('MSH|2')])]).events).toEqual(['frame MSH|1', 'frame MSH|2']);
  });

  it('reads a frame cut anywhere, byte by byte', () => {
    const bytes = Buffer.concat([frameMllp('MSH|1\rPID'), frameMllp('MSH|2')]);
    expect(read(Array.from(bytes, (byte) => Buffer.of(byte))).events).toEqual(['frame MSH|1\rPID', 'frame MSH|2']);
  });

  it('does without the CR after FS and skips line breaks between frames', () => {
    expect(read([Buffer.from('\u000bMSH|1\u001c\u000bMSH|2\u001c\r\n\r\n\u000bMSH|3\u001c\r')]).events).toEqual(['frame MSH|1', 'frame MSH|2', 'frame MSH|3']);
  });

  it('takes the second start of a sender that broke off and began anew', () => {
    expect(read([Buffer.from('\u000bMSH|1|half\u000bMSH|1|whole\u001c\r')]).events).toEqual(['frame MSH|1|whole']);
  });

  it('61: stops at the limit and holds no more memory than it', () => {
    const { framing, events } = read([Buffer.from('\u000bMSH|'), ...Array.from({ length: 20 }, () => Buffer.alloc(100, 'x'))], 1000);
    expect(events[0]).toMatch(/^oversized MSH\|x/);
    expect(framing.held).toBeLessThanOrEqual(1000);
  });

  it('61: single bytes cost no more memory than one packet', () => {
    const { framing } = read([Buffer.from('\u000b'), ...Array.from({ length: 5000 }, () => Buffer.of(0x41))], 100_000);
    expect(framing.held).toBeLessThanOrEqual(8192);
    expect(framing.isInside).toBe(true);
  });

  it('tells a peer that does not frame', () => {
    expect(read([Buffer.alloc(5000, 'GET / ')]).events).toEqual([expect.stringMatching(/^unframed GET/)]);
  });
});
