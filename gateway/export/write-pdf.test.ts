import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import {
  keepingSink, sampleAllergy, sampleAppointment, sampleCondition, sampleCulture, sampleLetter, sampleMeasurement, sampleMedication, sampleObservation, samplePlan, sampleReport, sampleSource, type SampleRecord,
} from './testing/sample-record.ts';
import { words } from './words.ts';
import { writePdf } from './write-pdf.ts';

const now = new Date('2026-11-23T10:00:00Z');

async function pdfOf(record: SampleRecord): Promise<{ bytes: Buffer; document: PDFDocumentProxy }> {
  const sink = keepingSink();
  await writePdf(sampleSource(record), sink, { name: 'Sample Person', now });
  const bytes = sink.content();
  return { bytes, document: await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise };
}

/** One element of the structure as a reader of the file finds it: its role, then what is in it. */
interface Element {
  readonly role: string;
  readonly text: string;
  readonly children: readonly Element[];
}

interface StructNode {
  readonly role?: string;
  readonly type?: string;
  readonly id?: string;
  readonly children?: readonly StructNode[];
}

interface Bookmark {
  readonly title: string;
  readonly items: readonly Bookmark[];
}

/** The structure of a page, with the text that its marked content holds. */
async function structureOf(document: PDFDocumentProxy, number: number): Promise<readonly Element[]> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const texts = new Map<string, string>();
  const open: (string | null)[] = [];
  for (const item of items) {
    if ('str' in item) {
      const id = open.findLast((each) => each !== null) ?? '';
      texts.set(id, `${texts.get(id) ?? ''}${item.str}${item.hasEOL ? '\n' : ''}`);
    } else if (item.type === 'endMarkedContent') open.pop();
    else open.push(item.id ?? null);
  }
  const build = (node: StructNode): Element => ({ role: node.role ?? 'content', text: node.id === undefined ? '' : (texts.get(node.id) ?? ''), children: (node.children ?? []).map(build) });
  // The library types the root and its nodes apart; both have what is read here.
  return [build((await page.getStructTree()) as StructNode)];
}

const textIn = ({ text, children }: Element): string => (text + children.map(textIn).join('')).trim();
const find = (elements: readonly Element[], role: string): readonly Element[] => elements.flatMap((each) => [...(each.role === role ? [each] : []), ...find(each.children, role)]);

async function allStructure(document: PDFDocumentProxy): Promise<readonly Element[]> {
  return (await Promise.all(Array.from({ length: document.numPages }, (_page, index) => structureOf(document, index + 1)))).flat();
}

