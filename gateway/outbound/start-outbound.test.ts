import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { RoomLink } from '@cie/kit/room.ts';
import { buildAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { parseHl7, type Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import type { Pool } from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { frameMllp, MllpFraming } from '../feeds/mllp-framing.ts';
import { plainDetails } from '../feeds/sender.ts';
import { maySendPlain, readOutboundTls } from './outbound-tls.ts';
import { startOutbound } from './start-outbound.ts';

const now = new Date('2026-06-15T12:00:00Z');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A hospital that answers each message as the test says; null hangs up without an answer. */
async function hospital(answer: (message: Hl7Message) => Acknowledgement | null): Promise<{ port: number; got: Hl7Message[] }> {
  const got: Hl7Message[] = [];
  const server: Server = createServer((socket) => {
    const framing = new MllpFraming(1_000_000);
    socket.on('error', () => undefined);
    socket.on('data', (packet: Buffer) => {
      for (const event of framing.push(packet)) {
        const message = parseHl7(event.bytes.toString('utf8'));
        got.push(message);
        const told = answer(message);
        if (told === null) socket.destroy();
        else socket.write(frameMllp(buildAcknowledgement(message, told)));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => void server.close());
  // A server that listens on a port of this machine has such an address.
  return { port: (server.address() as AddressInfo).port, got };
}

interface Case {
  readonly port: number;
  readonly attempts?: number;
  readonly host?: string;
  readonly enabled?: boolean;
  readonly settings?: Record<string, string>;
  readonly person?: object | null;
}

/** Runs the outbox over rooms that hand out one request, and resolves with what it said became of it. */
async function run({ port, attempts = 0, host = '127.0.0.1', enabled = true, settings = {}, person = { nhsNumber: '9990001111', familyName: 'W', givenName: null, birthDate: '1951-03-14', identifiers: [] } }: Case) {
  const settled: object[] = [];
  const told: { organisations: string[] }[] = [];
  const request = { id: 'r', controlId: 'CIE01', attempts, patientId: 'p', organisation: 'RYJ', placerId: null, fillerId: 'F1', start: now.toISOString(), kind: 'cancel', reason: null, wishes: null, phone: null, askedAt: now.toISOString() };
  const command = async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'person-for-hospital') return person;
    // The commands of the test's own rooms.
    if (name === 'settle-outbound') return void settled.push(input as object);
    told.push(input as { organisations: string[] });
    return told.length === 1 && told[0]?.organisations.includes('RYJ') === true ? [request] : [];
  };
  const room: RoomLink = { name: 'appointments', command, graphql: () => Promise.reject(new Error('none')), ready: async () => undefined, close: async () => undefined };
  const sender = { ...plainDetails, application: '*', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: [], hasToken: false, changedBy: null, changedAt: now, enabled, outbound: { host, port } };
  const warned: object[] = [];
  const outbound = startOutbound({
    // Only the list of senders is asked for.
    database: { query: async () => ({ rows: [sender] }) } as unknown as Pool,
    rooms: { appointments: room, identity: room }, settings: { CIE_SANDBOX: 'yes', ...settings }, log: { warn: (fields) => void warned.push(fields) }, clock: () => now, every: 20,
  });
  open.push(() => outbound.close());
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), { timeout: 5000 });
  return { settled, told, warned };
}

const later = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();

describe('APT-1 a request goes to the hospital and its answer back', () => {
  it.each<[string, Acknowledgement['code'], string, object]>([
    ['AA: it is there', 'AA', 'CIE01', { result: 'acknowledged' }],
    ['AE: their fault, again', 'AE', 'CIE01', { result: 'retry', at: later(5) }],
    ['AR: they will not take it', 'AR', 'CIE01', { result: 'dead', code: 'AR' }],
    ['an answer to another message, again', 'AA', 'OTHER', { result: 'retry', at: later(5) }],
  ])('%s', async (_name, code, controlId, outcome) => {
    const { port, got } = await hospital(() => ({ code, controlId, text: '' }));
    const { settled } = await run({ port });
    expect(settled).toEqual([{ id: 'r', ...outcome }]);
    expect(got.map((message) => message.field('MSH', 10).text)).toEqual(['CIE01']);
  });

  it.each([[0, 5], [1, 30], [2, 120], [5, 3600], [6, 7200], [40, 7200]])('after %d tries it waits %d seconds', async (attempts, seconds) => {
    const { port } = await hospital(() => null);
    const { settled, warned } = await run({ port, attempts });
    expect(settled).toEqual([{ id: 'r', result: 'retry', at: later(seconds) }]);
    expect(warned).toEqual([{ request: 'r', tries: attempts + 1, code: 'MLLP_CLOSED' }]);
  });

  it('a hospital that cannot be reached is tried again', async () => {
    const { port } = await hospital(() => null);
    for (const close of open.splice(0)) await close();
    expect((await run({ port })).settled).toEqual([{ id: 'r', result: 'retry', at: later(5) }]);
  });

  it('a person whom identity does not know is not sent about', async () => {
    const { port, got } = await hospital(() => null);
    expect((await run({ port, person: null })).settled).toEqual([{ id: 'r', result: 'dead', code: 'PATIENT_UNKNOWN' }]);
    expect(got).toEqual([]);
  });

  it('a sender that is switched off takes none, and so is not offered to patients', async () => {
    expect((await run({ port: 1, enabled: false })).told[0]).toEqual({ organisations: [] });
  });

  it('outside a sandbox nothing about a patient leaves this machine without TLS', async () => {
    expect((await run({ port: 1, host: 'hospital.example.net', settings: { CIE_SANDBOX: 'no' } })).told[0]).toEqual({ organisations: [] });
    expect((await run({ port: 1, settings: { CIE_SANDBOX: 'no' } })).told[0]).toEqual({ organisations: ['RYJ'] });
    expect([maySendPlain('hospital.example.net', true), maySendPlain('hospital.example.net', false), maySendPlain('127.0.0.1', false)]).toEqual([true, false, true]);
  });

  it('refuses half of the settings of TLS, and files that are not there', () => {
    expect(readOutboundTls({})).toBeNull();
    expect(() => readOutboundTls({ CIE_OUTBOUND_TLS_CERT: 'package.json' })).toThrow(expect.objectContaining({ code: 'SETTING_MISSING' }));
    const paths = { CIE_OUTBOUND_TLS_CERT: 'package.json', CIE_OUTBOUND_TLS_KEY: 'package.json', CIE_OUTBOUND_TLS_CA: 'no/such/file' };
    expect(() => readOutboundTls(paths)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
  });
});
