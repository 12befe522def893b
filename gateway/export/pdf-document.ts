import type { Column, Drawing } from './drawing.ts';
import { colour, page, pageEnd, PdfPages, type PdfPlan, type Style } from './pdf-pages.ts';
import type { Sink } from './sink.ts';

interface CellKind {
  readonly kind: 'TH' | 'TD';
  readonly scope?: 'Column' | 'Row';
  readonly style: Style;
}

const styles = {
  title: { font: 'bold', size: 22, colour: colour.text },
  section: { font: 'bold', size: 16, colour: colour.brand },
  item: { font: 'bold', size: 12.5, colour: colour.text },
  small: { font: 'bold', size: 10.5, colour: colour.text },
  plain: { font: 'plain', size: 10, colour: colour.text },
  strong: { font: 'bold', size: 10, colour: colour.text },
  quiet: { font: 'plain', size: 9, colour: colour.quiet },
} as const satisfies Record<string, Style>;

const columnHeader: CellKind = { kind: 'TH', scope: 'Column', style: styles.strong };
const rowHeader: CellKind = { kind: 'TH', scope: 'Row', style: styles.strong };
const dataCell: CellKind = { kind: 'TD', style: styles.plain };

const cellGap = 8;
/** A page has room for this much under its top margin. */
const room = pageEnd - page.top;

/**
 * A document that screen readers read as it is meant (PDF/UA, ISO 14289-1): headings, tables with header cells, language, title and
 * bookmarks.
 */
export class AccessiblePdf implements Drawing {
  readonly #pages: PdfPages;
  readonly #root: PDFKit.PDFStructureElement;
  #section: PDFKit.PDFOutline | null = null;

  constructor(plan: PdfPlan, sink: Sink) {
    this.#pages = new PdfPages(plan, sink);
    const { doc } = this.#pages;
    this.#root = doc.struct('Document');
    doc.addStructure(this.#root);
  }

  /** Whether every character so far could be printed. */
  get complete(): boolean {
    return this.#pages.complete;
  }

  title(text: string): void {
    this.#add('H1', text, styles.title, 8);
  }

  /** A part of the record: a heading, and a bookmark. */
  section(text: string): void {
    this.#pages.space(14);
    this.#pages.keep(120);
    this.#section = this.#pages.doc.outline.addItem(text, { expanded: false });
    this.#add('H2', text, styles.section, 6);
  }

  /** One item of a part: a heading, and a bookmark under that of its part. `mark` is what the bookmark says besides. */
  item(text: string, mark = ''): void {
    this.#pages.space(8);
    this.#pages.keep(100);
    this.#section?.addItem(this.#pages.fit(mark === '' ? text : `${mark}: ${text}`));
    this.#add('H3', text, styles.item, 4);
  }

  heading(text: string): void {
    this.#pages.keep(48);
    this.#add('H4', text, styles.small, 2);
  }

  paragraph(text: string, style: 'plain' | 'quiet' = 'plain'): void {
    this.#add('P', text, styles[style], 5);
  }

  /** Names and values, as a table whose rows have a header cell each. Those without a value are left out. */
  facts(rows: readonly (readonly [string, string | null])[]): void {
    const known = rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]));
    if (known.length > 0) this.#table([{ heading: '', share: 0.3 }, { heading: '', share: 0.7 }], known, false);
  }

  /** A table with a row of column headers; the first cell of each row is its header. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    this.#table(columns, rows, true);
  }

  /** Hands finished pages on; awaited between items, so that no more than an item is in memory. Throws PdfTooLong. */
  flush(): Promise<void> {
    return this.#pages.flush();
  }

  end(): Promise<void> {
    return this.#pages.end();
  }

  #add(kind: string, text: string, style: Style, gap: number): void {
    const { doc } = this.#pages;
    this.#pages.use(style);
    const fitted = this.#pages.fit(text);
    const element = doc.struct(kind, {}, () => this.#pages.draw(fitted, page.left, page.width));
    this.#root.add(element);
    element.end();
    doc.y += gap;
  }

  #table(columns: readonly Column[], rows: readonly (readonly string[])[], headed: boolean): void {
    const { doc } = this.#pages;
    const table = doc.struct('Table');
    this.#root.add(table);
    const headings = columns.map(({ heading }) => heading);
    if (headed) {
      this.#pages.keep(70);
      this.#row(table, columns, headings, columns.map(() => columnHeader));
    }
    for (const cells of rows) {
      this.#pages.use(styles.plain);
      const fitted = cells.map((cell) => this.#pages.fit(cell));
      // Repeated for eyes; ears were told the headings once, and are told them with each cell.
      if (this.#pages.keep(Math.min(this.#height(columns, fitted), room)) && headed) this.#repeat(columns, headings);
      this.#row(table, columns, fitted, columns.map((_column, index) => (index === 0 ? rowHeader : dataCell)));
    }
    table.end();
    doc.y += 6;
  }

  #height(columns: readonly Column[], cells: readonly string[]): number {
    return Math.max(...cells.map((cell, index) => this.#pages.height(cell, index === 0 ? styles.strong : styles.plain, widthOf(columns, index)))) + 8;
  }

  #row(table: PDFKit.PDFStructureElement, columns: readonly Column[], cells: readonly string[], kinds: readonly CellKind[]): void {
    const { doc } = this.#pages;
    const row = doc.struct('TR');
    table.add(row);
    const top = doc.y;
    let bottom = top;
    for (const [index, cell] of cells.entries()) {
      const { kind, scope, style } = kinds[index] ?? dataCell;
      // pdfkit has the scope; its types have not yet.
      const options: object = scope === undefined ? {} : { scope };
      const element = doc.struct(kind, options, () => {
        this.#pages.use(style);
        doc.y = top;
        this.#pages.draw(cell, page.left + leftOf(columns, index), widthOf(columns, index));
      });
      row.add(element);
      element.end();
      bottom = Math.max(bottom, doc.y);
    }
    row.end();
    doc.y = bottom + 3;
    this.#pages.artifact('Layout', () => doc.moveTo(page.left, doc.y).lineTo(page.left + page.width, doc.y).lineWidth(0.5).strokeColor(colour.line).stroke());
    doc.y += 5;
  }

  #repeat(columns: readonly Column[], headings: readonly string[]): void {
    const { doc } = this.#pages;
    const top = doc.y;
    this.#pages.artifact('Pagination', () => {
      this.#pages.use(styles.strong);
      for (const [index, heading] of headings.entries()) {
        doc.y = top;
        this.#pages.draw(heading, page.left + leftOf(columns, index), widthOf(columns, index));
      }
    });
    doc.y = top + this.#height(columns, headings);
  }
}

const leftOf = (columns: readonly Column[], index: number): number => columns.slice(0, index).reduce((sum, { share }) => sum + share * page.width, 0);
const widthOf = (columns: readonly Column[], index: number): number => (columns[index]?.share ?? 0) * page.width - cellGap;
