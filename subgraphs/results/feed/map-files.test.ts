import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { oruMessage, oruText } from '../testing/oru-message.ts';
import { mapOru } from './map-oru.ts';

const pdf = Buffer.from('%PDF-1.7\nmade up for a test\n%%EOF\n');
const base64 = pdf.toString('base64');
const half = Math.floor(base64.length / 8) * 4;
const other = Buffer.from('%PDF-1.4 another made-up one');
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const map = (lines: readonly string[]) => mapOru({ ...oruMessage('p'), text: oruText({ section: 'RAD', service: 'CTH^CT head^L', lines }) });

function filed(lines: readonly string[]) {
  const mapping = map(lines);
  if (mapping.outcome === 'held') throw new Error(mapping.code);
  const [report] = mapping.reports;
  return {
    files: (report?.files ?? []).map(({ mediaType, bytes }) => [mediaType, bytes]),
    tests: (report?.observations ?? []).map(({ code, subId, value, fileDigest }) => [code, subId, value, fileDigest !== null]),
    report,
  };
}
const ed = (number: number, field: string, test = 'PDF^Full report^L', subId = '') => `OBX|${number}|ED|${test}|${subId}|${field}||||||F`;

describe('RES-1 a PDF in OBX ED', () => {
  it.each<[string, string[]]>([
    ['whole', [ed(1, `APP^AP^PDF^Base64^${base64}`)]],
    ['cut over OBX with the same OBX-3', [ed(1, `^AP^PDF^Base64^${base64.slice(0, half)}`), ed(2, `^AP^PDF^Base64^${base64.slice(half)}`)]],
    ['cut over OBX counted by OBX-4', [ed(1, `^AP^PDF^Base64^${base64.slice(0, half)}`, 'PDF^Full report^L', '1'), ed(2, `^AP^PDF^Base64^${base64.slice(half)}`, 'PDF^Full report^L', '2')]],
    ['cut anywhere, continued without header and name', [ed(1, `^AP^PDF^Base64^${base64.slice(0, half + 1)}`), ed(2, base64.slice(half + 1), '')]],
    ['cut over repetitions', [ed(1, `^AP^PDF^Base64^${base64.slice(0, half)}~^AP^PDF^Base64^${base64.slice(half)}`)]],
    ['cut before it was encoded', [ed(1, `^AP^PDF^Base64^${pdf.subarray(0, 10).toString('base64')}`), ed(2, `^AP^PDF^Base64^${pdf.subarray(10).toString('base64')}`)]],
    ['called something else', [ed(1, `^application^octet-stream^Base64^${base64}`)]],
  ])('%s', (_name, lines) => {
    const { files, tests } = filed(lines);
    expect(files).toEqual([['application/pdf', pdf]]);
    expect(tests).toHaveLength(1);
    expect(tests[0]?.[3]).toBe(true);
  });

  it('keeps two files, an image and the words apart', () => {
    const { files, tests } = filed([
      'OBX|1|TX|RPT^Report^L||No bleed.||||||F',
      ed(2, `^AP^PDF^Base64^${base64}`),
      ed(3, `^AP^PDF^Base64^${other.toString('base64')}`, 'PDF2^Appendix^L'),
      ed(4, `^IM^PNG^Base64^${png.toString('base64')}`, 'IMG^Key image^L'),
    ]);
    expect(files).toEqual([['application/pdf', pdf], ['application/pdf', other], ['image/png', png]]);
    expect(tests).toEqual([['RPT', '', 'No bleed.', false], ['PDF', '', '[PDF]', true], ['PDF2', '', '[PDF]', true], ['IMG', '', '[PNG]', true]]);
  });

  it('names the file by what it is, so that a correction is told from the same sent again', () => {
    const { report } = filed([ed(1, `^AP^PDF^Base64^${base64}`)]);
    expect(report?.observations[0]?.fileDigest).toBe(createHash('sha256').update(pdf).digest('hex'));
  });

  it('takes no bytes of a withdrawn file over', () => {
    const { files, tests } = filed([ed(1, `^AP^PDF^Base64^${base64}`).replace(/F$/, 'W')]);
    expect([files, tests]).toEqual([[], [['PDF', '', null, false]]]);
  });

  it('keeps the name alone of a file of another kind', () => {
    expect(filed([ed(1, '^TEXT^RTF^Base64^e1xydGYx')])).toMatchObject({ files: [], tests: [['PDF', '', '[RTF]', false]] });
  });

  it.each([
    ['HTML named PDF (abuse case 52)', Buffer.from('<html><script>').toString('base64')],
    ['broken base64', 'JVBERi0x...'],
    ['an image named PDF that is neither', Buffer.from('GIF89a').toString('base64')],
    ['more than 20 MB', Buffer.concat([pdf, Buffer.alloc(20 * 1024 * 1024)]).toString('base64')],
  ])('holds %s', (_name, data) => {
    const held = map([ed(1, `^AP^PDF^Base64^${data}`)]);
    expect(held).toMatchObject({ outcome: 'held', code: 'content-invalid' });
    expect(JSON.stringify(held)).not.toContain(data.slice(0, 8));
  });
});
