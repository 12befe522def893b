import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHl7, splitMessages } from '@cie/kit/hl7/hl7-bytes.ts';
import { describe, expect, it } from 'vitest';
import { oruMessage } from '../testing/oru-message.ts';
import { mapOru } from './map-oru.ts';

const folder = join(process.env['CIE_SAMPLE_DATA'] ?? '../shared/data', 'hl7v2');
const present = existsSync(folder);

function messages(file: string): string[] {
  return splitMessages(readFileSync(join(folder, file))).map(decodeHl7);
}

const files = present ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.hl7s?$/.test(name)) : [];
const oruTexts = () => files.flatMap(messages).filter((text) => /^MSH.*\|ORU\^R01/.test(text));

describe.skipIf(!present)(`ING-1 published sample messages${present ? '' : ' (skipped: sample data not present)'}`, () => {
  it('files every result of the simulated hospital with value, unit and range as sent', () => {
    const stream = messages('simhospital/stream-a.hl7s').filter((text) => text.includes('|ORU^R01|'));
    expect(stream.length).toBeGreaterThan(100);
    for (const text of stream) {
      const sent = text.split('\r').filter((line) => line.startsWith('OBX|')).map((line) => line.split('|'));
      const mapping = mapOru({ ...oruMessage('p'), text });
      const filed = mapping.outcome === 'mapped' ? mapping.reports.flatMap((report) => report.observations) : [];
      expect(filed.map(({ value, unit, referenceRange }) => [value, unit, referenceRange])).toEqual(sent.map((fields) => [fields[5], fields[6], fields[7]]));
    }
  });

  it('files or holds each ORU of all sources, and none by an error', () => {
    const outcomes = oruTexts().map((text) => mapOru({ ...oruMessage('p'), text }));
    expect(outcomes.length).toBeGreaterThan(130);
    const held = outcomes.flatMap((outcome) => (outcome.outcome === 'held' ? [outcome.code] : []));
    // One begins with results that name no order, one is cut off after PID, one has a time that is none, one a PDF of which only the beginning was printed.
    expect(held.sort()).toEqual(['content-invalid', 'malformed', 'malformed', 'required-field-missing']);
  });
});
