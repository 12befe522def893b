import { afterEach, describe, expect, it } from 'vitest';
import type { Charted } from './charted.ts';
import './register.ts';
import { TrendChart } from './trend-chart.ts';

const point = (day: string, value: number | null, text: string) => ({ at: `${day}T09:00:00Z`, value, text });
const trend: Charted = {
  name: 'Haemoglobin', unit: 'g/L', low: 120, high: 150,
  points: [point('2025-03-03', 124, '124.0'), point('2025-12-20', null, 'clotted'), point('2026-10-28', 118, '118.00')],
};

async function chartOf(shown: Charted): Promise<TrendChart> {
  const chart = new TrendChart();
  chart.trend = shown;
  document.body.append(chart);
  await chart.updateComplete;
  return chart;
}

const press = async (chart: TrendChart, key: string): Promise<void> => {
  chart.querySelector('svg')?.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  await chart.updateComplete;
};

afterEach(() => document.body.replaceChildren());

describe('RES-2 cie-trend-chart', () => {
  it('draws a point for each number and none for words, on its reference band', async () => {
    const chart = await chartOf(trend);
    expect(chart.querySelectorAll('.cie-chart__point')).toHaveLength(2);
    expect(chart.querySelectorAll('.cie-chart__band')).toHaveLength(1);
    expect(chart.textContent).toContain('Usual range 120 to 150 g/L');
  });

  it('writes the chosen value as it was sent', async () => {
    const chart = await chartOf(trend);
    expect(chart.querySelector('[aria-live]')?.textContent).toContain('118.00 g/L');
    await press(chart, 'Home');
    expect(chart.querySelector('[aria-live]')?.textContent).toContain('124.0 g/L');
    await press(chart, 'ArrowRight');
    await press(chart, 'ArrowRight');
    expect(chart.querySelector('[aria-live]')?.textContent).toContain('118.00 g/L');
  });

  it('ING-5 says no more of a date than is known', async () => {
    const chart = await chartOf({ ...trend, points: [{ ...point('2016-01-01', 118, '118'), atText: '2016' }, { ...point('2016-05-01', 124, '124'), atText: '2016-05' }] });
    expect([...chart.querySelectorAll('text')].map((label) => label.textContent).slice(-2)).toEqual(['2016', 'May 2016']);
    expect(chart.querySelector('[aria-live]')?.textContent).toContain('May 2016');
    expect(chart.querySelector('svg')?.ariaLabel).toContain('from 2016 to May 2016');
  });

  it('draws no band where the laboratory gave no range', async () => {
    const chart = await chartOf({ ...trend, low: null, high: null });
    expect(chart.querySelector('.cie-chart__band')).toBeNull();
  });

  it('shows markup in a value as text', async () => {
    const chart = await chartOf({ ...trend, points: [point('2026-01-01', 1, '<img src=x onerror=alert(1)>'), point('2026-02-01', 2, '2')] });
    await press(chart, 'Home');
    expect(chart.querySelector('img')).toBeNull();
    expect(chart.textContent).toContain('<img src=x');
  });
});
