import type { FilingOutcome, Held, ResolveOutcome } from '@cie/kit/feed.ts';

/** Checks what identity answered to `resolve`: it may have come over the network. */
export function readResolveOutcome(value: unknown): ResolveOutcome {
  const record = asRecord(value);
  if (record['outcome'] === 'held') return readHeld(record);
  if (record['outcome'] !== 'resolved') throw new Error('identity answered with no known outcome.');
  return { outcome: 'resolved', patientId: text(record, 'patientId'), recordIds: texts(record, 'recordIds'), nhsNumber: text(record, 'nhsNumber'), birthDate: text(record, 'birthDate') };
}

/** Checks what a room answered to `apply`. */
export function readFilingOutcome(value: unknown): FilingOutcome {
  const record = asRecord(value);
  if (record['outcome'] === 'held') return readHeld(record);
  if (record['outcome'] !== 'applied') throw new Error('A room answered with no known outcome.');
  return { outcome: 'applied' };
}

function readHeld(record: Readonly<Record<string, unknown>>): Held {
  return { outcome: 'held', code: text(record, 'code'), reason: text(record, 'reason') };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('A room answered with nothing.');
  return Object.fromEntries(Object.entries(value));
}

function texts(record: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = record[name];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw new Error(`A room's answer lacks ${name}.`);
  return value;
}

function text(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = record[name];
  if (typeof value !== 'string') throw new Error(`A room's answer lacks ${name}.`);
  return value;
}
