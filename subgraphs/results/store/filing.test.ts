import { randomUUID } from 'node:crypto';
import { errorKind } from '@cie/kit/errors.ts';
import { Label } from '@cie/kit/names.ts';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestRoom, type TestRoom } from '../testing/results-room.ts';
import { aboutAttachment } from './attachment.store.ts';
import { sealedTables } from './sealed-tables.ts';

let test: TestRoom;
let feed: Client;
beforeAll(async () => {
  test = await openTestRoom();
  feed = await test.server.connect('results', 'feed');
});
afterAll(async () => {
  await feed.end();
  await test.close();
});

async function rows(table: string, patient: string, columns = '*'): Promise<Record<string, unknown>[]> {
  const found = await feed.query<Record<string, unknown>>(`select ${columns} from ${table} where patient_id = $1`, [patient]);
  return found.rows;
}

async function everything(patient: string): Promise<string> {
  const found: unknown[] = [];
  for (const table of ['report', 'observation', 'observation_version', 'waiting_report']) found.push(await rows(table, patient));
  return JSON.stringify(found);
}

const potassium = (value: string, status: string) => [`OBX|1|NM|K^Potassium^L||${value}|mmol/L|3.5-5.3||||${status}`];
const original = { issuedAt: '202604010900', lines: potassium('4.1', 'F') };
const correction = { issuedAt: '202604011000', status: 'C', lines: potassium('5.1', 'C') };

describe('ING-2 exactly-once effect', () => {
  it('applies a message once, however often it is delivered (abuse case 54)', async () => {
    const patient = randomUUID();
    const id = randomUUID();
    expect(await test.file(patient, { ...original, id })).toEqual({ outcome: 'applied' });
    const before = await everything(patient);
    expect(await test.file(patient, { ...original, id })).toEqual({ outcome: 'applied' });
    expect(await everything(patient)).toBe(before);
  });

  it('applies a message once when it is delivered eight times at the same moment', async () => {
    const patient = randomUUID();
    const id = randomUUID();
    await Promise.all(Array.from({ length: 8 }, () => test.file(patient, { ...original, id })));
    expect(await rows('report', patient)).toHaveLength(1);
    expect(await rows('observation', patient)).toHaveLength(1);
    expect(await rows('applied_message', patient)).toHaveLength(1);
  });

  it('keeps one value per test when the report comes again under another message id', async () => {
    const patient = randomUUID();
    await test.file(patient, original);
    await test.file(patient, original);
    expect(await rows('observation', patient, 'value, corrected')).toEqual([{ value: '4.1', corrected: false }]);
    expect(await rows('observation_version', patient)).toEqual([]);
  });

  it('leaves no mark of a message that fails', async () => {
    const patient = randomUUID();
    const text = 'OBX|1|NM|K^Potassium^L||4.1|mmol/L|||||F\rOBX|2|ST|N^Note^L||\u0000||||||F';
    await expect(test.file(patient, { lines: [text] })).rejects.toThrow(/invalid byte sequence/);
    expect(await rows('applied_message', patient)).toEqual([]);
    expect(await rows('report', patient)).toEqual([]);
  });
});

describe('ING-2 corrections', () => {
  it.each([
    ['correction last', [original, correction]],
    ['original last (abuse case 56)', [correction, original]],
  ])('end with the corrected value: %s', async (_name, messages) => {
    const patient = randomUUID();
    for (const message of messages) await test.file(patient, message);
    expect(await rows('observation', patient, 'value, corrected')).toEqual([{ value: '5.1', corrected: true }]);
  });

  it('keep the replaced version with the message that replaced it', async () => {
    const patient = randomUUID();
    const id = randomUUID();
    await test.file(patient, original);
    await test.file(patient, { ...correction, id });
    expect(await rows('observation_version', patient, 'value, replaced_by_message')).toEqual([{ value: '4.1', replaced_by_message: id }]);
  });

  it('withdraw a value and keep it as history (abuse case 57)', async () => {
    const patient = randomUUID();
    await test.file(patient, original);
    await test.file(patient, { ...correction, lines: potassium('', 'W') });
    expect(await rows('observation', patient, 'value, previous_value')).toEqual([{ value: null, previous_value: null }]);
    expect(await rows('observation_version', patient, 'value')).toEqual([{ value: '4.1' }]);
    const { patient: found } = await test.ask(patient, 'reports { edges { node { corrected observations { value previousValue status } } } } trend(code: "K") { code }');
    expect(found).toEqual({ reports: { edges: [{ node: { corrected: true, observations: [{ value: null, previousValue: null, status: 'WITHDRAWN' }] } }] }, trend: [] });
  });

  it('take tests and history along when a report becomes sensitive or delayed', async () => {
    const patient = randomUUID();
    await test.file(patient, original);
    await test.file(patient, { ...original, issuedAt: '202604010930', lines: potassium('4.2', 'F') });
    await test.file(patient, { ...original, issuedAt: '202604011000', lines: ['OBX|1|ST|HIVAB^HIV antibody^L||Not detected||||||F', 'OBX|2|ST|HISTO^Histology^L||Follows||||||F'] });
    for (const table of ['report', 'observation', 'observation_version', 'waiting_report']) {
      const found = await rows(table, patient, 'label');
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map((row) => row['label']))).toEqual(new Set([Label.sexualHealth]));
    }
    for (const table of ['observation', 'observation_version']) {
      const found = await rows(table, patient, "release_at = timestamptz '2026-04-29 08:00Z' as delayed");
      expect(found.every((row) => row['delayed'] === true)).toBe(true);
    }
  });
});

