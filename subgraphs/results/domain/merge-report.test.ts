import { Label } from '@cie/kit/names.ts';
import { describe, expect, it } from 'vitest';
import { filedObservation, filedReport } from '../testing/filed-report.ts';
import { mergeReport, type FiledState, type MergeRules } from './merge-report.ts';
import { ReportKind, ResultStatus, type FiledReport, type StoredObservation } from './report.ts';

const { preliminary, final, corrected, withdrawn, cancelled } = ResultStatus;
const hour = (number: number) => new Date(Date.UTC(2026, 3, 1, number));
const version = (at: number, status: ResultStatus, value: string | null, more: Partial<FiledReport> = {}): FiledReport =>
  filedReport({ status, issuedAt: hour(at), sentAt: hour(at), observations: [filedObservation({ status, value, issuedAt: hour(at), sentAt: hour(at) })], ...more });

function rules(): MergeRules {
  let last = 0;
  return { organisation: 'RYJ', now: hour(13), delays: [{ organisation: '*', kind: ReportKind.radiology, testCode: '*', days: 28, showNotice: true }], newId: () => `id${++last}` };
}

/** Files versions one after the other, as the store would, and keeps the history. */
function fileAll(...versions: readonly FiledReport[]) {
  const merging = rules();
  let state: FiledState | null = null;
  const history: (string | null)[] = [];
  for (const each of versions) {
    const change = mergeReport(state, each, merging);
    const before: readonly StoredObservation[] = state?.observations ?? [];
    const observations = new Map(before.map((one) => [one.id, one]));
    for (const { state: next, replaced } of change.observations) {
      observations.set(next.id, next);
      if (replaced !== null) history.push(replaced.value);
    }
    state = { report: change.report, observations: [...observations.values()], decisions: [] };
  }
  if (state === null) throw new Error('file at least one version');
  return { report: state.report, observations: state.observations, first: state.observations[0], history };
}

describe('RES-1 corrections are marked with what changed', () => {
  it('keeps the value that a correction replaced', () => {
    const { report, first, history } = fileAll(version(9, final, '4.1'), version(10, corrected, '5.1'));
    expect(first).toMatchObject({ value: '5.1', previousValue: '4.1', corrected: true, status: corrected });
    expect(report).toMatchObject({ corrected: true, status: corrected });
    expect(history).toEqual(['4.1']);
  });

  it('does not call the step from preliminary to final a correction', () => {
    const { first, history } = fileAll(version(9, preliminary, '4.1'), version(10, final, '4.1'));
    expect(first).toMatchObject({ value: '4.1', previousValue: null, corrected: false, status: final });
    expect(history).toEqual([]);
  });

  it('marks no test that says the same as before the correction of its report', () => {
    const { report, first } = fileAll(version(9, final, '4.1'), version(10, corrected, '4.1'));
    expect(first).toMatchObject({ status: corrected, corrected: false, previousValue: null });
    expect(report.corrected).toBe(true);
  });

  it('changes nothing when the same comes again', () => {
    const once = fileAll(version(9, final, '4.1'));
    const twice = fileAll(version(9, final, '4.1'), version(9, final, '4.1'));
    expect(twice).toEqual(once);
  });
});

describe('ING-2 order of arrival', () => {
  it('keeps the correction when the original comes later (abuse case 56)', () => {
    const { report, first } = fileAll(version(10, corrected, '5.1'), version(9, final, '4.1'));
    expect(first).toMatchObject({ value: '5.1', status: corrected });
    expect(report).toMatchObject({ status: corrected, issuedAt: hour(10) });
  });

  it('keeps tests that a message leaves out, and takes up new ones', () => {
    const sodium = filedObservation({ code: 'NA', name: 'Sodium', value: '140', issuedAt: hour(10), sentAt: hour(10) });
    const { observations } = fileAll(version(9, final, '4.1'), version(10, final, null, { observations: [sodium] }));
    expect(observations.map(({ code, value, position }) => [code, value, position])).toEqual([['K', '4.1', 1], ['NA', '140', 2]]);
  });

  it('takes a new test from a message whose report is older than the stored one', () => {
    const sodium = filedObservation({ code: 'NA', value: '140', issuedAt: hour(8), sentAt: hour(8) });
    const { observations, report } = fileAll(version(9, final, '4.1'), version(8, final, null, { observations: [sodium], name: 'Old name' }));
    expect(observations).toHaveLength(2);
    expect(report.name).toBe('Urea and electrolytes');
  });
});

