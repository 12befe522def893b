/** A table's column: its heading, and its share of the width. */
export interface Column {
  readonly heading: string;
  readonly share: number;
}

/** Where a record is written for people to read: a document to print, or a page. Each part follows the one before it. */
export interface Drawing {
  /** A part of the record. */
  section(text: string): void;
  /** One item of a part. `mark` is what a list of all items says of it besides. */
  item(text: string, mark?: string): void;
  heading(text: string): void;
  paragraph(text: string, style?: 'plain' | 'quiet'): void;
  /** Names and values; those without a value are left out. */
  facts(rows: readonly (readonly [string, string | null])[]): void;
  /** A table with a row of column headers; the first cell of each row is its header. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** Hands on what is finished; awaited between items, so that no more than an item is in memory. */
  flush(): Promise<void>;
}
