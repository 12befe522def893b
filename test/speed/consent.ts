import { randomUUID } from 'node:crypto';
import { roomNames } from '@cie/kit/names.ts';
import type { ExchangeClient, RunningExchange } from '../setup/exchange.ts';
import { inside } from '../setup/inside.ts';
import { measure, quantile, type Measured } from './measure.ts';
import { recordCall } from './record-query.ts';

/** The record query on exchanges that run side by side and are asked in turns, the first of them with consent. */
export interface ConsentCost {
  readonly measured: Measured;
  /** Median of the ratios of neighbouring turns: the one with consent to this one. */
  readonly p50: number;
  readonly perSecond: number;
}

const turns = 7;
const turn = { lanes: 4, seconds: 3, warmUp: 100 };

/** Switches row-level security off in every room; with the build that mints no passes, nothing is left of consent in what is measured. */
export async function switchGuardOff(exchange: ExchangeClient): Promise<void> {
  const own = inside(exchange);
  try {
    for (const room of roomNames) {
      const tables = await own.sql<{ name: string }>(`cie_${room}`, "select relname as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')");
      for (const { name } of tables) await own.sql(`cie_${room}`, `alter table "${name}" disable row level security, no force row level security`);
    }
  } finally {
    await own.close();
  }
}

/** Asks the exchanges for the three areas of one record, in turns, so that what the machine does meanwhile meets all of them. */
export async function measureConsent(exchanges: readonly RunningExchange[], nhsNumber: string): Promise<readonly ConsentCost[]> {
  const calls = await Promise.all(exchanges.map((exchange) => recordCall(exchange, nhsNumber)));
  const rounds: Measured[][] = [];
  try {
    const items = await Promise.all(calls.map((each) => each.items()));
    // Fewer rows would be quicker for another reason.
    if (new Set(items).size !== 1) throw new Error(`the exchanges answered with ${items.join(', ')} items`);
    for (let count = 0; count < turns; count += 1) {
      const round: Measured[] = [];
      for (const { call } of calls) round.push(await measure(call, turn));
      rounds.push(round);
    }
  } finally {
    await Promise.all(calls.map(({ close }) => close()));
  }
  const middle = (of: (round: readonly Measured[]) => number): number => quantile(rounds.map(of), 0.5);
  return exchanges.map((_each, index) => {
    const figure = (name: 'p50' | 'p99' | 'perSecond'): number => middle((round) => round[index]?.[name] ?? NaN);
    const ratio = (name: 'p50' | 'perSecond'): number => middle((round) => (round[0]?.[name] ?? NaN) / (round[index]?.[name] ?? NaN));
    return { measured: { perSecond: figure('perSecond'), p50: figure('p50'), p99: figure('p99'), cpu: null }, p50: ratio('p50'), perSecond: ratio('perSecond') };
  });
}

/** Passes for three rooms made a second, each call with its entry in the access log, on disk. */
export interface MintRate {
  readonly ofManyPeople: Measured;
  /** All entries in one chain: one after the other. */
  readonly ofOnePerson: Measured;
}

export async function measureMinting(exchange: ExchangeClient): Promise<MintRate> {
  const own = inside(exchange);
  const lanes = 8;
  const connections = await Promise.all(Array.from({ length: lanes }, () => own.connect('sharing', 'service')));
  const people = Array.from({ length: 1000 }, () => randomUUID());
  const free = [...connections];
  let next = 0;
  const rate = (patientOf: () => string): Promise<Measured> => measure(async () => {
    const connection = free.pop();
    next += 1;
    const patient = patientOf();
    const opening = { door: 'self', labels: '0,1,2,3', organisations: '*', delayed: 'n', until: null };
    const entry = { action: 'read', who: 'X', account: patient, kind: 'patient', role: null, organisation: null, doors: ['self'], areas: [], reason: null, request: randomUUID() };
    const request = { patient, entry, rooms: ['results', 'documents', 'appointments'], viewer: patient, request: entry.request, members: [{ patient, openings: [opening] }] };
    await connection?.query('select patient, room, passes from pass.mint($1, $2, $3)', [JSON.stringify([request]), new Date(), '30 seconds']);
    if (connection !== undefined) free.push(connection);
  }, { lanes, seconds: 5, warmUp: 50 });
  try {
    return { ofManyPeople: await rate(() => people[next % people.length] ?? ''), ofOnePerson: await rate(() => people[0] ?? '') };
  } finally {
    await Promise.all(connections.map((connection) => connection.end()));
    await own.close();
  }
}
