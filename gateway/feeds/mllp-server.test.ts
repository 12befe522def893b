import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { buildAcknowledgement, readAcknowledgement, type Acknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { sendOverMllp } from './mllp-client.ts';
import { frameMllp, MllpFraming } from './mllp-framing.ts';
import { startMllpServer, type MllpServer } from './mllp-server.ts';
import { readArrival } from './read-arrival.ts';
import type { FrameReceiver } from './mllp-connection.ts';
import type { Answer } from './receiver.ts';

const limits = { maxBytes: 50_000, idleMs: 200, maxConnections: 3, memoryBytes: 200_000 };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: MllpServer;
afterEach(() => server.close());

/** Answers AA after a time of the message's own choosing (MSH-8), so that later messages are ready first. */
const receiver: FrameReceiver = {
  receive: async (bytes) => {
    const { controlId, message } = readArrival(bytes);
    await new Promise((resolve) => setTimeout(resolve, Number(message?.field('MSH', 8).text ?? 0)));
    return answer('AA', controlId, '');
  },
  decline: (head, reason) => answer('AE', readArrival(head).controlId, reason),
  idle: () => Promise.resolve(),
};

function answer(code: Acknowledgement['code'], controlId: string, text: string): Answer {
  return { code, text: buildAcknowledgement(null, { code, controlId, text }) };
}

const message = (id: string, wait = 0, text = ''): string => `MSH|^~\\&|A|B||||${wait}|ORU^R01|${id}|P|2.5\rNTE|1||${text}`;

async function open(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** Everything the server answers until it closes the connection. */
async function answersOf(socket: Socket): Promise<(Acknowledgement | null)[]> {
  const framing = new MllpFraming(100_000);
  const answers: (Acknowledgement | null)[] = [];
  socket.on('data', (packet: Buffer) => {
    for (const event of framing.push(packet)) answers.push(readAcknowledgement(event.bytes.toString()));
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return answers;
}

const start = async (): Promise<MllpServer> => (server = await startMllpServer({ host: '127.0.0.1', port: 0, limits, receiver, log: quiet }));

describe('ING-1 the MLLP port', () => {
  it('answers pipelined messages in the order sent', async () => {
    await start();
    const ids: string[] = [];
    const messages = Array.from({ length: 200 }, (_, index) => Buffer.from(message(`m${index}`, (index * 7) % 5)));
    await sendOverMllp({ host: '127.0.0.1', port: server.port, messages, pipeline: 100, onAnswer: (text) => ids.push(readAcknowledgement(text)?.controlId ?? '') });
    expect(ids).toEqual(messages.map((_, index) => `m${index}`));
  });

  it('61: answers AE to an oversized message and closes, after answering what came before', async () => {
    await start();
    const socket = await open();
    const answers = answersOf(socket);
    socket.write(frameMllp(message('small', 20)));
    socket.write(frameMllp(message('large', 0, 'x'.repeat(300_000))));
    expect(await answers).toMatchObject([{ code: 'AA', controlId: 'small' }, { code: 'AE', controlId: 'large', text: expect.stringContaining('50000 bytes') as unknown }]);
  });

  it('61: answers AE to an unterminated message and closes', async () => {
    await start();
    const socket = await open();
    const answers = answersOf(socket);
    socket.write(`\u000b${message('half')}`);
    expect(await answers).toMatchObject([{ code: 'AE', controlId: 'half', text: expect.stringContaining('FS CR') as unknown }]);
  });

  it('answers AE when the connection ends inside a message', async () => {
    await start();
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const answers = answersOf(socket);
    socket.end(`\u000b${message('cut')}`);
    expect(await answers).toMatchObject([{ code: 'AE', controlId: 'cut' }]);
  });

  it('61: closes the connection that goes over the memory of all, and goes on serving', async () => {
    await start();
    const sockets = await Promise.all([open(), open(), open()]);
    const closed = sockets.map(answersOf);
    // Together over 200,000 bytes, each below its own limit.
    for (const socket of sockets) for (let number = 0; number < 3; number++) socket.write(frameMllp(message(`slow${number}`, 100, 'x'.repeat(30_000))));
    const answers = (await Promise.race([...closed, new Promise<null>((resolve) => setTimeout(resolve, 1500, null))])) ?? [];
    expect(answers.at(-1)).toMatchObject({ code: 'AE' });
    for (const socket of sockets) socket.destroy();
  });

  it('keeps an idle connection open, refuses one too many, and takes the next when one ends', async () => {
    await start();
    const sockets = await Promise.all([open(), open(), open()]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sockets.every((socket) => !socket.destroyed)).toBe(true);
    await expect(sendOverMllp({ host: '127.0.0.1', port: server.port, messages: [Buffer.from(message('x'))], onAnswer: () => undefined }))
      .rejects.toMatchObject({ code: expect.stringMatching(/^MLLP_/) as unknown });
    sockets[0]?.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sendOverMllp({ host: '127.0.0.1', port: server.port, messages: [Buffer.from(message('y'))], onAnswer: () => undefined });
  });

  it('says so when its port is taken', async () => {
    await start();
    await expect(startMllpServer({ host: '127.0.0.1', port: server.port, limits, receiver, log: quiet })).rejects.toMatchObject({ code: 'MLLP_PORT_UNAVAILABLE' });
  });
});
