import { Label } from '@cie/kit/names.ts';
import { ReportKind, ResultStatus, type FiledObservation, type FiledReport, type StoredObservation } from '../domain/report.ts';

const issuedAt = new Date('2026-04-01T10:00:00Z');

const potassium: FiledObservation = {
  code: 'K',
  codeSystem: 'L',
  name: 'Potassium',
  subId: '',
  type: 'NM',
  value: '4.1',
  unit: 'mmol/L',
  referenceRange: '3.5 - 5.3',
  low: 3.5,
  high: 5.3,
  flag: null,
  susceptibility: null,
  status: ResultStatus.final,
  issuedAt,
  sentAt: issuedAt,
  observedAt: issuedAt,
  observedAtText: '2026-04-01T11:00',
  fileDigest: null,
  comments: [],
};

const panel: FiledReport = {
  filler: 'F1',
  placer: null,
  kind: ReportKind.laboratory,
  code: 'UE',
  codeSystem: 'L',
  name: 'Urea and electrolytes',
  status: ResultStatus.final,
  issuedAt,
  sentAt: issuedAt,
  issuedAtText: '2026-04-01T11:00',
  collectedAt: null,
  collectedAtText: null,
  delayFrom: issuedAt,
  site: null,
  author: null,
  requester: null,
  label: Label.general,
  comments: [],
  observations: [potassium],
  files: [],
};

/** An invented potassium; tests change what they are about. */
export function filedObservation(more: Partial<FiledObservation> = {}): FiledObservation {
  return { ...potassium, ...more };
}

export function storedObservation(more: Partial<StoredObservation> = {}): StoredObservation {
  return { ...potassium, id: 'o1', reportId: 'r1', position: 1, corrected: false, previousValue: null, ...more };
}

export function filedReport(more: Partial<FiledReport> = {}): FiledReport {
  return { ...panel, delayFrom: more.issuedAt ?? issuedAt, ...more };
}