async function textOf(document: PDFDocumentProxy): Promise<string> {
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_page, index) => (await (await document.getPage(index + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ')),
  );
  return pages.join('\n').replace(/\s+/g, ' ');
}

const full: SampleRecord = {
  care: { medications: [sampleMedication()], allergies: [sampleAllergy()], conditions: [sampleCondition()], carePlans: [samplePlan()] },
  reports: [
    sampleReport({ cultures: [sampleCulture()], observations: [sampleObservation(), sampleObservation({ value: '<15', corrected: true, correction: 'It was 20 before.', referenceRange: '[ < 4.5]' })] }),
    sampleReport({ kind: 'RADIOLOGY', name: 'CT chest', text: 'Nothing found.', observations: [], attachments: [{ id: 'a', title: 'Images', mediaType: 'application/pdf', size: 100 }] }),
  ],
  measurements: [sampleMeasurement(), sampleMeasurement({ kind: 'WEIGHT', value: '71.50', secondValue: null, unit: 'kg', note: null })],
  documents: [sampleLetter(), sampleLetter({ title: 'Clinic letter', text: null, mediaType: 'application/pdf', atText: '2016' })],
  appointments: [sampleAppointment()],
};

describe('REC-1 the record as an accessible PDF (PDF/UA, ISO 14289-1)', () => {
  it('says its language, its title and that it is tagged', async () => {
    const { document, bytes } = await pdfOf(full);
    const { info, metadata } = await document.getMetadata();
    expect(info).toMatchObject({ Title: 'Health record: Mrs Sample Person', Language: 'en-GB', PDFFormatVersion: '1.7' });
    expect(bytes.toString('latin1')).toMatch(/\/MarkInfo \d+ 0 R/);
    expect(bytes.toString('latin1')).toMatch(/\/Marked true/);
    expect(metadata?.get('pdfuaid:part')).toBe('1');
    expect(bytes.toString('latin1')).toMatch(/\/StructTreeRoot \d+ 0 R/);
    expect(bytes.toString('latin1')).toMatch(/\/DisplayDocTitle true/);
    // Every font is in the file: none is left to the reader's computer.
    const fonts = bytes.toString('latin1').match(/\/Type \/Font\b/g)?.length ?? 0;
    expect(fonts).toBeGreaterThan(0);
    expect(bytes.toString('latin1').match(/\/FontFile2 /g)?.length).toBe(bytes.toString('latin1').match(/\/Type \/FontDescriptor/g)?.length);
  });

  it('has headings in order, one title, and bookmarks for parts and items', async () => {
    const { document } = await pdfOf(full);
    const structure = await allStructure(document);
    const headings = structure.flatMap((each) => find([each], 'H1').map(textIn));
    expect(headings).toEqual(['Health record']);
    const sections = [words.details, words.allergies, words.medications, words.conditions, words.plans, words.laboratory, words.radiology, words.measurements, words.documents, words.appointments];
    expect(find(structure, 'H2').map(textIn)).toEqual(sections);
    expect(find(structure, 'H3').map(textIn)).toEqual(['Penicillin', 'Ramipril 5 mg', 'Hypertension', 'Asthma plan', 'Full blood count', 'CT chest', 'Discharge summary', 'Clinic letter', 'Cardiology']);
    // The library leaves open what children of a bookmark are; they are bookmarks.
    const outline = (await document.getOutline()) as readonly Bookmark[];
    expect(outline.map(({ title }) => title)).toEqual(sections);
    expect(outline.flatMap(({ items }) => items.map(({ title }) => title))).toContain('31 March 2026: CT chest');
  });

  it('has a header cell for every row of every table and every column of results', async () => {
    const { document } = await pdfOf(full);
    const structure = await allStructure(document);
    const rows = find(structure, 'TR');
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => row.children[0]?.role !== 'TH')).toEqual([]);
    const heads = rows.filter((row) => row.children.every(({ role }) => role === 'TH')).map((row) => row.children.map(textIn));
    expect(heads).toEqual([Object.values(words.tests), Object.values(words.medicines), Object.values(words.measured)]);
    const bytes = (await pdfOf(full)).bytes.toString('latin1');
    expect(bytes.match(/\/Scope \/Column/g)).toHaveLength(4 + 3 + 4);
    expect((bytes.match(/\/S \/TH\b/g) ?? []).length).toBe((bytes.match(/\/Scope \/(?:Row|Column)/g) ?? []).length);
  });

  it('holds every item with its values as they were sent, corrections, germs, home measurements and whom to ask (REC-2)', async () => {
    const text = await textOf((await pdfOf(full)).document);
    for (const each of [
      'Haemoglobin', '4.00 g/L', '115 - 165', 'Below the usual range', '<15 g/L', 'It was 20 before.', 'Urine culture: Escherichia coli', 'Nitrofurantoin', 'Works at a higher dose', '>16 mg/L', 'Nothing found.',
      'Attached file: Images', 'It could threaten life', 'Rash', 'One a day', '2016', '128/82 mmHg', '71.50 kg', 'They are not laboratory results', 'Dear Sample,', '24 December 2026 at 9:30am', 'Bring your medicines.',
    ]) expect(text).toContain(each);
    expect(text.match(/Questions about this\? Ask the team at Imperial/g)).toHaveLength(9);
  });

  it('says of each test, germ, medicine and letter that it is not settled, and judges nothing that was cancelled or taken back (RES-1, DOC-1)', async () => {
    const text = async (record: SampleRecord): Promise<string> => textOf((await pdfOf(record)).document);
    const tests = (...observations: readonly ReturnType<typeof sampleObservation>[]): Promise<string> => text({ reports: [sampleReport({ observations })] });
    expect(await tests(sampleObservation({ status: 'PRELIMINARY' }))).toContain('Below the usual range Early result');
    const gone = await tests(sampleObservation({ status: 'CANCELLED' }), sampleObservation({ status: 'WITHDRAWN', value: null }));
    for (const each of ['Cancelled', 'No value given', 'Taken back']) expect(gone).toContain(each);
    expect(gone).not.toContain('Below the usual range');
    const alone = sampleObservation({ name: 'Trimethoprim', value: null, flag: null, susceptibility: 'RESISTANT' });
    expect(await tests(alone)).toContain('This medicine does not work against the germ');
    expect(await tests({ ...alone, status: 'CANCELLED' })).not.toContain('This medicine does not work');
    const germ = await text({ reports: [sampleReport({ observations: [], cultures: [sampleCulture({ status: 'PARTIAL' })] })] });
    for (const each of ['Heavy growth More to come Treat if unwell', 'Does not work Early result Resistance was found twice', 'Works at a higher dose Corrected.']) expect(germ).toContain(each);
    const letters = await text({ documents: [sampleLetter({ completion: 'UNSIGNED', status: 'REPLACED' }), sampleLetter({ completion: 'IN_PROGRESS' })] });
    for (const each of ['Replaced by a newer one Not signed yet', 'Still being written']) expect(letters).toContain(each);
    expect(await text({ documents: [sampleLetter()] })).not.toMatch(/Not signed yet|Still being written/);
  });

  it('writes times as clocks in London show them, and dates as vague as they came (ING-5)', async () => {
    // The text of a sender who counts summer in +0000 is an hour behind.
    const noon = { at: '2026-07-01T12:00:00.000Z', text: '2026-07-01T12:00:00' };
    const text = await textOf((await pdfOf({
      reports: [sampleReport({ issuedAt: noon.at, issuedAtText: noon.text, collectedAt: noon.at, collectedAtText: noon.text }), sampleReport({ name: 'Old', issuedAt: '2016-01-01T00:00:00Z', issuedAtText: '2016', collectedAt: null })],
      documents: [sampleLetter({ at: noon.at, atText: noon.text })],
      appointments: [sampleAppointment({ start: noon.at, startText: noon.text, end: null })],
    })).document);
    expect(text.match(/1 July 2026 at 1pm/g)).toHaveLength(4);
    expect(text).not.toContain('midday');
    expect(text).not.toContain('1 January 2016');
  });

  it('counts its pages on each of them, and says whose they are', async () => {
    const { document } = await pdfOf({ reports: Array.from({ length: 60 }, () => sampleReport({ observations: Array.from({ length: 12 }, () => sampleObservation()) })) });
    expect(document.numPages).toBeGreaterThan(10);
    for (const number of [1, 7, document.numPages]) {
      const { items } = await (await document.getPage(number)).getTextContent();
      const text = items.map((item) => ('str' in item ? item.str : '')).join('');
      expect(text).toContain(`Page ${number} of${document.numPages}`);
      expect(text).toContain('Mrs Sample Person · NHS number 999 000 1018 · 23 November 2026');
    }
  });

  it('repeats the headings of a table overleaf for eyes alone', async () => {
    const { document } = await pdfOf({ reports: [sampleReport({ observations: Array.from({ length: 80 }, () => sampleObservation()) })] });
    const structure = await allStructure(document);
    expect(find(structure, 'TH').filter((each) => textIn(each) === words.tests.meaning)).toHaveLength(1);
    expect((await textOf(document)).match(/What it means/g)?.length).toBeGreaterThan(2);
  });

  it('reads the same about what it leaves out, whether or not there is such an item (RES-5)', async () => {
    const [with_, without] = [await textOf((await pdfOf(full)).document), await textOf((await pdfOf({ details: null })).document)];
    for (const text of [with_, without]) expect(text).toContain(words.leftOut);
    for (const none of [words.laboratoryNone, words.radiologyNone, words.documentsNone, words.appointmentsNone, words.allergiesNone]) expect(without).toContain(none);
  });
});

