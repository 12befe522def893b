import { describe, expect, it } from 'vitest';
import { draw } from './scale.ts';

const box = { left: 0, right: 100, top: 0, bottom: 100 };
const point = (at: string, value: number | null, text: string) => ({ at, value, text });

describe('RES-2 a trend is drawn with its reference band', () => {
  const trend = { low: 3.5, high: 5.3, points: [point('2026-01-01T09:00:00Z', 4, '4.00'), point('2026-02-01T09:00:00Z', 5.6, '5.6')] };

  it('runs from the first to the last time and rises with the value', () => {
    const { points } = draw(trend, box);
    expect(points.map(({ x }) => x)).toEqual([0, 100]);
    expect(points[0]?.y).toBeGreaterThan(points[1]?.y ?? 100);
  });

  it('keeps the text as the laboratory sent it', () => expect(draw(trend, box).points[0]?.text).toBe('4.00'));

  it('keeps the whole band within the box', () => {
    const { band } = draw(trend, box);
    expect(band?.top).toBeGreaterThanOrEqual(0);
    expect(band?.bottom).toBeLessThanOrEqual(100);
    expect(band?.bottom).toBeGreaterThan(band?.top ?? 100);
  });

  it('reaches the edge on the side where the laboratory gave no limit', () => {
    expect(draw({ ...trend, low: null }, box).band?.bottom).toBe(100);
    expect(draw({ ...trend, low: null, high: null }, box).band).toBeNull();
  });

  it('leaves out what has no number, such as text results', () => {
    expect(draw({ ...trend, points: [...trend.points, point('2026-03-01T09:00:00Z', null, 'haemolysed')] }, box).points).toHaveLength(2);
  });

  it('stands a flat series in the middle and counts in round steps', () => {
    const { points, ticks } = draw({ low: null, high: null, points: [point('2026-01-01T09:00:00Z', 0, '0'), point('2026-01-01T09:00:00Z', 0, '0')] }, box);
    expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(ticks.length).toBeGreaterThan(1);
  });
});
