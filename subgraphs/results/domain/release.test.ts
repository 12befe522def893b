import { describe, expect, it } from 'vitest';
import type { DelayRule } from './delay.ts';
import { DecisionKind, mayBeExtended, mayBeReleased, releaseOf, type ReleaseFacts } from './release.ts';
import { ReportKind, ResultStatus } from './report.ts';

const { laboratory, radiology } = ReportKind;
const day = (number: number) => new Date(Date.UTC(2026, 3, number, 9));
const rule = (kind: DelayRule['kind'], testCode: string, days: number, showNotice = true): DelayRule => ({ organisation: '*', kind, testCode, days, showNotice });
const usual = [rule(radiology, '*', 28), rule(laboratory, 'CA125', 28), rule(laboratory, 'HTT', 28, false)];

const scan: ReleaseFacts = { organisation: 'RYJ', kind: radiology, delayFrom: day(1), codes: ['CXR'], rules: usual, decisions: [], before: null, now: day(3) };
const panel: ReleaseFacts = { ...scan, kind: laboratory, codes: ['TUM', 'CA125'] };
const blood: ReleaseFacts = { ...panel, codes: ['UE', 'K'] };
const before = (delayedUntil: Date | null, codes: readonly string[], more: Partial<NonNullable<ReleaseFacts['before']>> = {}) => ({ kind: scan.kind, isFinal: true, delayedUntil, codes, ...more });
const released = (at: Date, testCodes: readonly string[]) => ({ kind: DecisionKind.released, untilAt: at, testCodes });
const extended = (until: Date) => ({ kind: DecisionKind.extended, untilAt: until, testCodes: [] });
const day29 = day(29);

/** What happens, the facts, until when it waits, and whether patients are told. */
const cases: readonly (readonly [string, ReleaseFacts, Date | null, boolean])[] = [
  ['a new radiology report waits 28 days', scan, day29, true],
  ['a laboratory report that the policy does not list waits for nothing', blood, null, true],
  ['a listed test makes its report wait', panel, day29, true],
  ['a listed test may wait in silence', { ...panel, codes: ['HTT'] }, day29, false],
  ["another organisation's rule is none", { ...panel, rules: [{ ...rule(laboratory, 'CA125', 28), organisation: 'RAS' }] }, null, true],
  ['a policy of no days lifts the usual one', { ...scan, rules: [...usual, { ...rule(radiology, '*', 0), organisation: 'RYJ' }] }, null, true],

  ['a correction of what waits waits as long', { ...scan, before: before(day29, ['CXR']) }, day29, true],
  ['a correction of what waits, under a shorter policy', { ...scan, rules: [rule(radiology, '*', 14)], before: before(day29, ['CXR']) }, day(15), true],
  ['a correction of what waits, under a longer policy', { ...scan, rules: [rule(radiology, '*', 56)], before: before(day29, ['CXR']) }, day(57), true],
  ['a correction of what can be read can be read', { ...scan, now: day(30), before: before(day29, ['CXR']) }, day29, true],
  ['a correction of what can be read, under a longer policy', { ...scan, now: day(30), rules: [rule(radiology, '*', 56)], before: before(day29, ['CXR']) }, day29, true],
  ['a correction of a scan that can be read, with a paragraph more', { ...scan, now: day(30), codes: ['CXR', 'IMP'], before: before(day29, ['CXR']) }, day29, true],
  ['a final after a preliminary that could be read is issued anew', { ...scan, delayFrom: day(30), now: day(30), before: before(day29, ['CXR'], { isFinal: false }) }, day(58), true],
  ['a report that could be read and turns out to be a scan', { ...scan, before: before(null, ['CXR'], { kind: laboratory }) }, day29, true],
  ['a listed test joins a report that could be read', { ...blood, codes: ['UE', 'K', 'CA125'], before: before(null, ['UE', 'K'], { kind: laboratory }) }, day29, true],
  ['a test that is not listed joins a report that could be read', { ...blood, codes: ['UE', 'K', 'NA'], before: before(null, ['UE', 'K'], { kind: laboratory }) }, null, true],
  ['a test becomes listed after it could be read', { ...blood, rules: [rule(laboratory, 'K', 28)], before: before(null, ['UE', 'K'], { kind: laboratory }) }, null, true],

  ['released early', { ...scan, before: before(day(2), ['CXR']), decisions: [released(day(2), ['CXR'])] }, day(2), true],
  ['released early, corrected with a paragraph more', { ...scan, codes: ['CXR', 'IMP'], before: before(day(2), ['CXR']), decisions: [released(day(2), ['CXR'])] }, day(2), true],
  ['released early, under a longer policy', { ...scan, rules: [rule(radiology, '*', 56)], before: before(day(2), ['CXR']), decisions: [released(day(2), ['CXR'])] }, day(2), true],
  ['released early, a listed test joins', { ...panel, codes: ['TUM', 'CA125', 'HTT'], before: before(day(2), ['TUM', 'CA125'], { kind: laboratory }), decisions: [released(day(2), ['TUM', 'CA125'])] }, day29, false],
  ['released early after the extension', { ...scan, before: before(day(5), ['CXR']), decisions: [extended(day(43)), released(day(5), ['CXR'])] }, day(5), true],

  ['extended', { ...scan, before: before(day(43), ['CXR']), decisions: [extended(day(43))] }, day(43), true],
  ['extended, under a longer policy', { ...scan, rules: [rule(radiology, '*', 56)], before: before(day(43), ['CXR']), decisions: [extended(day(43))] }, day(57), true],
  ['extended, under a policy that no longer lists it', { ...panel, rules: [], before: before(day(43), ['TUM', 'CA125'], { kind: laboratory }), decisions: [extended(day(43))] }, day(43), true],
  ['extended, and the time is over', { ...scan, now: day(44), before: before(day(43), ['CXR']), decisions: [extended(day(43))] }, day(43), true],
];

describe('RES-3 and RES-4 when a report can be read', () => {
  it.each(cases)('%s', (_name, facts, delayedUntil, showNotice) => {
    expect(releaseOf(facts)).toEqual({ delayedUntil, showNotice });
  });

  it('counts 24-hour days, to the second: not on day 27, not a second early (abuse case 7)', () => {
    const { delayedUntil } = releaseOf(scan);
    expect(delayedUntil?.getTime()).toBe(day(1).getTime() + 28 * 86_400_000);
  });
});

describe('RES-4 what can be decided', () => {
  const { final, corrected, preliminary, partial, withdrawn } = ResultStatus;
  const waiting = { status: final, delayedUntil: day29, decisions: [] };
  it.each([
    ['a final report that waits', waiting, true, true],
    ['a corrected one', { ...waiting, status: corrected }, true, true],
    ['a preliminary one: the patient was not told what may follow', { ...waiting, status: preliminary }, false, true],
    ['a partial one', { ...waiting, status: partial }, false, true],
    ['a withdrawn one', { ...waiting, status: withdrawn }, false, true],
    ['one that never waited', { ...waiting, delayedUntil: null }, false, false],
    ['one that can be read since this moment', { ...waiting, delayedUntil: day(3) }, false, false],
    ['one that was extended', { ...waiting, decisions: [{ kind: DecisionKind.extended }] }, true, false],
    ['one that was released and waits again for a test that joined', { ...waiting, decisions: [{ kind: DecisionKind.released }] }, false, false],
  ])('%s', (_name, report, release, extension) => {
    expect([mayBeReleased(report, day(3)), mayBeExtended(report, day(3))]).toEqual([release, extension]);
  });
});
