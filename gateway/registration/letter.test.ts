import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeLetter } from './letter.ts';
import { drawnLine, runsFromRight } from './letter-text.ts';

const letter = {
  link: `http://localhost:4000/register/invitation/${'x'.repeat(43)}`, code: '7K2MF-9QXTA', reference: '4K7D-9XMT', expiresAt: new Date('2026-12-07T10:00:00Z'),
  recipient: ['Mrs Łucja Żółkiewska-O’Brien', 'محمد عبد الله الأحمد', '14 Plumtree Mews', 'Οδός Αθηνάς 3, a street with a name that is longer than windows are', 'דנה לוי'], publicUrl: 'https://exchange.example.nhs.uk', deskEmail: 'desk@exchange.example.net', date: new Date('2026-11-23T10:00:00Z'),
};

describe('REG-4 the letter', () => {
  it('is one page, in English, with a title, tagged for screen readers', async () => {
    const pdf = await writeLetter(letter);
    const plain = pdf.toString('latin1');
    if (process.env['CIE_KEEP_LETTER'] !== undefined) writeFileSync(process.env['CIE_KEEP_LETTER'], pdf);
    expect(plain.startsWith('%PDF-1.7')).toBe(true);
    expect(plain.match(/\/Type \/Page\n/g)).toHaveLength(1);
    expect(plain).toContain('/Lang (en-GB)');
    expect(plain).toContain('/Marked true');
    expect(plain).toContain('/StructTreeRoot');
    expect(plain).toContain('pdfuaid:part');
    expect(plain).toContain('/DisplayDocTitle true');
  });

  it.each([
    ['Łucja Żółkiewska', 'Łucja Żółkiewska'],
    ['Ελένη  Παπαδοπούλου', 'Ελένη Παπαδοπούλου'],
    ['محمد  عبد الله', 'محمد عبد الله'],
    ['דנה לוי', 'דנה לוי'],
    ['王小明', null],
    ['Anna 🌷', null],
    ['', null],
  ])('draws %j as %j', (line, drawn) => {
    expect(drawnLine(line)).toBe(drawn);
  });

  it('knows lines that run from the right', () => {
    expect(['محمد عبد الله', 'דנה לוי', 'Mr محمد', 'Anna', '12'].map(runsFromRight)).toEqual([true, true, false, false, false]);
  });
});
