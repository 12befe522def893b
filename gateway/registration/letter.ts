import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { drawnLine, runsFromRight } from './letter-text.ts';

export interface Letter {
  /** Link, code and reference of the invitation: told once, and kept nowhere. */
  readonly link: string;
  readonly code: string;
  readonly reference: string;
  readonly expiresAt: Date;
  /** Name and address, one line each, for the window of the envelope. A date of birth is never in a letter. */
  readonly recipient: readonly string[];
  /** Address of the exchange, without a slash at its end. */
  readonly publicUrl: string;
  /** Mailbox of the support desk. */
  readonly deskEmail: string;
  /** Day of the letter. */
  readonly date: Date;
}

// Resolved where the file lies: the server runs as a bundle, packages stay where npm put them.
const fontFile = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/** Points; A4 is 595 by 842. The window of a DL envelope stands 20 mm from the left, 45 to 85 mm from the top (BS 1808). */
const page = { left: 62, width: 471, window: { left: 62, top: 132, width: 225, height: 106 } } as const;
const colour = { text: '#212b32', quiet: '#4c6272', brand: '#005eb8', field: '#f0f4f5' } as const;

const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric' });

/** What is typed in is set in wide letters, in groups as people read them. */
type Section = { readonly step: string; readonly typed?: string };

/**
 * REG-4: the letter by which a person is invited who has no e-mail or phone with the hospital. One page, tagged for screen
 * readers (PDF/UA, ISO 14289-1). Whoever has no camera types a short address, a reference number and the code.
 */
export function writeLetter(letter: Letter): Promise<Buffer> {
  const options: PDFKit.PDFDocumentOptions = {
    size: 'A4', margins: { top: 48, bottom: 40, left: page.left, right: 62 }, pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true,
    info: { Title: 'Your invitation to the Care Information Exchange', Author: 'Care Information Exchange', CreationDate: letter.date, ModDate: letter.date },
  };
  // pdfkit has this one; its types have not yet.
  Reflect.set(options, 'subset', 'PDF/UA');
  const doc = new PDFDocument(options);
  const parts: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  doc.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts))).on('error', reject);
  doc.registerFont('plain', fontFile('DejaVuSans')).registerFont('bold', fontFile('DejaVuSans-Bold')).registerFont('typed', fontFile('DejaVuSansMono-Bold'));
  drawLetter(doc, letter);
  doc.end();
  return promise;
}

function drawLetter(doc: PDFKit.PDFDocument, letter: Letter): void {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const add = (kind: string, draw: () => void): void => {
    root.add(doc.struct(kind, {}, draw));
  };
  const text = (kind: string, content: string, { font = 'plain', size = 11.5, ink = colour.text, gap = 7 }: { font?: string; size?: number; ink?: string; gap?: number } = {}): void => {
    add(kind, () => {
      doc.font(font).fontSize(size).fillColor(ink).text(content, page.left, doc.y, { width: page.width, lineGap: 2 });
    });
    doc.y += gap;
  };

  text('P', 'Care Information Exchange', { font: 'bold', size: 15, ink: colour.brand });
  add('P', () => drawRecipient(doc, letter.recipient));
  doc.y = page.window.top + page.window.height + 12;
  text('P', day.format(letter.date), { ink: colour.quiet, gap: 10 });
  text('H1', 'Your invitation to see your record online', { font: 'bold', size: 18, gap: 8 });
  text('P', 'Your hospital or GP practice invites you to see your results, letters and appointments from hospitals in north-west London. Nobody but you sees them, unless you decide so.', { gap: 10 });

  text('H2', 'How to register', { font: 'bold', size: 14, gap: 6 });
  const top = doc.y;
  drawCode(doc, root, letter.link, top);
  for (const section of sections(letter)) drawSection(doc, root, section);
  doc.y = Math.max(doc.y, top + qrSize + 30) + 4;

  text('P', `Use this letter by ${day.format(new Date(letter.expiresAt.getTime() - 1))}. It works once. If you get another letter, only the newest one works.`, { font: 'bold', gap: 10 });
  text('H2', 'Keep this letter safe', { font: 'bold', size: 14, gap: 6 });
  text('P', 'Until you have registered, show it to nobody. We never ask you for the access code or for a password, by telephone, email or text message.', { gap: 10 });
  text('H2', 'If you need help', { font: 'bold', size: 14, gap: 6 });
  text('P', `Write to the support desk: ${bare(letter.publicUrl)}/contact or ${letter.deskEmail}. If you did not expect this letter, or it is not for you, tell the desk and do not use it.`, { gap: 0 });
}

/** A web address as people type it. */
const bare = (address: string): string => address.replace(/^https?:\/\//, '');

const sections = ({ publicUrl, reference, code }: Letter): readonly Section[] => [
  { step: '1. Scan the square with the camera of your phone, or go to', typed: `${bare(publicUrl)}/register/letter` },
  { step: '2. If you are asked, enter your reference number', typed: reference },
  { step: '3. Enter your access code', typed: code },
  { step: '4. Answer a few questions. You need an email address and a mobile phone of your own.' },
];

const qrSize = 118;
const columnWidth = page.width - qrSize - 28;

function drawSection(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, { step, typed }: Section): void {
  root.add(doc.struct('P', {}, () => {
    doc.font('plain').fontSize(11.5).fillColor(colour.text).text(step, page.left, doc.y, { width: columnWidth, lineGap: 2 });
  }));
  doc.y += 4;
  if (typed === undefined) return;
  const top = doc.y;
  // An address may be long; a code is as large as it can be.
  const size = typed.length > 14 ? 12 : 20;
  doc.markContent('Artifact', { type: 'Layout' });
  doc.roundedRect(page.left, top, columnWidth, size + 14, 4).fill(colour.field);
  doc.endMarkedContent();
  root.add(doc.struct('P', {}, () => {
    doc.font('typed').fontSize(size).fillColor(colour.text).text(typed, page.left + 10, top + 6, { width: columnWidth - 20, characterSpacing: size > 12 ? 1.5 : 0, lineBreak: false });
  }));
  doc.y = top + size + 24;
}

function drawRecipient(doc: PDFKit.PDFDocument, recipient: readonly string[]): void {
  const { left, top, width } = page.window;
  doc.font('plain').fontSize(11.5).fillColor(colour.text);
  const lines = recipient.map(drawnLine).filter((line) => line !== null).slice(0, 7);
  for (const [index, line] of lines.entries()) {
    // A line that is too long for the window is set smaller, not cut: it is somebody's name or address.
    const size = Math.min(11.5, (11.5 * width) / doc.fontSize(11.5).widthOfString(line));
    doc.fontSize(size).text(line, left, top + index * 15, { lineBreak: false, ...(runsFromRight(line) ? { features: ['rlig'] } : {}) });
  }
}

/** The link as a QR code (ISO/IEC 18004), in vectors; error correction M, since letters are folded. */
function drawCode(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, link: string, top: number): void {
  const left = page.left + page.width - qrSize;
  const { data, size } = encode(link, { ecc: 'M', border: 2 });
  const unit = qrSize / size;
  root.add(doc.struct('Figure', { alt: 'QR code that opens the registration page of this letter' }, () => {
    doc.fillColor('#000000');
    for (const [row, cells] of data.entries()) {
      for (const [column, isDark] of cells.entries()) if (isDark) doc.rect(left + column * unit, top + row * unit, unit, unit);
    }
    doc.fill();
  }));
  doc.y = top;
}