describe('abuse case 57: withdrawn results', () => {
  it('shows no value, nor the former one, and keeps it as history', () => {
    const { first, history } = fileAll(version(9, final, '4.1'), version(10, withdrawn, null));
    expect(first).toMatchObject({ value: null, previousValue: null, status: withdrawn, corrected: true });
    expect(history).toEqual(['4.1']);
  });

  it('does not come back with a late original, but with a correction', () => {
    expect(fileAll(version(10, withdrawn, null), version(9, final, '4.1')).first?.value).toBeNull();
    expect(fileAll(version(10, withdrawn, null), version(11, corrected, '4.4')).first).toMatchObject({ value: '4.4', previousValue: null });
  });

  it('keeps what a cancelled test replaced', () => {
    expect(fileAll(version(9, final, '4.1'), version(10, cancelled, 'Haemolysed')).first).toMatchObject({ value: 'Haemolysed', previousValue: '4.1', status: cancelled });
  });
});

describe('RES-1 what a message takes away without a word', () => {
  const text = (at: number, status: ResultStatus, lines: Readonly<Record<string, string>>) =>
    version(at, status, null, {
      observations: Object.entries(lines).map(([subId, value]) => filedObservation({ type: 'TX', code: 'RPT', subId, value, status, unit: null, issuedAt: hour(at), sentAt: hour(at) })),
    });
  const values = (filed: ReturnType<typeof fileAll>) => filed.observations.map(({ value, status }) => [value, status]);

  it('lines of a text that is sent anew without them', () => {
    const filed = fileAll(text(9, final, { 1: 'A nodule.', 2: 'Suspicious.', 3: 'See oncology.' }), text(10, corrected, { 1: 'No nodule.', 2: 'Normal.' }));
    expect(values(filed)).toEqual([['No nodule.', corrected], ['Normal.', corrected], [null, withdrawn]]);
    expect(filed.history).toEqual(['A nodule.', 'Suspicious.', 'See oncology.']);
  });

  it('but no line when one is corrected for itself', () => {
    expect(values(fileAll(text(9, final, { 1: 'One.', 2: 'Two.' }), text(10, corrected, { 2: 'Deux.' })))).toEqual([['One.', final], ['Deux.', corrected]]);
    expect(values(fileAll(text(9, final, { 1: 'One.', 2: 'Two.' }), text(10, corrected, { 1: 'Un.' })))).toEqual([['Un.', corrected], ['Two.', final]]);
  });

  it('every test of a report that was withdrawn or cancelled as a whole, history kept (abuse case 57)', () => {
    for (const status of [withdrawn, cancelled]) {
      const filed = fileAll(version(9, final, '4.1'), version(10, status, null, { observations: [] }));
      expect(values(filed)).toEqual([[null, status]]);
      expect(filed.report.status).toBe(status);
      expect(filed.history).toEqual(['4.1']);
    }
  });

  it('nothing when the cancellation is older than the result', () => {
    expect(values(fileAll(version(10, final, '4.1'), version(9, cancelled, null, { observations: [] })))).toEqual([['4.1', final]]);
  });

  it('nothing of a partial report: tests that follow are added', () => {
    const sodium = filedObservation({ code: 'NA', name: 'Sodium', value: '140', issuedAt: hour(10), sentAt: hour(10) });
    const filed = fileAll(version(9, ResultStatus.partial, '4.1'), version(10, final, null, { observations: [sodium] }));
    expect(filed.observations.map(({ code }) => code)).toEqual(['K', 'NA']);
    expect(filed.report).toMatchObject({ status: final, corrected: false });
  });
});

describe('RES-3 delay when versions follow', () => {
  const scan = (at: number, status: ResultStatus) => version(at, status, 'words', { kind: ReportKind.radiology });

  it('counts from the first final version; a correction does not start it again', () => {
    expect(fileAll(scan(8, preliminary), scan(9, final), scan(12, corrected)).report.delayedUntil).toEqual(new Date(Date.UTC(2026, 3, 29, 9)));
  });

  it('is the same when the versions arrive the other way round', () => {
    expect(fileAll(scan(9, final), scan(8, preliminary)).report.delayedUntil).toEqual(new Date(Date.UTC(2026, 3, 29, 9)));
  });
});

describe('RES-3 delay when a later version no longer says that it is radiology', () => {
  const scan = version(9, final, 'words', { kind: ReportKind.radiology });
  const unsaid = (at: number) => version(at, corrected, 'other words', { kind: ReportKind.laboratory });

  it('stays, whatever follows', () => {
    const until = new Date(Date.UTC(2026, 3, 29, 9));
    expect(fileAll(scan, unsaid(10)).report.delayedUntil).toEqual(until);
    expect(fileAll(scan, unsaid(10), unsaid(11)).report.delayedUntil).toEqual(until);
    expect(fileAll(unsaid(10), scan).report.delayedUntil).not.toBeNull();
  });
});

describe('ACS-1 label when versions follow', () => {
  it('stays sensitive when a later version lacks the clue, and becomes it when a later one has it', () => {
    expect(fileAll(version(9, final, '1', { label: Label.sexualHealth }), version(10, final, '2')).report.label).toBe(Label.sexualHealth);
    expect(fileAll(version(9, final, '1'), version(10, final, '2', { label: Label.mentalHealth })).report.label).toBe(Label.mentalHealth);
  });
});
