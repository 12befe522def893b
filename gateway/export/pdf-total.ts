/** What pdfkit has and its types do not name: the present font, and objects that many pages refer to. */
interface Inside {
  readonly _font: {
    readonly id: string;
    encode(text: string): [codes: string[], positions: readonly { readonly xAdvance: number }[]];
    ref(): unknown;
    readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
  };
  ref(data: object): { write(content: string): void; end(): void };
  readonly page: { readonly xobjects: Record<string, unknown> };
}

const label = 'TotalPages';
const size = 9;

/**
 * How many pages there are, drawn on each page before it is known: every page refers to one form (ISO 32000-1, 8.10) that is written
 * last. The other way would be to hold all pages back until the end.
 */
export class TotalPages {
  readonly #doc: PDFKit.PDFDocument;
  readonly #inside: Inside;
  readonly #form: ReturnType<Inside['ref']>;

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    // Parts of pdfkit's own class that its types leave out; a test reads the finished document.
    this.#inside = doc as unknown as Inside;
    doc.font('plain');
    const { id } = this.#inside._font;
    this.#form = this.#inside.ref({ Type: 'XObject', Subtype: 'Form', FormType: 1, BBox: [0, -4, 40, size + 2], Resources: { Font: { [id]: this.#inside._font.ref() } } });
  }

  /** Whether the present font can print a character. */
  hasGlyph(codePoint: number): boolean {
    return this.#inside._font.font.hasGlyphForCodePoint(codePoint);
  }

  /** Draws the number on the present page, beginning here; the line's top is at `top`, as for text. */
  draw(left: number, top: number): void {
    this.#inside.page.xobjects[label] = this.#form;
    this.#doc.save().transform(1, 0, 0, -1, left, top + size * 0.93);
    this.#doc.addContent(`/${label} Do`);
    this.#doc.restore();
  }

  finish(pages: number): void {
    this.#doc.font('plain');
    const [codes] = this.#inside._font.encode(String(pages));
    this.#form.write(`0.298 0.384 0.447 rg BT /${this.#inside._font.id} ${size} Tf 0 0 Td <${codes.join('')}> Tj ET`);
    this.#form.end();
  }
}
