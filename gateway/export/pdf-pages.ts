import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { linesOf, printable } from './pdf-text.ts';
import { TotalPages } from './pdf-total.ts';
import type { Sink } from './sink.ts';
import { words } from './words.ts';

export interface PdfPlan {
  readonly title: string;
  /** Stands at the foot of every page, so that a sheet that got lost says whose it is. */
  readonly footer: string;
  readonly made: Date;
}

export interface Style {
  readonly font: 'plain' | 'bold';
  readonly size: number;
  readonly colour: string;
}

export const colour = { text: '#212b32', quiet: '#4c6272', brand: '#005eb8', line: '#d8dde0' } as const;
const quiet: Style = { font: 'plain', size: 9, colour: colour.quiet };

/** Points; A4 is 595 by 842. */
export const page = { left: 48, width: 499, top: 48, bottom: 56, height: 842 } as const;
/** Above this a page is full. */
export const pageEnd = page.height - page.bottom;
const lineGap = 1.5;
/** The structure of a document grows with it and is written at its end; this bounds what it takes (about 90 kB a page). */
const mostPages = 1500;

// Resolved where the file lies: the server runs as a bundle, packages stay where npm put them.
const fontFile = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** Thrown when a record has more than a PDF can hold. */
export class PdfTooLong extends Error {}

/** Pages of a PDF, their footers, and text on them. Pages go to the sink as they are finished. */
export class PdfPages {
  readonly doc: PDFKit.PDFDocument;
  readonly #sink: Sink;
  readonly #total: TotalPages;
  readonly #finished: Promise<void>;
  #pending: Buffer[] = [];
  #pages = 0;
  #style: Style = quiet;
  #complete = true;

  constructor({ title, footer, made }: PdfPlan, sink: Sink) {
    const options: PDFKit.PDFDocumentOptions = {
      size: 'A4', margins: { top: page.top, bottom: page.bottom, left: page.left, right: page.left }, autoFirstPage: false,
      pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true,
      info: { Title: title, Author: 'Care Information Exchange', Creator: 'Care Information Exchange', CreationDate: made, ModDate: made },
    };
    // pdfkit has this one; its types have not yet.
    Reflect.set(options, 'subset', 'PDF/UA');
    this.doc = new PDFDocument(options);
    this.#sink = sink;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#finished = promise;
    this.doc.on('data', (part: Buffer) => this.#pending.push(part)).on('end', resolve).on('error', reject);
    this.doc.registerFont('plain', fontFile('DejaVuSans')).registerFont('bold', fontFile('DejaVuSans-Bold'));
    this.#total = new TotalPages(this.doc);
    this.doc.on('pageAdded', () => this.#drawFooter(footer));
    this.doc.addPage();
  }

  /** Whether every character so far could be printed. */
  get complete(): boolean {
    return this.#complete;
  }

  use(style: Style): void {
    this.#style = style;
    this.doc.font(style.font).fontSize(style.size).fillColor(style.colour);
  }

  /** What can be printed of a text, in the present font. */
  fit(text: string): string {
    const { text: fitted, complete } = printable(text, (codePoint) => this.#total.hasGlyph(codePoint));
    if (!complete) this.#complete = false;
    return fitted;
  }

  /** Draws fitted text from the present height on; it goes on overleaf when it must. */
  draw(text: string, left: number, width: number): void {
    for (const { line, fromRight } of linesOf(text)) {
      // The library parts words before it orders them, which is wrong from right to left: a line that fits is laid out as one piece.
      if (fromRight && this.doc.widthOfString(line) <= width) this.doc.text(line, left, this.doc.y, { lineBreak: false, features: ['rlig'] }).moveDown();
      else this.doc.text(line === '' ? ' ' : line, left, this.doc.y, { width, lineGap });
    }
  }

  /** How high a fitted text is, in points. */
  height(text: string, style: Style, width: number): number {
    this.use(style);
    return text.split('\n').reduce((sum, line) => sum + this.doc.heightOfString(line === '' ? ' ' : line, { width, lineGap }), 0);
  }

  space(points: number): void {
    if (this.doc.y > page.top) this.doc.y += points;
  }

  /** Begins a page unless so much of this one is left; whether it did. */
  keep(points: number): boolean {
    if (this.doc.y + points <= pageEnd) return false;
    this.doc.addPage();
    return true;
  }

  /** What is there for eyes only: screen readers pass over it. */
  artifact(type: 'Layout' | 'Pagination', draw: () => void): void {
    this.doc.markContent('Artifact', { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** Hands finished pages on; awaited between items, so that no more than an item is in memory. Throws PdfTooLong. */
  async flush(): Promise<void> {
    const ready = Buffer.concat(this.#pending);
    this.#pending = [];
    if (ready.length > 0) await this.#sink.write(ready);
    // Drawing takes the processor: between two items everybody else has a turn.
    await nextTurn();
    if (this.#pages > mostPages) throw new PdfTooLong();
  }

  async end(): Promise<void> {
    this.#total.finish(this.#pages);
    this.doc.end();
    await this.#finished;
    await this.flush();
  }

  /** Runs in the middle of a text that goes on overleaf, so it leaves font and colour as they were. */
  #drawFooter(footer: string): void {
    this.#pages += 1;
    const { doc } = this;
    const before = this.#style;
    const top = pageEnd + 18;
    this.artifact('Pagination', () => {
      this.use(quiet);
      const fitted = this.fit(footer.replace(/\s+/g, ' '));
      doc.text(shortened(fitted, (text) => doc.widthOfString(text) <= page.width - 110), page.left, top, { lineBreak: false });
      const label = words.page(this.#pages);
      doc.text(label, page.left + page.width - 32 - doc.widthOfString(label), top, { lineBreak: false });
      this.#total.draw(page.left + page.width - 29, top);
    });
    doc.x = page.left;
    doc.y = page.top;
    this.use(before);
  }
}

/** A line cut to what fits, with an ellipsis. */
function shortened(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && !fits(`${characters.join('')}…`)) characters.pop();
  return `${characters.join('')}…`;
}
