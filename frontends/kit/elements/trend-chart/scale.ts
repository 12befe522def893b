import type { Charted } from './charted.ts';

/** A point that can be drawn: it has a number and a time. */
export interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly at: string;
  readonly atText: string | null;
}

export interface Drawing {
  readonly points: readonly Drawn[];
  /** Top and bottom of the reference band, null where the laboratory gave no limit. */
  readonly band: { readonly top: number; readonly bottom: number } | null;
  /** Round values for the axis, with their heights. */
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** 1, 2 or 5 times a power of ten, so that an axis counts as people do. */
function roundStep(span: number, wanted: number): number {
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return step * power;
}

/**
 * Places a series in a box: time runs from `left` to `right`, values rise from `bottom` to `top`, and the
 * reference band always lies within. Numbers place the points only; what is written is the text as sent.
 */
export function draw(trend: Pick<Charted, 'points' | 'low' | 'high'>, box: Box): Drawing {
  const known = trend.points.flatMap(({ value, at, atText = null, text }) => (value === null || at === null ? [] : [{ value, at, atText, text, time: Date.parse(at) }]));
  const limits = [trend.low, trend.high].filter((limit) => limit !== null);
  const all = [...known.map(({ value }) => value), ...limits];
  const least = Math.min(...all);
  const most = Math.max(...all);
  // A flat series still needs a height to stand in.
  const margin = (most - least || Math.abs(most) || 1) * 0.12;
  const floor = least >= 0 ? Math.max(0, least - margin) : least - margin;
  const ceiling = most + margin;
  const y = (value: number): number => box.bottom - ((value - floor) / (ceiling - floor)) * (box.bottom - box.top);
  const start = Math.min(...known.map(({ time }) => time));
  const end = Math.max(...known.map(({ time }) => time));
  const x = (time: number): number => (end === start ? (box.left + box.right) / 2 : box.left + ((time - start) / (end - start)) * (box.right - box.left));

  const step = roundStep(ceiling - floor, 4);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = [];
  for (let tick = Math.ceil(floor / step) * step; tick <= ceiling; tick += step) ticks.push({ y: y(tick), text: tick.toFixed(digits) });

  return {
    points: known.map(({ value, at, atText, text, time }) => ({ x: x(time), y: y(value), at, atText, text })),
    band: limits.length === 0 ? null : { top: trend.high === null ? box.top : y(trend.high), bottom: trend.low === null ? box.bottom : y(trend.low) },
    ticks,
  };
}
