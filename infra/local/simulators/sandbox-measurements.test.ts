import { describe, expect, it } from 'vitest';
import { writeSandboxMeasurements } from './sandbox-measurements.ts';

describe('RES-6 what a person of the sandbox measured at home', () => {
  it('lies before now, with both numbers of each blood pressure', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    const measured = writeSandboxMeasurements(now);
    expect(new Set(measured.map(({ kind }) => kind))).toEqual(new Set(['BLOOD_PRESSURE', 'WEIGHT']));
    for (const { kind, measuredAt, value, secondValue } of measured) {
      expect(new Date(measuredAt).getTime()).toBeLessThan(now.getTime());
      expect(secondValue !== null).toBe(kind === 'BLOOD_PRESSURE');
      expect(Number(value)).toBeGreaterThan(Number(secondValue ?? 0));
    }
  });
});