describe('RES-3 delay policy', () => {
  it('can hide even that a report waits', async () => {
    const owner = await test.server.connect('results', 'owner');
    const code = `SECRET${randomUUID().slice(0, 8)}`;
    await owner.query("insert into delay_policy (organisation, kind, test_code, days, show_notice) values ('RQM', 0, $1, 28, false)", [code]);
    await owner.end();
    const patient = randomUUID();
    await test.file(patient, { organisation: 'RQM', service: `${code}^Hidden^L` });
    expect(await rows('report', patient)).toHaveLength(1);
    expect(await rows('waiting_report', patient)).toEqual([]);
  });
});

describe('RES-1 files inside reports', () => {
  const pdf = (words: string): string => Buffer.from(`%PDF-1.7\n${words}`).toString('base64');
  const withFile = (words: string, more: { issuedAt: string; status?: string }) => ({
    ...more, lines: [...potassium('4.1', more.status ?? 'F'), `OBX|2|ED|PDF^Full report^L||^AP^PDF^Base64^${pdf(words)}||||||${more.status ?? 'F'}`],
  });
  const files = async (patient: string): Promise<unknown> =>
    (await test.ask<{ reports: unknown }>(patient, 'reports { edges { node { attachments { title mediaType size content } observations { code } } } }')).patient.reports;

  it('are kept sealed, and given with their report, apart from its tests', async () => {
    const patient = randomUUID();
    await test.file(patient, withFile('secret words', { issuedAt: '202604010900' }));
    expect(await files(patient)).toEqual({ edges: [{ node: { attachments: [{ title: 'Full report', mediaType: 'application/pdf', size: 21, content: pdf('secret words') }], observations: [{ code: 'K' }] } }] });
    const [row] = await rows('report_attachment', patient, 'sealed');
    expect(row?.['sealed']).toBeInstanceOf(Buffer);
    expect(String(row?.['sealed'])).not.toContain('secret');
  });

  it('are sealed for their own place, by which rotation of keys finds them', async () => {
    const patient = randomUUID();
    await test.file(patient, withFile('mine', { issuedAt: '202604010900' }));
    const [row] = await rows('report_attachment', patient, `observation_id, digest, ${sealedTables.map(({ about }) => about).join()} as about`);
    expect(row?.['about']).toBe(aboutAttachment(patient, String(row?.['observation_id']), String(row?.['digest'])));
  });

  it('are replaced by a correction and withdrawn, and stay as history (abuse case 57)', async () => {
    const patient = randomUUID();
    await test.file(patient, withFile('first', { issuedAt: '202604010900' }));
    await test.file(patient, withFile('first', { issuedAt: '202604010930' }));
    expect(await rows('report_attachment', patient, 'size')).toHaveLength(1);
    await test.file(patient, withFile('second', { issuedAt: '202604011000', status: 'C' }));
    expect(await files(patient)).toMatchObject({ edges: [{ node: { attachments: [{ content: pdf('second') }] } }] });
    await test.file(patient, withFile('second', { issuedAt: '202604011100', status: 'W' }));
    expect(await files(patient)).toMatchObject({ edges: [{ node: { attachments: [] } }] });
    expect(await rows('report_attachment', patient, 'size')).toHaveLength(2);
  });

  it('open to nobody as the file of another report, nor after a byte was changed', async () => {
    const patient = randomUUID();
    await test.file(patient, withFile('mine', { issuedAt: '202604010900' }));
    const owner = await test.server.connect('results', 'feed');
    await owner.query("update report_attachment set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where patient_id = $1", [patient]);
    await owner.end();
    const { patient: found, errors } = await test.ask<{ reports: unknown }>(patient, 'reports { edges { node { attachments { size content } } } }');
    expect(found.reports).toMatchObject({ edges: [{ node: { attachments: [{ content: null }] } }] });
    expect(errors.map(({ originalError }) => errorKind(originalError).code)).toEqual(['FILE_SEAL_BROKEN']);
  });
});

describe('abuse case 60: markup in results', () => {
  it('is inert text, and stays as it was sent', async () => {
    const patient = randomUUID();
    await test.file(patient, { ...original, lines: ['OBX|1|ST|K^<b>Potassium</b>^L||<script>alert(1)</script>||||||F', 'NTE|1||<img src=x onerror=alert(1)>'] });
    const { patient: found } = await test.ask(patient, 'reports { edges { node { observations { name value comments } } } }');
    expect(found).toEqual({ reports: { edges: [{ node: { observations: [{ name: '<b>Potassium</b>', value: '<script>alert(1)</script>', comments: ['<img src=x onerror=alert(1)>'] }] } }] } });
  });
});
