/** One test or measurement over time in one unit, as a chart draws it. */
export interface Charted {
  readonly name: string;
  readonly unit: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly points: readonly {
    readonly at: string | null;
    /** The same as far as it is known (ISO 8601): `2016` is no first of January. Left out where times are always exact. */
    readonly atText?: string | null;
    /** Null when it is no plain number, as `<15`; `text` is always as sent. */
    readonly value: number | null;
    readonly text: string;
  }[];
}
