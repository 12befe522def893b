import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorKind } from '@cie/kit/errors.ts';
import { readAcknowledgement } from '@cie/kit/hl7/acknowledgement.ts';
import type { RoomLinks } from '@cie/kit/room.ts';
import { requiredYesNo, type Settings } from '@cie/kit/settings.ts';
import type { OutboundRequest } from '@cie/kit/outbound-request.ts';
import type { Pool } from 'pg';
import { sendOverMllp } from '../feeds/mllp-client.ts';
import { listSenders, type ConfiguredSender } from '../feeds/sender.store.ts';
import { keepDoing } from '../notices/keep-doing.ts';
import { maySendPlain, readOutboundTls } from './outbound-tls.ts';
import { writeRequestMessage, type MessagePerson } from './write-request-message.ts';

export interface OutboundOptions {
  /** The gateway's database, for where hospitals take messages. */
  readonly database: Pool;
  readonly rooms: Pick<RoomLinks, 'appointments' | 'identity'>;
  readonly settings: Settings;
  readonly log: { warn(fields: object, message: string): void };
  readonly clock: () => Date;
  /** How often the appointments room is asked, in milliseconds; two seconds when left out. */
  readonly every?: number;
}

type Destination = ConfiguredSender & { readonly outbound: NonNullable<ConfiguredSender['outbound']> };

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Waits between tries, in milliseconds; the last is repeated until the room gives the request up. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, 2 * hour] as const;
/** How long a hospital may take to answer, in milliseconds; within the lease of a message. */
const patience = 20 * second;
/** How long a stop waits for the answer to a message under way, in milliseconds. */
const stopTime = 3 * second;
/** How often in a row the room must fail to answer before that is worth a line in the log. */
const failuresToTell = 3;

/**
 * Takes what patients ask of booking teams from the appointments room, sends it to the hospital over MLLP and says what became of it:
 * AA it is there, AR the hospital will not take it, anything else is tried again. A message keeps its control id over all tries.
 * Throws SETTING_MISSING or SETTING_INVALID.
 */
export function startOutbound({ database, rooms, settings, log, clock, every = 2 * second }: OutboundOptions): { close(): Promise<void> } {
  const tls = readOutboundTls(settings);
  const sandbox = requiredYesNo(settings, 'CIE_SANDBOX');
  const asked = () => ({ requestId: randomUUID(), viewer: null, now: clock() });

  async function destinations(): Promise<ReadonlyMap<string, Destination>> {
    const open = (await listSenders(database)).filter((each): each is Destination => each.enabled && each.outbound !== null && (tls !== null || maySendPlain(each.outbound.host, sandbox)));
    // Of several systems of one hospital the first takes the requests.
    return new Map(open.toReversed().map((each) => [each.organisation, each]));
  }

  async function send(request: OutboundRequest, to: Destination): Promise<object> {
    // The command of identity answers this, whichever process runs it.
    const person = (await rooms.identity.command('person-for-hospital', { patientId: request.patientId, organisation: request.organisation }, asked())) as MessagePerson | null;
    if (person === null) return giveUp(request, 'PATIENT_UNKNOWN');
    const message = Buffer.from(writeRequestMessage(request, person, to, { now: clock(), sandbox }), 'utf8');
    const answers: string[] = [];
    await sendOverMllp({ ...to.outbound, ...(tls === null ? {} : { tls }), messages: [message], timeoutMs: patience, onAnswer: (answer) => void answers.push(answer) });
    const answer = readAcknowledgement(answers.join(''));
    if (answer === null || answer.controlId !== request.controlId) return again(request, 'ANSWER_UNKNOWN');
    if (answer.code === 'AA') return { result: 'acknowledged' };
    return answer.code === 'AR' ? giveUp(request, 'AR') : again(request, 'AE');
  }

  function again({ id, attempts }: OutboundRequest, code: string): object {
    log.warn({ request: id, tries: attempts + 1, code }, 'a request to a booking team is tried again later');
    return { result: 'retry', at: new Date(clock().getTime() + (waits[attempts] ?? waits[waits.length - 1] ?? hour)).toISOString() };
  }

  function giveUp({ id }: OutboundRequest, code: string): object {
    log.warn({ request: id, code }, 'a request to a booking team was given up');
    return { result: 'dead', code };
  }

  async function turn(): Promise<void> {
    const hospitals = await destinations();
    // As above: the room's own command answers.
    const requests = (await rooms.appointments.command('take-outbound', { organisations: [...hospitals.keys()] }, asked())) as readonly (Omit<OutboundRequest, 'start' | 'askedAt'> & { start: string | Date; askedAt: string | Date })[];
    // Hospitals side by side: one that is slow holds up nobody else's patients.
    await Promise.all([...Map.groupBy(requests, ({ organisation }) => organisation)].map(async ([organisation, group]) => {
      const to = hospitals.get(organisation);
      for (const taken of group) {
        // Moments arrive as text where the room is another process.
        const request: OutboundRequest = { ...taken, start: new Date(taken.start), askedAt: new Date(taken.askedAt) };
        const outcome = to === undefined ? again(request, 'NO_ADDRESS') : await send(request, to).catch((error: unknown) => again(request, errorKind(error).code ?? errorKind(error).kind));
        await rooms.appointments.command('settle-outbound', { id: request.id, ...outcome }, asked());
      }
    }));
  }

  let failures = 0;
  const doing = keepDoing({
    every,
    turn: async () => {
      await turn();
      failures = 0;
    },
    failed: (error) => {
      failures += 1;
      if (failures === failuresToTell) log.warn(errorKind(error), 'requests to booking teams cannot be sent');
    },
  });
  return {
    // A hospital that is slow must not hold up the stop: its message is given out again when the lease is over.
    close: async () => {
      const late = new AbortController();
      await Promise.race([doing.close(), sleep(stopTime, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
    },
  };
}