describe('REC-1 hostile and unusual text in a PDF', () => {
  const record: SampleRecord = {
    reports: [
      sampleReport({
        name: 'N'.repeat(2000), author: '\u202Eneddih\u202C (name) \\ )( %PDF', comments: ['汉字 😀 \u0000 \u001B'], text: null,
        observations: [sampleObservation({ name: 'Culture', value: Array.from({ length: 120 }, (_line, index) => `line ${index}`).join('\n') }), sampleObservation({ value: 'x'.repeat(4000), comments: ['c'.repeat(900)] })],
      }),
      sampleReport({ kind: 'RADIOLOGY', name: 'محمد', text: `محمد عبد الله\n${'word '.repeat(3000)}`, observations: [] }),
    ],
  };

  it('loses nothing of long values, and says which characters it cannot print', async () => {
    const { document } = await pdfOf(record);
    const text = await textOf(document);
    expect(text).toContain('line 119');
    expect(text.replaceAll(' ', '').match(/x{40,}/g)?.join('').length).toBeGreaterThanOrEqual(4000);
    expect(text).toContain('�');
    expect(text).toContain(words.unprintable);
    expect(text.match(/\bword\b/g)).toHaveLength(3000);
    expect(text).not.toContain('\u202E');
  });

  it('stays well formed: each page has its structure, and nothing is drawn outside of it', async () => {
    const { document } = await pdfOf(record);
    expect(document.numPages).toBeGreaterThan(5);
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent({ includeMarkedContent: true });
      let depth = 0;
      const outside: string[] = [];
      for (const item of items) {
        if (!('str' in item)) depth += item.type === 'endMarkedContent' ? -1 : 1;
        else if (item.str.trim() !== '' && depth === 0) outside.push(item.str);
      }
      expect([depth, outside]).toEqual([0, []]);
    }
  });
});
