import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time of the watched process, a call. */
  readonly cpu: number | null;
}

/** Runs `call` from `lanes` lanes for `seconds`, after warming up, and watches the processor time of a process. */
export async function measure(call: () => Promise<void>, options: { lanes: number; seconds: number; warmUp: number; pid?: number }): Promise<Measured> {
  for (let count = 0; count < options.warmUp; count += 1) await call();
  const times: number[] = [];
  const begin = performance.now();
  const end = begin + options.seconds * 1000;
  const cpuBefore = options.pid === undefined ? null : processorTime(options.pid);

  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const started = performance.now();
      await call();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));

  const elapsed = (performance.now() - begin) / 1000;
  const cpu = options.pid === undefined || cpuBefore === null ? null : (processorTime(options.pid) - cpuBefore) / times.length;
  return { perSecond: times.length / elapsed, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu };
}

export function quantile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

let ticksPerSecond: number | null = null;

/** User and system time of a process in milliseconds (Linux: /proc/<pid>/stat, fields 14 and 15). */
function processorTime(pid: number): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Processes whose command line holds all these words, among the descendants of `ancestor`. */
export function descendants(ancestor: number, ...words: string[]): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(Number(entry));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (const waiting = [ancestor]; waiting.length > 0; ) {
    const pid = waiting.pop();
    if (pid === undefined) break;
    found.push(pid);
    waiting.push(...(children.get(pid) ?? []));
  }
  return found.filter((pid) => words.every((word) => commandLine(pid).includes(word)));
}

function parentOf(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    // It ended between listing and reading.
    return null;
  }
}

/** '' for one that has ended. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
