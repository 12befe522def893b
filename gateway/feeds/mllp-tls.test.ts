import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { sendOverMllp } from './mllp-client.ts';
import { SenderInvalid } from './check-sender.ts';
import { plainDetails } from './sender.ts';
import { saveSender } from './sender.store.ts';
import { startFeeds, type Feeds } from './start-feeds.ts';
import { makeCertificate, type TestCertificate } from './testing/certificates.ts';
import { createFakeRooms, openScratchDatabase, sampleMessage, type ScratchDatabase } from './testing/scratch-feeds.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const authority = makeCertificate('CIE test authority');
const server = makeCertificate('exchange', authority);
const imperial = makeCertificate('Imperial laboratory', authority);
const chelsea = makeCertificate('Chelsea laboratory', authority);
const stranger = makeCertificate('stranger', authority);
const forged = makeCertificate('Imperial laboratory', makeCertificate('CIE test authority'));

const folder = mkdtempSync(join(tmpdir(), 'cie-tls-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const tlsFiles = {
  CIE_MLLP_TLS_CERT: file('server.pem', server.certificate), CIE_MLLP_TLS_KEY: file('server.key', server.key), CIE_MLLP_TLS_CA: file('ca.pem', authority.certificate),
};
const common = { CIE_PUBLIC_URL: 'http://localhost:4000', CIE_SANDBOX: 'yes', CIE_MLLP_HOST: '127.0.0.1' };

let scratch: ScratchDatabase;
let feeds: Feeds;
const open = (settings: Record<string, string>): Promise<Feeds> => startFeeds({ database: scratch.pool, rooms: createFakeRooms().links, log: quiet, settings: { ...common, ...settings } });

beforeAll(async () => {
  scratch = await openScratchDatabase();
  const sender = { ...plainDetails, application: '*', assigningAuthorities: [] };
  await saveSender(scratch.pool, { ...sender, facility: 'RYJ', organisation: 'RYJ', certificates: [imperial.fingerprint] }, 'staff');
  await saveSender(scratch.pool, { ...sender, facility: 'RQM', organisation: 'RQM', certificates: [chelsea.fingerprint] }, 'staff');
  await saveSender(scratch.pool, { ...sender, facility: 'RAS', organisation: 'RAS' }, 'staff');
  feeds = await open({ ...tlsFiles, CIE_MLLP_PORT: '0', CIE_MLLP_TLS_PORT: '0' });
});
afterAll(async () => {
  await feeds.close();
  await scratch.drop();
});

async function send(message: string, port: number | undefined, client: TestCertificate | 'none' | null): Promise<Acknowledgement | null> {
  let answer: Acknowledgement | null = null;
  const tls = client === null ? {} : { tls: { ca: authority.certificate, ...(client === 'none' ? {} : { cert: client.certificate, key: client.key }) } };
  await sendOverMllp({ host: '127.0.0.1', port: port ?? 0, messages: [Buffer.from(message)], timeoutMs: 5000, onAnswer: (text) => (answer = readAcknowledgement(text)), ...tls });
  return answer;
}

async function stored(controlId: string): Promise<string | null> {
  const { rows: [row] } = await scratch.pool.query<{ said: string }>("select concat_ws(' ', acknowledged, code) as said from feed_message where control_id = $1", [controlId]);
  return row?.said ?? null;
}

describe('ING-1 MLLP over TLS with client certificates (abuse case 23)', () => {
  it("takes a message with the certificate of the sender that it names", async () => {
    expect(await send(sampleMessage('t1'), feeds.mllpPorts[1], imperial)).toMatchObject({ code: 'AA', controlId: 't1' });
    expect(await stored('t1')).toBe('AA');
  });

  it.each<[string, string, TestCertificate]>([
    ["another sender's certificate", 'RYJ', chelsea], ['a certificate nobody registered', 'RYJ', stranger],
    ['a sender without a certificate', 'RAS', imperial], ['a sender nobody registered', 'XYZ', imperial],
  ])('23: refuses %s with AR, and keeps it as refused', async (_what, facility, client) => {
    const id = crypto.randomUUID();
    expect(await send(sampleMessage(id, { facility }), feeds.mllpPorts[1], client)).toMatchObject({ code: 'AR', text: expect.stringContaining('sender-not-proved') as unknown });
    expect(await stored(id)).toBe('AR sender-not-proved');
  });

  it.each<[string, TestCertificate | 'none' | null]>([['no certificate', 'none'], ['one of another authority', forged], ['no TLS', null]])('23: talks to nobody with %s', async (_what, client) => {
    const id = crypto.randomUUID();
    await expect(send(sampleMessage(id), feeds.mllpPorts[1], client)).rejects.toMatchObject({ code: expect.stringMatching(/^MLLP_(?:UNREACHABLE|CLOSED)$/) as unknown });
    expect(await stored(id)).toBeNull();
  });

  it('23: takes a sender with a certificate on no port without TLS', async () => {
    expect(await send(sampleMessage('p1'), feeds.mllpPorts[0], null)).toMatchObject({ code: 'AR', text: expect.stringContaining('TLS port') as unknown });
    expect(await send(sampleMessage('p2', { facility: 'RAS' }), feeds.mllpPorts[0], null)).toMatchObject({ code: 'AA' });
  });

  it('a certificate that staff take away is refused within a second', async () => {
    const sender = { ...plainDetails, application: 'OLD', facility: 'RYJ', organisation: 'RYJ', assigningAuthorities: [] };
    const message = (id: string): string => sampleMessage(id).replace('|LAB|', '|OLD|');
    await saveSender(scratch.pool, { ...sender, certificates: [stranger.fingerprint] }, 'staff');
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect(await send(message('r1'), feeds.mllpPorts[1], stranger)).toMatchObject({ code: 'AA' });
    await saveSender(scratch.pool, sender, 'staff');
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect(await send(message('r2'), feeds.mllpPorts[1], stranger)).toMatchObject({ code: 'AR' });
    await expect(saveSender(scratch.pool, { ...sender, facility: 'RAS', organisation: 'RAS', certificates: [imperial.fingerprint] }, 'staff')).rejects.toBeInstanceOf(SenderInvalid);
  });
});

describe('ING-1 one port for each message type', () => {
  it('takes only its types on a port, and says so', async () => {
    const typed = await open({ CIE_MLLP_PORTS: 'ORU:0' });
    try {
      expect(await send(sampleMessage('y1', { facility: 'RAS' }), typed.mllpPort, null)).toMatchObject({ code: 'AA' });
      const refused = await send(sampleMessage('y2', { facility: 'RAS', event: 'ADT^A31' }), typed.mllpPort, null);
      expect(refused).toMatchObject({ code: 'AR', text: expect.stringContaining('wrong-port') as unknown });
      expect(await stored('y2')).toBe('AR wrong-port');
    } finally {
      await typed.close();
    }
  });

  it.each<[string, Record<string, string>, string]>([
    ['a type that is none', { CIE_MLLP_PORTS: 'OML:2576' }, 'SETTING_INVALID'],
    ['a port that is none', { CIE_MLLP_PORTS: 'ADT:99999' }, 'SETTING_INVALID'],
    ['one port and one for each type', { CIE_MLLP_PORT: '0', CIE_MLLP_PORTS: 'ADT:0' }, 'SETTING_INVALID'],
    ['no port', {}, 'SETTING_MISSING'],
    ['TLS without a certificate', { CIE_MLLP_TLS_PORT: '0' }, 'SETTING_MISSING'],
    ['TLS with a file that is not there', { ...tlsFiles, CIE_MLLP_TLS_PORT: '0', CIE_MLLP_TLS_KEY: join(folder, 'none') }, 'SETTING_INVALID'],
    ['TLS with a file that is no key', { ...tlsFiles, CIE_MLLP_TLS_PORT: '0', CIE_MLLP_TLS_KEY: tlsFiles.CIE_MLLP_TLS_CERT }, 'MLLP_TLS_INVALID'],
    ['an open host without TLS outside a sandbox', { CIE_MLLP_HOST: '0.0.0.0', CIE_SANDBOX: 'no', CIE_HL7_TOKEN: 't', CIE_MLLP_PORT: '0' }, 'SETTING_INVALID'],
    ['an open host with a port without TLS beside', { ...tlsFiles, CIE_MLLP_HOST: '0.0.0.0', CIE_SANDBOX: 'no', CIE_HL7_TOKEN: 't', CIE_MLLP_PORT: '0', CIE_MLLP_TLS_PORT: '0' }, 'SETTING_INVALID'],
  ])('does not start with %s', async (_what, settings, code) => {
    await expect(open(settings)).rejects.toMatchObject({ code });
  });

  it('opens to other machines outside a sandbox when every port has TLS', async () => {
    const outside = await open({ ...tlsFiles, CIE_MLLP_HOST: '0.0.0.0', CIE_SANDBOX: 'no', CIE_HL7_TOKEN: 't', CIE_MLLP_TLS_PORTS: 'ORU:0' });
    try {
      expect(await send(sampleMessage('x1'), outside.mllpPort, imperial)).toMatchObject({ code: 'AA' });
    } finally {
      await outside.close();
    }
  });
});
