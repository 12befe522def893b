import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendOverMllp } from '@cie/gateway/feeds/mllp-client.ts';
import { frameMllp, MllpFraming } from '@cie/gateway/feeds/mllp-framing.ts';
import { buildAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import { parseHl7, type Hl7Message } from '@cie/kit/hl7/hl7-message.ts';
import { stamp } from './hospital-messages.ts';

export interface BookingTeamOptions {
  readonly host: string;
  readonly port: number;
  /** Where the exchange takes messages. */
  readonly exchange: { readonly host: string; readonly port: number };
  readonly log: { warn(fields: object, message: string): void };
  /** How long the team thinks, in milliseconds; five seconds when left out. */
  readonly thinkingTime?: number;
}

const largestMessage = 1024 * 1024;
/** The other time that the team finds: the same time of day, so many days later. */
const daysLater = 7;

/**
 * The booking teams of the simulated hospitals: they take SRM over MLLP, acknowledge it, and some seconds later say by SIU that the
 * appointment is cancelled (S15) or moved by a week (S13). A request that comes twice is done once.
 */
export async function startBookingTeam({ host, port, exchange, log, thinkingTime = 5000 }: BookingTeamOptions): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController();
  const known = new Set<string>();
  const sockets = new Set<Socket>();
  const work = new Set<Promise<void>>();

  async function answer(request: Hl7Message): Promise<void> {
    try {
      await sleep(thinkingTime, undefined, { signal: closing.signal });
      await sendOverMllp({ ...exchange, messages: [Buffer.from(writeDecision(request, new Date()), 'utf8')], onAnswer: () => undefined });
    } catch {
      if (!closing.signal.aborted) log.warn({ controlId: request.field('MSH', 10).text }, 'a simulated booking team could not tell what it decided');
    }
  }

  function take(bytes: Buffer, socket: Socket): void {
    const request = parseHl7(bytes.toString('utf8'));
    const controlId = request.field('MSH', 10).text;
    const isRequest = request.field('MSH', 9).component(1) === 'SRM';
    socket.write(frameMllp(buildAcknowledgement(request, { code: isRequest ? 'AA' : 'AR', controlId, text: isRequest ? '' : 'Only SRM is taken here.' })));
    if (!isRequest || known.has(controlId)) return;
    known.add(controlId);
    const decision = answer(request);
    work.add(decision);
    void decision.finally(() => work.delete(decision));
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const framing = new MllpFraming(largestMessage);
    socket.on('data', (packet: Buffer) => {
      try {
        for (const event of framing.push(packet)) take(event.bytes, socket);
      } catch {
        // Not HL7: a hospital's system would hang up as well.
        socket.destroy();
      }
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    close: async () => {
      closing.abort();
      for (const socket of sockets) socket.destroy();
      server.close();
      await Promise.all(work);
    },
  };
}

/** What the team does: S04 is granted; for S03 it finds the same time a week later. The start stands in the first note, for people. */
function writeDecision(request: Hl7Message, now: Date): string {
  const cancels = request.field('MSH', 9).component(2) === 'S04';
  const pid = request.segment('PID')?.raw ?? 'PID|1';
  const identifiers = [1, 2].map((number) => {
    const id = request.field('ARQ', number);
    return [id.component(1), id.component(2)].filter((part) => part !== '').join('^');
  });
  const [start] = /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.exec(request.segment('NTE')?.field(3).text ?? '') ?? [];
  const moved = start === undefined ? '' : Temporal.PlainDateTime.from(start.replace(' ', 'T')).add({ days: daysLater }).toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/g, '');
  return [
    `MSH|^~\\&|PAS|${request.field('MSH', 6).text}|CIE|NWL|${stamp(now)}||SIU^${cancels ? 'S15' : 'S13'}|SIM${request.field('MSH', 10).text}|T|2.5.1|||||||UNICODE UTF-8`,
    `SCH|${identifiers.join('|')}|||||||||${cancels ? '' : `^^^${moved}`}||||||||||||||${cancels ? 'Cancelled' : 'Booked'}`,
    pid,
  ].join('\r');
}
