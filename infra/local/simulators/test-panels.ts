/** One test as a simulated laboratory reports it. */
export interface PanelTest {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** Reference range; null for an open end. Plausible for adults, not for clinical use. */
  readonly low: number | null;
  readonly high: number | null;
  readonly decimals: number;
}

export interface Panel {
  readonly code: string;
  readonly name: string;
  readonly tests: readonly PanelTest[];
}

const test = (code: string, name: string, unit: string, low: number | null, high: number | null, decimals = 0): PanelTest => ({ code, name, unit, low, high, decimals });

/** The panels the stories use; codes are the simulator's own. */
export const panels = {
  fbc: {
    code: 'FBC', name: 'Full blood count',
    tests: [
      test('HB', 'Haemoglobin', 'g/L', 120, 160),
      test('WBC', 'White cell count', '10*9/L', 4, 11, 1),
      test('PLT', 'Platelet count', '10*9/L', 150, 400),
      test('MCV', 'Mean cell volume', 'fL', 80, 100, 1),
      test('NEUT', 'Neutrophils', '10*9/L', 2, 7.5, 1),
    ],
  },
  ue: {
    code: 'UE', name: 'Urea and electrolytes',
    tests: [
      test('NA', 'Sodium', 'mmol/L', 133, 146),
      test('K', 'Potassium', 'mmol/L', 3.5, 5.3, 1),
      test('UREA', 'Urea', 'mmol/L', 2.5, 7.8, 1),
      test('CREA', 'Creatinine', 'umol/L', 45, 84),
      test('EGFR', 'Estimated GFR', 'mL/min/1.73m2', 60, null),
    ],
  },
  lft: {
    code: 'LFT', name: 'Liver function tests',
    tests: [
      test('BILI', 'Total bilirubin', 'umol/L', null, 21),
      test('ALT', 'Alanine transaminase', 'U/L', null, 40),
      test('ALP', 'Alkaline phosphatase', 'U/L', 30, 130),
      test('ALB', 'Albumin', 'g/L', 35, 50),
    ],
  },
  hba1c: { code: 'HBA1C', name: 'HbA1c', tests: [test('HBA1C', 'HbA1c (IFCC)', 'mmol/mol', 20, 41)] },
  lipids: {
    code: 'LIPID', name: 'Lipid profile',
    tests: [
      test('CHOL', 'Total cholesterol', 'mmol/L', null, 5, 1),
      test('HDL', 'HDL cholesterol', 'mmol/L', 1, null, 1),
      test('LDL', 'LDL cholesterol', 'mmol/L', null, 3, 1),
      test('TRIG', 'Triglycerides', 'mmol/L', null, 1.7, 1),
    ],
  },
  tft: {
    code: 'TFT', name: 'Thyroid function tests',
    tests: [test('TSH', 'Thyroid stimulating hormone', 'mIU/L', 0.27, 4.2, 2), test('FT4', 'Free T4', 'pmol/L', 11, 25, 1)],
  },
  crp: { code: 'CRP', name: 'C-reactive protein', tests: [test('CRP', 'C-reactive protein', 'mg/L', null, 5)] },
  ferritin: { code: 'FER', name: 'Ferritin', tests: [test('FER', 'Ferritin', 'ug/L', 13, 150)] },
  bnp: { code: 'NTBNP', name: 'NT-proBNP', tests: [test('NTBNP', 'NT-proBNP', 'ng/L', null, 400)] },
} as const satisfies Readonly<Record<string, Panel>>;

/** `49 - 92`, `< 5`, `> 60`: the forms laboratories send. */
export function rangeText({ low, high, decimals }: PanelTest): string {
  if (low === null) return high === null ? '' : `< ${high.toFixed(decimals)}`;
  return high === null ? `> ${low.toFixed(decimals)}` : `${low.toFixed(decimals)} - ${high.toFixed(decimals)}`;
}

/** The laboratory's flag for a value: H, L, HH and LL when far outside, else nothing. */
export function flagFor(test: PanelTest, value: number): string {
  if (test.high !== null && value > test.high) return value > test.high * 3 ? 'HH' : 'H';
  if (test.low !== null && value < test.low) return value < test.low / 2 ? 'LL' : 'L';
  return '';
}
