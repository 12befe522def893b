import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { splitPlainly } from '../fixtures/sample-messages.ts';
import { awake, browserJourney, follow, frameOn, signInInFrame, type Somebody } from '../setup/browser-journey.ts';
import { withoutBrowser } from '../setup/partitioned-browser.ts';
import { expectedTest, showAll, shownTests, shownTitles, type ShownTest } from '../setup/read-widget.ts';

const stream = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'hl7v2/simhospital/stream-a.hl7s');
const present = existsSync(stream);
const journey = browserJourney();

/** HL7 table 0078, as far as the stream uses it. */
const flags: Readonly<Record<string, string | null>> = { '': null, N: 'NORMAL', H: 'HIGH', L: 'LOW', HH: 'CRITICAL_HIGH', LL: 'CRITICAL_LOW', A: 'ABNORMAL' };

interface SampleReport {
  readonly name: string;
  readonly tests: readonly ShownTest[];
}

interface Sample {
  readonly person: Somebody;
  readonly reports: ReadonlyMap<string, SampleReport>;
}

const part = (field: string | undefined, number: number): string => field?.split('^')[number - 1] ?? '';
const orNull = (text = ''): string | null => (text === '' ? null : text.replaceAll('\\S\\', '^'));

/** One message as the widget has to show it, cut at delimiters only: PID-5 and 7, OBR-3 and 4, OBX-3, 5, 6, 7 and 8. */
function readMessage(bytes: Buffer): { person: Somebody; reports: [order: string, report: SampleReport][] } | null {
  const text = bytes.toString('latin1');
  const nhsNumber = /(\d{10})\^\^\^NHSNBR\^/.exec(text)?.[1];
  if (nhsNumber === undefined || !text.includes('|ORU^R01|')) return null;
  const segments = text.split(/[\r\n]+/).map((line) => line.split('|'));
  const pid = segments.find(([name]) => name === 'PID') ?? [];
  const person = { nhsNumber, familyName: part(pid[5], 1), birthDate: (pid[7] ?? '').replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3') };
  const reports: [string, { name: string; tests: ShownTest[] }][] = [];
  for (const fields of segments) {
    if (fields[0] === 'OBR') reports.push([`${fields[3]} ${part(fields[4], 1)}`, { name: part(fields[4], 2), tests: [] }]);
    if (fields[0] === 'OBX') {
      const test = { name: part(fields[3], 2), value: orNull(fields[5]), unit: orNull(fields[6]), referenceRange: orNull(fields[7]), flag: flags[fields[8] ?? ''] ?? null };
      reports.at(-1)?.[1].tests.push(expectedTest(test));
    }
  }
  return { person, reports };
}

/** The patient of the stream with the most tests; of two messages about one order the later counts. */
function richest(): Sample {
  const samples = new Map<string, { person: Somebody; reports: Map<string, SampleReport> }>();
  for (const message of splitPlainly(readFileSync(stream)).map(readMessage)) {
    if (message === null) continue;
    const sample = samples.get(message.person.nhsNumber) ?? { person: message.person, reports: new Map() };
    for (const [order, report] of message.reports) sample.reports.set(order, report);
    samples.set(message.person.nhsNumber, { ...sample, person: message.person });
  }
  const size = ({ reports }: Sample): number => [...reports.values()].reduce((sum, { tests }) => sum + tests.length, 0);
  const [first] = [...samples.values()].sort((one, other) => size(other) - size(one));
  if (first === undefined) throw new Error('The stream has no results.');
  return first;
}

/** Reports of one name stand in any order: two may have been issued at the same minute. */
const sorted = (reports: readonly SampleReport[]): string[] => reports.map((report) => JSON.stringify(report, null, 1)).sort();

describe.skipIf(withoutBrowser || !present)(`a patient of the SimHospital stream${present ? '' : ' (skipped: sample data not present)'}`, () => {
  let page: Page;
  let frame: Frame;
  let sample: Sample;

  beforeAll(async () => {
    if (withoutBrowser || !present) return;
    sample = richest();
    page = await (await journey.newContext()).newPage();
    await page.goto(journey.address('publicSite', '/widgets'));
    frame = await frameOn(page, 'results');
  });

  it('ING-1 feeds the stream', async () => {
    const { code } = await journey.exchange.cie('feed', stream);
    expect(code).toBe(0);
    await journey.own.drained();
  });

  it('REG-1 signs in through the form of the NHS login simulator, in the frame', async () => {
    await signInInFrame(page, frame, 'patient', sample.person);
  });

  it('RES-1 sees each value, unit, range and flag in the widget as in the messages', async () => {
    await awake(frame);
    await showAll(frame);
    const titles = await shownTitles(frame);
    expect(titles.length).toBeGreaterThanOrEqual(3);
    const seen: SampleReport[] = [];
    for (const [index, name] of titles.entries()) {
      await follow(frame, `:nth-match(.cie-list__title a, ${index + 1})`, 'text=Tests in this report');
      seen.push({ name, tests: await shownTests(frame) });
      await follow(frame, 'a:has-text("All test results")', '.cie-choices');
      await showAll(frame);
    }
    expect(sorted(seen)).toEqual(sorted([...sample.reports.values()]));
    const tests = seen.flatMap((report) => report.tests);
    console.info(`widget and messages agree: ${seen.length} reports, ${tests.length} values, ${tests.filter(({ flag }) => flag !== '').length} flags`);
  });
});
